import Architecture
import CostAnalysis
import NetworkGraph
import TableReading

/// The networks among which one is looked for that fits a budget.
package struct FitSearch {
  private let library: TableLibrary
  private let published: [PublishedFigure]

  /// A search in the tables of a library. Throws what its published figures throw.
  package init(_ library: TableLibrary) throws {
    self.library = library
    published = try library.published()
  }

  /// What sides are multiples of where no resolutions are given.
  private static let step = 32

  /// Every network at every width and resolution, with its published accuracy where there is one; all
  /// classifiers in all dialects if none is named. Names that say a width have no other. Without
  /// resolutions, those of 96 to 256 pixels along the shorter side, about in the table's proportions.
  ///
  /// Throws what reading and expanding the tables throws.
  package func candidates(
    _ names: [String], widths: [Double], resolutions: [Resolution]?,
    precision: Precision = .single
  ) throws -> [Candidate] {
    let requests = try names.map { try library.request($0) }
    let specs =
      requests.isEmpty
      ? try classifiers().map { ($0, nil) }
      : try requests.map { (try library.architecture(named: $0.name), $0.width) }
    return try specs.flatMap { spec, width in
      try costs(
        spec, width.map { [$0] } ?? widths, resolutions, precision, isNamed: !names.isEmpty
      ).map { cost in
        // The first in the tables is the authors' own.
        Candidate(
          name: spec.name, cost: cost,
          accuracy: (library.isNamed(spec) ? published : []).accuracies(
            of: spec.name, width: cost.width, resolution: cost.resolution,
            classes: (nil, spec.variables["classes"])
          ).first { $0.metric != .top5 })
      }
    }
  }

  /// All classifiers in every dialect that costs something else by 1 % or more; of dialects that cost
  /// the same, one that has published figures.
  private func classifiers() throws -> [ArchitectureSpec] {
    var specs: [ArchitectureSpec] = []
    for name in library.architectureNames {
      let spec = try library.architecture(named: name)
      let graph = try Graph(expanding: spec)
      guard graph.isClassifier else { continue }
      var seen = [ScaledCost(graph)]
      specs.append(spec)
      let dialects = library.dialects(of: spec.family).map { "\(name)@\($0)" }
      let printed = dialects.filter { name in
        published.contains { $0.network.name == name && !$0.accuracies.isEmpty }
      }
      for dialect in printed + dialects.filter({ !printed.contains($0) }) {
        let other = try library.architecture(named: dialect)
        let cost = ScaledCost(try Graph(expanding: other))
        if !seen.contains(where: { $0.isNear(cost) }) {
          seen.append(cost)
          specs.append(other)
        }
      }
    }
    return specs
  }

  /// Costs at every width and resolution. A search over all networks leaves out what one of them cannot
  /// be; of a network that is named that is an error.
  private func costs(
    _ spec: ArchitectureSpec, _ widths: [Double], _ resolutions: [Resolution]?,
    _ precision: Precision, isNamed: Bool
  ) throws -> [ScaledCost] {
    let own = spec.rules.width.rounding == .undefined ? [spec.nominalWidth] : widths
    let graph = try Graph(expanding: spec)
    let smallest = graph.smallestResolution
    let tried = (resolutions ?? Self.resolutions(inProportionsOf: spec.input.resolution)).filter {
      $0.longer >= smallest
    }
    func sweep(_ widths: [Double], _ resolutions: [Resolution]) throws(GraphError) -> [ScaledCost] {
      try spec.sweep(widths: widths, resolutions: resolutions, precision: precision)
    }
    if isNamed, resolutions != nil { return try sweep(own, tried) }
    let possible = tried.filter { (try? graph.resized(to: $0)) != nil }
    if isNamed { return try sweep(own, possible) }
    return own.flatMap { (try? sweep([$0], possible)) ?? [] }
  }

  private static func resolutions(inProportionsOf own: Resolution) -> [Resolution] {
    stride(from: 96, through: 256, by: step).map { side in
      func multiple(_ length: Int) -> Int {
        Int((Double(length * side) / Double(own.shorter * step)).rounded()) * step
      }
      return Resolution(height: multiple(own.height), width: multiple(own.width))
    }
  }
}

extension Graph {
  /// Whether the answer is one vector of scores.
  fileprivate var isClassifier: Bool {
    guard spec.heads.isEmpty, let answer = outputs.first else { return false }
    return nodes[answer.node].shape.isVector
  }
}

extension ScaledCost {
  /// Whether another cost is the same but for less than a hundredth.
  fileprivate func isNear(_ other: Self) -> Bool {
    func near(_ left: Int, _ right: Int) -> Bool {
      100 * abs(left - right) < max(left, right)
    }
    return near(macs, other.macs) && near(parameters, other.parameters)
      && near(peakActivationBytes, other.peakActivationBytes)
  }
}
