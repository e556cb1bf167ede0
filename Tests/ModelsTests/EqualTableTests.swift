import Architecture
import NetworkGraph
import TableReading
import Testing

@testable import Models

/// A graph that comes from elsewhere is known by what it computes.
@Suite("Tables that compute what a graph does")
struct EqualTableTests {
  /// The classifiers that have widths, at those at which numbers of channels coincide, and at others.
  private static let networks: [(name: String, width: Double)] = TableLibrary.builtIn
    .architectureNames.filter { name in
      guard let spec = try? TableLibrary.builtIn.architecture(named: name) else { return false }
      return spec.heads.isEmpty && spec.variables["classes"] != nil
        && spec.rules.width.rounding != .undefined && spec.kind != .system
    }.flatMap { name in [0.25, 0.35, 0.5, 0.75, 1, 1.4].map { (name, $0) } }

  @Test("at every width, with its width", arguments: networks)
  func width(of network: (name: String, width: Double)) throws {
    let graph = try TableLibrary.builtIn.graph(
      named: network.name, at: Multipliers(width: network.width, classes: 7))
    var tables = TableComparison(.builtIn)
    let found = tables.equal(to: graph)
    let equal = try #require(found)
    #expect(equal.graph.likeness == graph.likeness && !equal.lacksBiases)
    #expect((equal.width ?? equal.graph.spec.nominalWidth) == network.width)
  }
}
