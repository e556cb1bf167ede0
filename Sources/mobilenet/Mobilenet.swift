import ArgumentParser

/// The root command.
@main
struct Mobilenet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mobilenet",
    abstract: "The MobileNet family: costs, figures, and a verified forward pass.",
    discussion: "NAME@DIALECT works wherever NAME does: the network as that source builds it.",
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Table",
        subcommands: [
          ListCommand.self, ShowCommand.self, AuditCommand.self, ErrataCommand.self,
          SchemaCommand.self,
        ]),
      CommandGroup(
        name: "Cost",
        subcommands: [
          CostCommand.self, BridgeCommand.self, SeparableCommand.self, ConvCommand.self,
          MemoryCommand.self, MultiplierCommand.self, ReachCommand.self, ExplainCommand.self,
          WorksheetCommand.self,
        ]),
      CommandGroup(
        name: "Comparison",
        subcommands: [
          CompareCommand.self, DiffCommand.self, SweepCommand.self, FitCommand.self,
          RooflineCommand.self, NetAdaptCommand.self,
        ]),
      CommandGroup(
        name: "Figure",
        subcommands: [
          DrawCommand.self, PlotCommand.self, BoxesCommand.self, ExploreCommand.self,
          ReportsCommand.self, TourCommand.self,
        ]),
      CommandGroup(
        name: "Inference",
        subcommands: [
          IdentifyCommand.self, RunCommand.self, DetectCommand.self, SegmentCommand.self,
          LossCommand.self, VerifyCommand.self, BenchCommand.self, KernelsCommand.self,
          ExportCommand.self, FoldCommand.self, QuantizeCommand.self,
          InspectCommand.self, LookCommand.self,
        ]),
    ])

  /// Shown with the commands that it goes with.
  @OptionGroup(visibility: .hidden) var tables: TableOptions

  static func main() {
    let arguments = OldSpellings.modernized(PathText.arguments)
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      guard let failure = error as? Failure ?? Failure(error) else { end(error) }
      Console.complain(failure.message)
      exit(withError: ExitCode(failure.exitCode))
    }
  }

  /// What the argument parser says: help and the like to standard output, which may be full, and what
  /// is wrong to standard error.
  private static func end(_ error: any Error) -> Never {
    let (code, text) = (exitCode(for: error), fullMessage(for: error))
    if !text.isEmpty {
      if code == .success { Console.say(text + "\n") } else { Console.complain(lines: text + "\n") }
    }
    exit(withError: code)
  }
}
