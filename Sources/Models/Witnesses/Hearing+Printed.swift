import Architecture
import CostAnalysis
import Inference
import NetworkGraph
import TableReading

extension Hearing {
  /// What those say who print the number of parameters to the unit.
  ///
  /// A number that is right in another way of counting, or of another form of the network, as `audit`
  /// tells them, says nothing of this one.
  func printed() throws -> [Testimony] {
    let figures = try library.published().compactMap { figure in exact(figure) }
    guard !figures.isEmpty else { return [] }
    var networks = Networks(library)
    let audit = try Audit(figures, by: try library.conventions()) { request throws(RequestError) in
      try networks.graph(request)
    }
    var testimonies: [Testimony] = []
    for entry in audit.entries {
      let width = entry.figure.network.width
      let source = entry.figure.source
      var testimony = Testimony(
        source, source + (width.map { ", as printed for width \($0)" } ?? ", as printed"))
      testimony.isOfOtherWidth = width != nil && width != 1
      switch entry.verdict {
      case .exact: testimony.confirmed.append(.init(.parameters, Int(entry.exact)))
      case .unexplained:
        testimony.contradiction = .init(
          .parameters, "there are \(entry.exact) parameters, not \(entry.count.printed.significand)"
        )
      case .rounded, .floored, .variant, .otherConvention, .raised, .misprint, .repeated: continue
      }
      if !testimonies.contains(testimony) { testimonies.append(testimony) }
    }
    return testimonies
  }

  /// The figure with its exact number of parameters only, if it has one and is of the network asked for.
  private func exact(_ figure: PublishedFigure) -> PublishedFigure? {
    guard figure.network.isOf(graph, library) else { return nil }
    var figure = figure
    figure.counts = figure.counts.filter { $0.quantity == .parameters && $0.printed.exponent == 0 }
    return figure.counts.isEmpty ? nil : figure
  }
}

extension NetworkRequest {
  /// Whether the network is the one asked for, unless another width or other classes were asked for.
  fileprivate func isOf(_ graph: Graph, _ library: TableLibrary) -> Bool {
    guard architecture == NetworkRequest(graph.spec.name).architecture || name == graph.spec.name
    else { return false }
    guard let named = try? library.request(name), named.name == graph.spec.name else {
      return false
    }
    let asked = graph.scaling
    return (asked.width == nil || asked.width == width ?? 1)
      && (asked.classes == nil || asked.classes == classes ?? graph.spec.variables["classes"])
  }
}
