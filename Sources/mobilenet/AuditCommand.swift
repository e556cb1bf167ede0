import ArgumentParser
import Architecture
import CostAnalysis
import NetworkGraph
import Reporting
import TableReading

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "What papers and model zoos print, beside what it should be.",
    discussion: """
      Every count of multiply-accumulates and parameters that a paper, a README or a docstring \
      prints is computed anew from the tables, and the verdict says how the one is to the other. \
      The figures stand in Tables/Published.
      """)

  @Argument(help: "Only this architecture, or NAME@DIALECT.")
  var name: String?

  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    _ = try output.parsed()
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
    let audit = try Audit(figures, by: library.conventions()) { try networks.graph($0) }
    try output.say([AuditReport.table(audit)])
  }
}

/// Graphs of many networks; a table is read once.
struct Networks {
  private let library: TableLibrary
  private var specs: [String: ArchitectureSpec] = [:]

  init(_ library: TableLibrary) { self.library = library }

  mutating func graph(_ request: NetworkRequest) throws -> Graph {
    let spec = try specs[request.name] ?? spec(named: request.name)
    specs[request.name] = spec
    return try Graph(
      expanding: spec,
      scaling: Scaling(
        width: request.width, resolution: request.resolution, classes: request.classes))
  }

  /// An audit collects what is wrong with tables: their own errors, with their places.
  private func spec(named name: String) throws -> ArchitectureSpec {
    do {
      return try library.architecture(named: name)
    } catch {
      switch error {
      case .lookup(let error): throw error
      case .table(let error): throw error
      }
    }
  }
}
