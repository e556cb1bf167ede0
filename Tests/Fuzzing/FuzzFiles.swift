import ArgumentParser
import Foundation
import FuzzSupport

/// Mutants of binary files, read in this process.
struct FuzzFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "files",
    abstract: "Mutants of checkpoints, models and pictures: what they hold, or an error.",
    discussion: """
      What a file is read as is the name of its folder: checkpoint, onnx, picture or table. A crash, more \
      than ten seconds, and memory beyond the file's size and 64 MiB are problems, and name the mutant.
      """)

  @Argument(help: "The files.", completion: .file())
  var files: [String]

  @Option(help: "Mutants of each file.")
  var mutants: UInt64 = 2000

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: "Write the mutant of the seed to this file, and read none.")
  var output: String?

  /// Bytes that a reader may take beside the file.
  private static let mostMemory = 64 << 20
  /// Seconds that one mutant may take.
  private static let patience: UInt32 = 10

  func run() throws {
    CurrentInput.installHandlers()
    for path in files {
      let file = URL(filePath: path)
      let folder = file.deletingLastPathComponent().lastPathComponent
      guard let reading = ByteReading(rawValue: folder) else {
        throw ValidationError(
          "'\(path)' is in no folder of a kind: checkpoint, onnx, picture, table")
      }
      let bytes = [UInt8](try Data(contentsOf: file))
      if let output {
        return try Data(mutant(of: bytes, seed)).write(to: URL(filePath: output))
      }
      try fuzz(path, bytes, reading)
    }
  }

  private func mutant(of bytes: [UInt8], _ seed: UInt64) -> [UInt8] {
    var mutator = ByteMutator(seed: seed)
    return mutator.mutant(of: bytes)
  }

  private func fuzz(_ path: String, _ bytes: [UInt8], _ reading: ByteReading) throws {
    guard reading.read(bytes) else {
      throw ValidationError("'\(path)' cannot be read even unchanged")
    }
    let start = CurrentInput.peakMemory
    let clock = ContinuousClock()
    let beginning = clock.now
    var (read, slowest) = (0, (duration: Duration.zero, seed: seed))
    for seed in seed..<seed + mutants {
      CurrentInput.begin("\(path), seed \(seed)", seconds: Self.patience)
      let moment = clock.now
      if reading.read(mutant(of: bytes, seed)) { read += 1 }
      let duration = clock.now - moment
      if duration > slowest.duration { slowest = (duration, seed) }
      let memory = CurrentInput.peakMemory - start
      guard memory <= bytes.count + Self.mostMemory else {
        print("\(path), seed \(seed): \(memory >> 20) MiB")
        throw ExitCode.failure
      }
    }
    CurrentInput.begin("the summary", seconds: 0)
    let seconds = (clock.now - beginning) / .seconds(1)
    CurrentInput.show(
      "fuzz files: \(path): \(mutants) mutants, \(read) read; \(Int(Double(mutants) / seconds)) a second;"
        + " the slowest, seed \(slowest.seed), took \(slowest.duration / .milliseconds(1)) ms;"
        + " \((CurrentInput.peakMemory - start) >> 10) KiB beside the file")
  }
}
