import Architecture
import Drawing
import Kernels
import Testing

@testable import Figures

@Suite("swish and h-swish in eight bits")
struct QuantizationFigureTests {
  @Test("h-swish in whole numbers is rounded once; swish with a rounded gate is not")
  func errors() throws {
    let soft = try #require(ActivationRounding(.swish))
    let hard = try #require(ActivationRounding(.hardSwish))
    for rounding in [soft, hard] {
      #expect(rounding.samples.count == 256)
      #expect(rounding.largestError { $0.once } <= 0.501)
    }
    #expect(hard.samples.allSatisfy { $0.whole == $0.once })
    #expect(hard.largestError { $0.whole } <= 0.501 && hard.differing == 0)
    #expect(soft.largestError { $0.whole } > 0.501 && soft.differing > 0)
  }

  @Test("others have no gate", arguments: [Activation.relu, .relu6, .sigmoid, .hardSigmoid, .gelu])
  func others(activation: Activation) {
    #expect(ActivationRounding(activation) == nil)
  }

  @Test("the figure says its numbers")
  func numbers() throws {
    let texts = QuantizationFigure.scene(measuring: FixedTextMetrics()).texts.joined(separator: " ")
    let soft = try #require(ActivationRounding(.swish))
    #expect(texts.contains("\(soft.levelsBelowZero) of 256 levels lie below zero"))
    #expect(texts.contains("another level at \(soft.differing) of 256 inputs"))
  }
}

@Suite("A network in eight bits")
struct NetworkQuantizationFigureTests {
  static let makers: [EveryFigureTests.Maker] = [(1, 0), (2, 1), (53, 0), (64, 21), (140, 60)].map {
    layers, units in
    .init("quantization of \(layers) layers, \(units) units") {
      NetworkQuantizationFigure.scene(
        try TestTables.graph("mobilenet-v2").spec, content(layers: layers, units: units), on: $0,
        measuring: $1)
    }
  }

  /// Layers of all kinds, one without ratios, and activations of all ranges.
  static func content(layers: Int, units: Int) -> NetworkQuantizationFigure.Content {
    let kinds: [FigureCategory] = [
      .convolution, .pointwise, .depthwise, .squeezeExcite, .fullyConnected,
    ]
    return .init(
      layers: (0..<layers).map { index in
        let tensor = 20 + Double(index * 7 % 23)
        return .init(
          name: "features.\(index).conv.1.0", category: kinds[index % 5],
          ratios: index == 3 ? (-.infinity, .infinity) : (tensor, tensor + Double(index % 13)),
          magnitudes: (index == 1 ? 0 : 0.001 * Double(index % 9), 0.3, Double(1 + index % 7)))
      },
      inputs: (0..<units).map { inputs(to: Float(1 + $0 * 5)) },
      activation: units == 0 ? nil : .hardSwish, pictures: "2 pictures",
      warning: layers == 64 ? "seeded weights, not trained: the numbers mean nothing" : nil)
  }

  private static func inputs(to highest: Float) -> LevelCounts {
    var counts = LevelCounts(Quantizer(range: -highest...highest, bits: 8))
    let values = (0..<1000).map { highest * Float(($0 * 37) % 1000 - 500) / 500 }
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { counts.add(start, count: values.count) }
    }
    return counts
  }

  @Test("numbers are counted at the nearest level, and beyond the ends at the ends")
  func counts() {
    var counts = LevelCounts(Quantizer(step: 0.5, lowest: -2, highest: 3))
    let values: [Float] = [-9, -1, -0.3, 0, 0.2, 0.3, 1.5, 7]
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { counts.add(start, count: values.count) }
    }
    #expect(counts.counts == [2, 1, 2, 1, 0, 2] && counts.total == 8)
    #expect(counts.value(0) == -1 && counts.value(5) == 1.5 && counts.whole(2) == 0)
    #expect(counts.share(in: -0.5...0.5) == 0.5)
    #expect(counts.quantile(0) == -1 && counts.quantile(0.5) == 0 && counts.quantile(1) == 1.5)
    var zeros = LevelCounts(Quantizer(range: 0...0, bits: 8))
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { zeros.add(start, count: values.count) }
    }
    #expect(zeros.counts[0] == 8)
  }

  @Test(
    "rounding twice is never better than once; where 3 is a whole number of steps, h-swish is as good"
  )
  func roundings() throws {
    for highest: Float in [0.5, 2, 6, 31, 400, 1e6] {
      for activation in [Activation.swish, .hardSwish] {
        let rounding = try #require(
          ActivationRounding(activation, inputs: Self.inputs(to: highest)))
        #expect(rounding.largestError { $0.once } <= 0.501)
        #expect(rounding.decibels { $0.once } >= rounding.decibels { $0.whole } - 1e-9)
      }
    }
    var inputs = LevelCounts(Quantizer(step: 0.125, lowest: -100, highest: 155))
    let values: [Float] = (0..<256).map { Float($0 - 100) * 0.125 }
    values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { inputs.add(start, count: values.count) }
    }
    let hard = try #require(ActivationRounding(.hardSwish, inputs: inputs))
    #expect(hard.differing == 0 && hard.samples.count == 256)
  }

  @Test("the figure names the layers that lose most, and says why it means nothing")
  func words() throws {
    let spec = try TestTables.graph("mobilenet-v2").spec
    func texts(layers: Int, units: Int) -> String {
      NetworkQuantizationFigure.scene(
        spec, Self.content(layers: layers, units: units), measuring: FixedTextMetrics()
      ).texts.joined(separator: " ")
    }
    let seeded = texts(layers: 64, units: 21)
    #expect(
      seeded.contains("the numbers mean nothing") && seeded.contains("What each h-swish gets"))
    #expect(seeded.contains("One step for all filters costs most in 13 (features.12.conv.1.0"))
    let plain = texts(layers: 53, units: 0)
    #expect(!plain.contains("mean nothing") && plain.contains("Largest weight of each filter"))
  }
}
