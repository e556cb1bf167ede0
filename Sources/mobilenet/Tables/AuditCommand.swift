import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Published counts, beside what they should be.",
    discussion: """
      Every count of multiply-accumulates and parameters that a paper, a README or a docstring \
      prints is computed anew from the tables, and the verdict says how the one is to the other. \
      The figures stand in Tables/Published.
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
          "no published counts of '\(asked)'; there are some of: \(known.joined(separator: ", "))")
      }
    }
    var networks = Networks(library)
    let audit = try Audit(figures, by: library.conventions()) {
      request throws(RequestError) in try networks.graph(request)
    }
    output.say([AuditReport.table(audit)])
  }
}
