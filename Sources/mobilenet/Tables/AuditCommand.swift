import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Published parameters and MACs beside the exact ones.",
    discussion: """
      Recomputes every count that a paper, a README or a docstring prints, and says whether it is \
      right, rounded, counted differently, out of date or a misprint. The published figures are in \
      Tables/Published.
      """)

  @Argument(help: "Only this architecture, or NAME@DIALECT.", completion: .networks)
  var name: String?

  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try tables.library()
    var figures = try library.published().filter { !$0.counts.isEmpty }
    if let name {
      let asked = try library.fullName(of: name)
      let known = Set(figures.map(\.network.name)).sorted()
      figures = figures.filter { $0.network.isNamed(asked) }
      guard !figures.isEmpty else {
        throw Failure.usage(
          "no published counts of '\(asked)'; there are counts of: \(known.joined(separator: ", "))"
        )
      }
    }
    var networks = Networks(library)
    let audit = try Audit(figures, by: library.conventions()) {
      request throws(RequestError) in try networks.graph(request)
    }
    output.say([AuditReport.table(audit)])
  }
}
