import Architecture
import Kernels

/// swish and h-swish on 256 inputs in steps of a sixteenth, from -8 on, with results of eight bits: in one
/// rounding, and with the gate that multiplies the input rounded before.
///
/// The inputs are whole numbers q of sixteenths. The gate of h-swish is then a whole number as well,
/// clip(q + 48, 0, 96), and q times it is exact: only the last rounding is left. The gate of swish is no
/// such number: it needs a table of 256 results for each pair of scales, or is rounded to 1/256, as
/// integer kernels have a sigmoid, before it multiplies.
struct ActivationRounding {
  /// One input with its results.
  struct Sample {
    var x: Double
    var exact: Double
    /// The exact result, rounded once.
    var once: Double
    /// Computed in whole numbers, without a table of results.
    var whole: Double
  }

  /// The bits of inputs and of results.
  static let bits = 8
  /// Inputs in one unit.
  static let perUnit = 16

  var activation: Activation
  /// The rounding of results between the least and the largest of them.
  var levels: Quantizer
  var samples: [Sample]

  /// `activation` is swish or h-swish; others have no gate, and are nothing here.
  init?(_ activation: Activation) {
    guard activation == .swish || activation == .hardSwish else { return nil }
    let inputs = (-128...127).map { $0 }
    let results = inputs.map { q -> Double in
      activation.value(Double(q) / Double(Self.perUnit))
    }
    let (least, most) = (results.min() ?? 0, results.max() ?? 0)
    let levels = Quantizer(range: Float(least)...Float(most), bits: Self.bits)
    self.activation = activation
    self.levels = levels
    samples = zip(inputs, results).map { q, exact in
      let x = Double(q) / Double(Self.perUnit)
      return Sample(
        x: x, exact: exact, once: Double(levels.rounded(Float(exact))),
        whole: Double(levels.rounded(Float(Self.product(q, activation)))))
    }
  }

  /// The input times a gate of whole numbers, before the last rounding.
  private static func product(_ q: Int, _ activation: Activation) -> Double {
    if activation == .hardSwish {
      let gate = min(max(q + 3 * perUnit, 0), 6 * perUnit)
      return Double(q * gate) / Double(6 * perUnit * perUnit)
    }
    let sigmoid: Double = Activation.sigmoid.value(Double(q) / Double(perUnit))
    let gate = min(Int((sigmoid * 256).rounded()), 255)
    return Double(q * gate) / Double(256 * perUnit)
  }

  /// One step of the results.
  var step: Double { Double(levels.step) }
  /// Results with a level of their own below zero.
  var levelsBelowZero: Int { Int(-levels.lowest) }

  /// The largest error of some results, in steps.
  func largestError(_ result: (Sample) -> Double) -> Double {
    samples.reduce(0) { max($0, abs(result($1) - $1.exact)) } / step
  }

  /// Inputs at which whole numbers give another level than one rounding.
  var differing: Int { samples.count { abs($0.whole - $0.once) > step / 2 } }
}
