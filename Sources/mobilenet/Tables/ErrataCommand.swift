import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct ErrataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errata", abstract: "What papers and notes get wrong.",
    discussion: """
      Checks claims of papers and notes by expressions over the tables, such as \
      macs(resolution 512) / macs(resolution 300), each time it runs; the claims are in \
      Tables/Published/Errata.yaml. Below them are the misprints of the tables' sources.
      """)

  @Argument(help: "Only this architecture, or NAME@DIALECT.", completion: .networks)
  var name: String?

  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try tables.library()
    let asked = try name.map { try library.fullName(of: $0) }
    let tables = try Self.tables(library, asked)
    let filled = tables.filter { !$0.lines.isEmpty }
    guard !filled.isEmpty else {
      throw Failure.usage("no known errata of '\(asked ?? "any network")'")
    }
    output.say(output.format == .json ? tables : filled)
  }

  /// The claims about a network and the misprints of its table, or those of all.
  static func tables(_ library: TableLibrary, _ asked: String?) throws -> [ReportTable] {
    let claims = try library.claims().filter { claim in
      asked.map { NetworkRequest(claim.network).isNamed($0) } ?? true
    }
    let specs = try (asked.map { [$0] } ?? library.architectureNames)
      .map { try library.architecture(named: $0) }
    var networks = Networks(library)
    let answered = try claims.map { claim in
      try AnsweredClaim(claim) { request throws(RequestError) in try networks.graph(request) }
    }
    return [ErrataReport.table(answered), ErrataReport.table(of: specs)]
  }
}
