import Architecture

/// The most that a network may cost.
package struct Budget: Hashable, Sendable {
  /// Multiply-accumulates.
  package var macs: WideCount?
  /// Trainable parameters.
  package var parameters: Int?
  /// The largest live set in bytes.
  package var peakActivationBytes: WideCount?

  /// A budget from its limits; absent ones do not bind.
  package init(
    macs: WideCount? = nil, parameters: Int? = nil, peakActivationBytes: WideCount? = nil
  ) {
    self.macs = macs
    self.parameters = parameters
    self.peakActivationBytes = peakActivationBytes
  }

  /// What a budget limits.
  package enum Limit: String, CaseIterable, Hashable, Sendable {
    /// Multiply-accumulates.
    case macs = "MACs"
    /// Trainable parameters.
    case parameters
    /// The largest live set.
    case peakActivationBytes = "peak activations"
  }

  /// By what factors a cost exceeds the budget; empty if it meets it.
  package func excess(of cost: ScaledCost) -> [BudgetFit.Excess] {
    Limit.allCases.compactMap { limit in
      let (allowed, value): (WideCount?, WideCount) =
        switch limit {
        case .macs: (macs, cost.macs)
        case .parameters: (parameters.map { WideCount($0) }, WideCount(cost.parameters))
        case .peakActivationBytes: (peakActivationBytes, cost.peakActivationBytes)
        }
      guard let allowed, value > allowed else { return nil }
      return BudgetFit.Excess(
        limit: limit, factor: allowed > 0 ? Double(value) / Double(allowed) : .infinity)
    }
  }
}

/// A network at a width and resolution, as a choice for a budget.
package struct Candidate: Hashable, Sendable {
  /// NAME or NAME@DIALECT.
  package var name: String
  /// What it costs.
  package var cost: ScaledCost
  /// The accuracy published for it at this width and resolution; nothing if none is.
  package var accuracy: PublishedAccuracy?

  /// A candidate from its parts.
  package init(name: String, cost: ScaledCost, accuracy: PublishedAccuracy?) {
    self.name = name
    self.cost = cost
    self.accuracy = accuracy
  }
}

/// The networks that fit a budget and that no other makes pointless, and why others are out.
package struct BudgetFit: Sendable {
  /// Why a candidate is out.
  package enum Reason: Hashable, Sendable {
    /// It exceeds limits by these factors.
    case exceeds([Excess])
    /// Another that fits is published with a better accuracy and costs no more.
    case worse(than: Candidate)
  }

  /// A limit and the factor by which it is exceeded.
  package struct Excess: Hashable, Sendable {
    /// The limit.
    package var limit: Budget.Limit
    /// Cost over limit, above 1.
    package var factor: Double

    /// An excess from its parts.
    package init(limit: Budget.Limit, factor: Double) {
      self.limit = limit
      self.factor = factor
    }
  }

  /// The Pareto set: of each network the widths and resolutions beyond which no greater one fits; and
  /// of those with a published accuracy the ones that no cheaper one surpasses.
  package var chosen: [Candidate]
  /// Candidates that are out by little, with the reason; the nearest first.
  package var nearMisses: [(candidate: Candidate, reason: Reason)]

  /// Near is what exceeds no limit by more than this factor.
  package static let nearness = 1.15

  /// The choice among candidates. If none fits, all but the nearest are far and `nearMisses` begins
  /// with the nearest there is.
  package init(_ candidates: [Candidate], in budget: Budget) {
    var fitting: [Candidate] = []
    var over: [(candidate: Candidate, excess: [Excess])] = []
    for candidate in candidates {
      let excess = budget.excess(of: candidate.cost)
      if excess.isEmpty { fitting.append(candidate) } else { over.append((candidate, excess)) }
    }
    let largest = fitting.filter { candidate in
      !fitting.contains { $0.name == candidate.name && $0.cost.isGreater(than: candidate.cost) }
    }
    // An accuracy of a smaller one may be published where none of the largest is.
    let published = fitting.filter { $0.accuracy != nil }
    var kept = Set(largest).union(published)
    var worse: [(candidate: Candidate, reason: Reason)] = []
    for candidate in published {
      let better = published.filter { $0.surpasses(candidate) }.max {
        ($0.accuracy?.percent ?? 0) < ($1.accuracy?.percent ?? 0)
      }
      if let better {
        kept.remove(candidate)
        if largest.contains(candidate) { worse.append((candidate, .worse(than: better))) }
      }
    }
    chosen = kept.sorted { left, right in
      let (first, second) = (left.accuracy?.percent ?? -1, right.accuracy?.percent ?? -1)
      if first != second { return first > second }
      if left.cost.macs != right.cost.macs { return left.cost.macs > right.cost.macs }
      return (left.name, left.cost.width) < (right.name, right.cost.width)
    }
    over.sort { left, right in
      let (first, second) = (left.excess.worst, right.excess.worst)
      if first != second { return first < second }
      return (left.candidate.name, left.candidate.cost.width)
        < (right.candidate.name, right.candidate.cost.width)
    }
    // What a smaller one exceeds as much says nothing new.
    over = over.filter { entry in
      !over.contains {
        $0.candidate.name == entry.candidate.name && $0.excess == entry.excess
          && $0.candidate.cost.isGreater(than: entry.candidate.cost)
      }
    }
    let near = over.filter { $0.excess.worst <= Self.nearness }
    let shown = chosen.isEmpty && near.isEmpty ? Array(over.prefix(5)) : near
    nearMisses = shown.map { ($0.candidate, .exceeds($0.excess)) } + worse
  }
}

extension [BudgetFit.Excess] {
  fileprivate var worst: Double { map { $0.factor }.max() ?? 1 }
}

extension ScaledCost {
  /// Whether a scaling of the same network is at least as wide and as sharp as another, and not the
  /// same.
  fileprivate func isGreater(than other: Self) -> Bool {
    width >= other.width && resolution.covers(other.resolution)
      && (width > other.width || resolution != other.resolution)
  }
}

extension Candidate {
  /// Whether this one is published with a better accuracy of the same kind than another and costs no
  /// more in anything.
  fileprivate func surpasses(_ other: Self) -> Bool {
    guard let own = accuracy, let its = other.accuracy, own.metric == its.metric,
      own.data == its.data
    else { return false }
    return own.percent > its.percent && cost.macs <= other.cost.macs
      && cost.parameters <= other.cost.parameters
      && cost.peakActivationBytes <= other.cost.peakActivationBytes
  }
}
