import Architecture
import Foundation
import Kernels
import Testing

/// The formulas, once more.
private func formula(_ activation: Activation, _ x: Double) -> Double {
  let sigmoid = 0.5 * (1 + tanh(x / 2))
  return switch activation {
  case .relu: max(x, 0)
  case .relu6: min(max(x, 0), 6)
  case .leakyRelu: max(x, 0.1 * x)
  case .sigmoid: sigmoid
  case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
  case .hardSigmoidFifth: min(max(x / 5 + 0.5, 0), 1)
  case .swish: x * sigmoid
  case .hardSwish: x <= -3 ? 0 : x >= 3 ? x : (x * x + 3 * x) / 6
  case .gelu: x / 2 * erfc(-x / 2.0.squareRoot())
  }
}

/// Where an activation has no derivative.
private func kinks(_ activation: Activation) -> [Double] {
  switch activation {
  case .relu, .leakyRelu: [0]
  case .relu6: [0, 6]
  case .hardSigmoid, .hardSwish: [-3, 3]
  case .hardSigmoidFifth: [-2.5, 2.5]
  case .sigmoid, .swish, .gelu: []
  }
}

@Suite("Activations")
struct ActivationTests {
  private static let points = (-640...640).map { Double($0) / 64 }

  @Test("equal their formulas", arguments: Activation.allCases)
  func formulas(_ activation: Activation) {
    for x in Self.points {
      #expect(abs(activation.value(x) - formula(activation, x)) < 1e-14)
      let single = Double(activation.value(Float(x)))
      #expect(abs(single - formula(activation, x)) < 1e-6 * max(1, abs(x)))
    }
  }

  @Test("GELU is x times a share of the normal distribution: known values")
  func gelu() {
    #expect(Activation.gelu.value(0.0) == 0)
    #expect(abs(Activation.gelu.value(1.0) - 0.8413447460685429) < 1e-15)
    #expect(abs(Activation.gelu.value(-1.0) + 0.15865525393145707) < 1e-15)
    #expect(abs(Activation.gelu.value(3.0) - 2.9959503059051097) < 1e-14)
    #expect(abs(Activation.gelu.derivative(0) - 0.5) < 1e-15)
  }

  @Test("PReLU multiplies what is below zero by the slope of its channel")
  func parametric() {
    var input = Tensor<Float>(shape: Shape(height: 1, width: 3, channels: 2))
    input.values = [1, -2, -4, 3, 0, -8]
    let output = ReferenceKernels.parametricReLU(input, slope: [0.25, -0.5])
    #expect(output.shape == input.shape)
    #expect(output.values == [1, 1, -1, 3, 0, 4])
  }

  @Test("a map is activated scalar by scalar", arguments: Activation.allCases)
  func map(_ activation: Activation) {
    let input = Tensor<Float>.eighths(Shape(height: 3, width: 4, channels: 5), seed: 18)
    let output = ReferenceKernels.activation(input, activation)
    #expect(output.shape == input.shape)
    #expect(output.values == input.values.map { activation.value($0) })
  }

  @Test("far from zero nothing overflows", arguments: Activation.allCases)
  func extremes(_ activation: Activation) {
    for x in [-1e4, -200, 200, 1e4] as [Float] {
      let expected = Float(formula(activation, Double(x)))
      #expect(abs(activation.value(x) - expected) <= 1e-6 * max(1, abs(expected)))
    }
  }

  @Test("derivatives equal central differences away from kinks", arguments: Activation.allCases)
  func derivatives(_ activation: Activation) {
    let step = 1e-5
    for x in Self.points where kinks(activation).allSatisfy({ abs(x - $0) > 2 * step }) {
      let difference =
        (activation.value(x + step) - activation.value(x - step)) / (2 * step)
      #expect(abs(activation.derivative(x) - difference) < 1e-8, "at \(x)")
    }
  }

  @Test("the derivative at a kink is one of its two sides", arguments: Activation.allCases)
  func derivativesAtKinks(_ activation: Activation) {
    for kink in kinks(activation) {
      let sides = [activation.derivative(kink - 1e-9), activation.derivative(kink + 1e-9)]
      #expect(sides.contains { abs($0 - activation.derivative(kink)) < 1e-8 })
      #expect(abs(sides[0] - sides[1]) > 0.1)
    }
  }

  @Test("swish has its minimum -0.27846 at -1.27846, h-swish -0.375 at -1.5")
  func minima() {
    let swish = minimum(of: .swish)
    #expect(abs(swish.value + 0.27846) < 1e-5)
    #expect(abs(swish.place + 1.27846) < 1e-3)
    #expect(abs(Activation.swish.derivative(-1.27846)) < 1e-5)
    let hardSwish = minimum(of: .hardSwish)
    #expect(abs(hardSwish.value + 0.375) < 1e-9)
    #expect(abs(hardSwish.place + 1.5) < 1e-3)
    #expect(Activation.hardSwish.derivative(-1.5) == 0)
  }

  @Test(
    "lines stay near the curves that they replace",
    arguments: [
      (Activation.hardSigmoid, Activation.sigmoid, 0.0692, 1.317),
      (.hardSigmoidFifth, .sigmoid, 0.0759, 2.5),
      (.hardSigmoidFifth, .hardSigmoid, 0.0833, 2.5),
      (.hardSwish, .swish, 0.1423, 3),
    ])
  func distances(_ line: Activation, _ curve: Activation, largest: Double, place: Double) {
    func distance(_ x: Double) -> Double { abs(line.value(x) - curve.value(x)) }
    let points = stride(from: -8, through: 8, by: 1e-3)
    let found = points.map(distance).max() ?? 0
    #expect(abs(found - largest) < 5e-5)
    for x in [-place, place] { #expect(abs(distance(x) - largest) < 5e-5) }
  }

  private func minimum(of activation: Activation) -> (place: Double, value: Double) {
    stride(from: -8, through: 8, by: 1e-4).map { ($0, activation.value($0)) }
      .min { $0.1 < $1.1 } ?? (0, 0)
  }
}
