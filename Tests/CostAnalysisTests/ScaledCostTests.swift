import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Costs under multipliers: sweeps, effective multipliers, forms of weights.
@Suite struct ScaledCostTests {
  static let names: [String] = (try? TableLibrary.repository().architectureNames) ?? []

  @Test("A resized graph is the one expanded at that resolution", arguments: names)
  func resized(name: String) throws {
    let spec = try Repository.architecture(named: name)
    let graph = try Graph.expanded(spec)
    for resolution in [graph.input.height + 32, 320] {
      // Fully connected layers on a whole map, as VGG's, fit some sizes only: then neither is possible.
      guard
        let fresh = try? Graph.expanded(spec, scaling: Scaling(resolution: Resolution(resolution)))
      else {
        #expect(name == "vgg-16")
        #expect(throws: ScalingError.self) { try graph.resized(to: Resolution(resolution)) }
        continue
      }
      let resized = try graph.resized(to: Resolution(resolution))
      #expect(resized.nodes == fresh.nodes)
      #expect(resized.scaling == fresh.scaling)
    }
    #expect(throws: ScalingError.resolution(0)) { try graph.resized(to: 0) }
  }

  @Test("The peak without its schedule is the schedule's", arguments: names)
  func peak(name: String) throws {
    let graph = try Graph(named: name)
    #expect(graph.peakActivationBytes() == graph.liveSet().peak.bytes)
  }

  @Test("A sweep is every point by itself")
  func sweep() throws {
    let spec = try Repository.architecture(named: "mobilenet-v3-small")
    let widths = [0.35, 1, 1.25]
    let resolutions: [Resolution] = [96, 160, Resolution(height: 192, width: 320)]
    let costs = try spec.sweep(widths: widths, resolutions: resolutions)
    #expect(costs.map(\.width) == widths.flatMap { width in resolutions.map { _ in width } })
    #expect(costs.map(\.resolution) == widths.flatMap { _ in resolutions })
    for cost in costs {
      let graph = try Graph.expanded(
        spec, scaling: Scaling(width: cost.width, resolution: cost.resolution))
      #expect(cost.macs == graph.totalCost().macs)
      #expect(cost.parameters == graph.totalCost().parameters.total)
      #expect(cost.peakActivationBytes == graph.liveSet().peak.bytes)
    }
    expectRefused([99], [96]) { $0 == .width(99) }
    expectRefused([1], [8]) { if case .tooSmall(8, _, 17) = $0 { true } else { false } }
    func expectRefused(
      _ widths: [Double], _ resolutions: [Resolution], as isExpected: (ScalingError) -> Bool
    ) {
      let error = #expect(throws: GraphError.self) {
        try spec.sweep(widths: widths, resolutions: resolutions)
      }
      if case .scaling(let error) = error { #expect(isExpected(error)) } else { Issue.record() }
    }
  }

  @Test(
    "Values of checkpoints in full, and of folded ones",
    arguments: [
      ("mobilenet-v1", 4_253_864, 4_221_032), ("mobilenet-v2", 3_538_984, 3_487_816),
      ("mobilenet-v3-large", 5_507_432, 5_470_832), ("mobilenet-v3-small", 2_554_968, 2_536_800),
      // Merged, as the deployed model of MobileNet-SSD is published.
      ("ssd-mobilenet-v1", 5_796_089 + 25_344, 5_783_417),
    ])
  func forms(name: String, checkpoint: Int, folded: Int) throws {
    let graph = try Graph(named: name)
    #expect(graph.valueCount(.trainable) == graph.totalCost().parameters.total)
    #expect(graph.valueCount(.checkpoint) == checkpoint)
    for form in [WeightForm.folded, .half, .byte] { #expect(graph.valueCount(form) == folded) }
    #expect(WeightForm.allCases.map(\.valueBytes) == [4, 4, 4, 2, 1])
  }

  @Test("At multiplier 1 no row deviates from the law", arguments: names)
  func identity(name: String) throws {
    let multipliers = try EffectiveMultipliers(Graph(named: name))
    #expect(multipliers.law == 1)
    #expect(multipliers.alphaByMACs == 1 && multipliers.alphaByParameters == 1)
    for row in multipliers.rows {
      #expect(row.channels == row.channelsAtOne && row.macs == row.macsAtOne)
    }
  }

  @Test("Rounding makes 0.35 of 32 channels 16, and 1.3 of 32 channels 1.25")
  func effective() throws {
    let thin = try EffectiveMultipliers(Graph(named: "mobilenet-v2", width: 0.35))
    #expect(thin.rows.first?.channels == 16)
    #expect(thin.rows.first?.alpha == 0.5)
    #expect(abs(thin.law - 0.1225) < 1e-12)
    // The last convolution is never thinned.
    #expect(thin.rows.first { thin.graph.rows[$0.row].name == "last" }?.alpha == 1)
    #expect(thin.rows.reduce(0) { $0 + $1.macs } == thin.graph.totalCost().macs)
    let layers = try EffectiveMultipliers(thin.graph, by: .layer)
    let expansion = try #require(layers.rows.first { $0.name == "bottleneck2.1.expand" })
    #expect(expansion.channelsAtOne == 96 && expansion.channels == 48)
    #expect(layers.rows.reduce(0) { $0 + $1.macs } == thin.graph.totalCost().macs)
    let wide = try EffectiveMultipliers(Graph(named: "mobilenet-v2", width: 1.3))
    #expect(wide.rows.first?.channels == 40)
    #expect(wide.rows.first?.alpha == 1.25)
    let sharp = try EffectiveMultipliers(
      Graph(named: "mobilenet-v1", width: 0.5, resolution: 112))
    #expect(sharp.rhoSquared == 0.25 && sharp.law == 0.0625)
    #expect(sharp.rows.allSatisfy { $0.row == sharp.rows.last?.row || $0.alpha <= 1 })
  }
}
