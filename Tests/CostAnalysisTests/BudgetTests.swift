import Architecture
import CostAnalysis
import TestSupport
import Testing

/// Which candidates a budget leaves, worked out by hand.
@Suite struct BudgetTests {
  /// A candidate of a network `name`, of so many MACs at a width and resolution.
  func candidate(
    _ name: String, _ width: Double, _ resolution: Resolution, macs: Int, parameters: Int = 10,
    top1: Double? = nil
  ) throws -> Candidate {
    var cost = try ScaledCost(.init(named: "mobilenet-v1"))
    (cost.width, cost.resolution, cost.macs, cost.parameters) = (
      width, resolution, macs, parameters
    )
    cost.peakActivationBytes = 100
    return Candidate(
      name: name, cost: cost,
      accuracy: top1.map {
        PublishedAccuracy(.top1, percent: $0, data: "ImageNet", source: "somebody")
      })
  }

  @Test("Of two rectangles, neither is sharper than the other")
  func rectangles() throws {
    let wide = Resolution(height: 96, width: 320)
    let all = [
      try candidate("a", 1, wide, macs: 50), try candidate("a", 1, 192, macs: 60),
      try candidate("a", 1, 96, macs: 20),
    ]
    let chosen = BudgetFit(all, in: Budget(macs: 100)).chosen
    #expect(chosen.map(\.cost.resolution) == [192, wide])
  }

  @Test("Of a network, what no wider or sharper fitting one makes pointless")
  func largest() throws {
    let all = [
      try candidate("a", 0.5, 224, macs: 50), try candidate("a", 0.5, 192, macs: 40),
      try candidate("a", 0.75, 192, macs: 90), try candidate("a", 1, 128, macs: 95),
      try candidate("a", 0.75, 224, macs: 120), try candidate("b", 1, 224, macs: 60),
    ]
    let fit = BudgetFit(all, in: Budget(macs: 100))
    #expect(
      fit.chosen.map { "\($0.name) \($0.cost.width) \($0.cost.resolution)" }
        == ["a 1.0 128", "a 0.75 192", "b 1.0 224", "a 0.5 224"])
    #expect(fit.nearMisses.isEmpty)
  }

  @Test("With a published accuracy, what something cheaper surpasses is out, and says by what")
  func accuracy() throws {
    let better = try candidate("a", 1, 224, macs: 80, top1: 72)
    let worse = try candidate("b", 1, 224, macs: 90, top1: 70)
    let unknown = try candidate("c", 1, 224, macs: 95)
    let dearer = try candidate("d", 1, 224, macs: 70, parameters: 11, top1: 60)
    let fit = BudgetFit([worse, better, unknown, dearer], in: Budget(macs: 100, parameters: 50))
    // The cheaper of the two is kept although it is worse: nothing surpasses it at its own price.
    #expect(fit.chosen == [better, dearer, unknown])
    #expect(fit.nearMisses.map(\.candidate) == [worse])
    #expect(fit.nearMisses.map(\.reason) == [.worse(than: better)])
  }

  @Test("What exceeds a limit by little is named with the limit and by how much")
  func near() throws {
    let near = try candidate("a", 1, 224, macs: 110, parameters: 20)
    let far = try candidate("b", 1, 224, macs: 200)
    let fitting = try candidate("c", 1, 224, macs: 10)
    let fit = BudgetFit([far, near, fitting], in: Budget(macs: 100, parameters: 19))
    #expect(fit.chosen == [fitting])
    #expect(fit.nearMisses.map(\.candidate) == [near])
    #expect(
      fit.nearMisses.first?.reason
        == .exceeds([
          .init(limit: .macs, factor: 1.1), .init(limit: .parameters, factor: 20.0 / 19),
        ]))
  }

  @Test("Where nothing fits, the nearest there is stand, the nearest first")
  func nothing() throws {
    let all = [try candidate("b", 1, 224, macs: 900), try candidate("a", 1, 224, macs: 300)]
    let fit = BudgetFit(all, in: Budget(macs: 1))
    #expect(fit.chosen.isEmpty)
    #expect(fit.nearMisses.map(\.candidate.name) == ["a", "b"])
    #expect(BudgetFit([], in: Budget(macs: 1)).nearMisses.isEmpty)
  }
}
