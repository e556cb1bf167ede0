import ArgumentParser
import Architecture
import TableReading

/// Whose way of counting is meant.
struct ConventionOptions: ParsableArguments {
  @Option(
    name: .customLong("convention"),
    help: ArgumentHelp(
      "Count like this tool, such as fvcore or thop; 'mobilenet bridge' lists the tools.",
      valueName: "tool"),
    completion: .names(\.conventionNames))
  var name: String?

  /// The convention of the name; nothing if none is given.
  func convention(_ library: TableLibrary) throws -> Convention? {
    try name.map { try library.convention(named: $0) }
  }
}
