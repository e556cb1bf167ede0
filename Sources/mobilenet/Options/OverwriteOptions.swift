import ArgumentParser

/// Whether a command may write over what it reads; wherever a file is written.
struct OverwriteOptions: ParsableArguments {
  @Flag(name: .customLong("force"), help: "Write over a file that the command itself reads.")
  var force = false

  /// The same for several files, before the first of them is written.
  func check(_ outputs: [String], reading inputs: [String]) throws {
    for output in outputs { try check(output, reading: inputs) }
  }

  /// Throws if a path is not meant as it stands, or leads to a file that the command reads, and nobody
  /// said that it may.
  func check(_ output: String, reading inputs: [String]) throws {
    try Tilde.refuse(output)
    guard !force, let written = Files.status(output), written.isFile else { return }
    let input = inputs.first { input in
      Files.status(input).map { ($0.st_dev, $0.st_ino) == (written.st_dev, written.st_ino) }
        ?? false
    }
    guard let input else { return }
    throw Failure.usage(
      "'\(output)' is read as '\(input)'; to write over it, give --force")
  }
}
