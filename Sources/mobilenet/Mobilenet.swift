import ArgumentParser
import Foundation

/// The root command.
@main
struct Mobilenet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mobilenet",
    abstract: "Explore the MobileNet family: costs, figures and a verified forward pass.",
    discussion: """
      One table per architecture, in its paper's own columns, drives everything: the cost of every \
      layer, the figures, and a real forward pass in which every shape is checked.

      Start with:
        mobilenet list                       all architectures
        mobilenet show mobilenet-v2          the table as its paper prints it
        mobilenet cost mobilenet-v3-small    parameters and multiply-accumulates, row by row
        mobilenet cost mobilenet-v2 --bridge why other tools print other numbers
        mobilenet audit                      published figures beside the exact ones
        mobilenet fit --macs 150M            which networks fit a budget
        mobilenet explain mobilenet-v1 3     one row's arithmetic in numbers
        mobilenet reach ssdlite-mobilenet-v3-large
                                             what a detector's maps see of the picture
        mobilenet draw mobilenet-v3-large    the architecture as a figure
        mobilenet verify --all               run every network and check every shape and count
        mobilenet detect ssdlite             find boxes in a picture
        mobilenet bench                      time the forward pass on this machine

      Wherever NAME stands, NAME@DIALECT may stand: the same network as @paper, @timm or \
      @torchvision builds it. The program does not train.
      """,
    version: "0.1.0",
    subcommands: [
      ListCommand.self, ShowCommand.self, CostCommand.self, MemoryCommand.self,
      MultiplierCommand.self, SweepCommand.self, FitCommand.self, RooflineCommand.self,
      CompareCommand.self, DiffCommand.self, NetAdaptCommand.self,
      ExplainCommand.self, WorksheetCommand.self, ReachCommand.self,
      PlotCommand.self, DrawCommand.self, VerifyCommand.self, RunCommand.self, DetectCommand.self,
      SegmentCommand.self, BenchCommand.self, KernelsCommand.self, ExportCommand.self,
      FoldCommand.self, AuditCommand.self, ErrataCommand.self, TourCommand.self,
      ReportsCommand.self,
    ])

  @OptionGroup var tables: TableOptions

  static func main() {
    do {
      var command = try parseAsRoot(reordered(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let failure as Failure {
      Console.complain(failure.message)
      exit(withError: ExitCode(failure.exitCode))
    } catch let error where Failure(error) != nil {
      let failure = Failure(error) ?? .file("\(error)")
      Console.complain(failure.message)
      exit(withError: ExitCode(failure.exitCode))
    } catch {
      exit(withError: error)
    }
  }

  /// `--tables DIR` may stand before the subcommand too: there it is moved behind it.
  private static func reordered(_ arguments: [String]) -> [String] {
    guard let first = arguments.first else { return arguments }
    if first == "--tables", arguments.count > 2 {
      return Array(arguments.dropFirst(2)) + Array(arguments.prefix(2))
    }
    if first.hasPrefix("--tables="), arguments.count > 1 {
      return Array(arguments.dropFirst()) + [first]
    }
    return arguments
  }
}
