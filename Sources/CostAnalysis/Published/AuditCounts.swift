import Architecture
import NetworkGraph

/// A network with the counts that tables give for it.
struct AuditCounts {
  private let graph: Graph
  /// The same network with one class more, if it can have one and a convention asks for it.
  private let withBackground: Graph?
  private let macs: WideCount
  private let parameters: Int

  /// The counts of a network; `expanding` makes its graph.
  init(
    _ request: NetworkRequest, withBackground: Bool,
    expanding: (NetworkRequest) throws(RequestError) -> Graph
  ) throws(RequestError) {
    graph = try expanding(request)
    let cost = graph.totalCost()
    (macs, parameters) = (cost.macs, cost.parameters.total)
    guard withBackground, let classes = graph.scaling.variables(of: graph.spec)["classes"],
      classes < Scaling.classCounts.upperBound
    else {
      self.withBackground = nil
      return
    }
    var more = request
    more.classes = classes + 1
    self.withBackground = try expanding(more)
  }

  /// What the table gives.
  func exact(_ quantity: PublishedCount.Quantity) -> WideCount {
    switch quantity {
    case .macs: macs
    case .flops: 2 * macs
    case .parameters: WideCount(parameters)
    }
  }

  /// The conventions that give a printed count, the simplest first; those that count as the papers do
  /// explain nothing.
  func conventions(
    of printed: PublishedCount, among conventions: [Convention]
  ) -> [Convention] {
    let quantity = printed.quantity
    let fitting = conventions.filter { convention in
      guard convention.departures(for: quantity) > 0,
        let count = convention.count(of: quantity, in: graph, withBackground: withBackground)
      else { return false }
      return printed.printed.gives(Double(count))
    }
    return fitting.sorted {
      ($0.departures(for: quantity), $0.name) < ($1.departures(for: quantity), $1.name)
    }
  }
}
