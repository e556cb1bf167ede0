import Architecture
import Drawing
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
