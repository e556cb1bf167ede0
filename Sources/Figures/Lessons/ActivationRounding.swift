import Architecture
import Kernels

/// swish or h-swish on some levels of its input, with results of eight bits: in one rounding, and with the
/// gate that multiplies the input rounded before.
///
/// The inputs are whole numbers q of steps. Where 3 is a whole number z of steps, the gate of h-swish is a
/// whole number as well, clip(q + z, 0, 2 z), and q times it is exact: only the last rounding is left; else
/// z is rounded. The gate of swish is no such number: it needs a table of 256 results for each pair of
/// scales, or is rounded to 1/256, as integer kernels have a sigmoid, before it multiplies.
struct ActivationRounding {
  /// One input with its results.
  struct Sample {
    var x: Double
    var exact: Double
    /// The exact result, rounded once.
    var once: Double
    /// Computed in whole numbers, without a table of results.
    var whole: Double
    /// How often the input is met.
    var count: Int
  }

  /// The bits of inputs and of results.
  static let bits = 8
  /// Inputs in one unit, where nothing else is said.
  static let perUnit = 16

  var activation: Activation
  /// The rounding of results between the least and the largest of them.
  var levels: Quantizer
  /// The inputs that are met.
  var samples: [Sample]

  /// `activation` is swish or h-swish; others have no gate, and are nothing here. Inputs are all those in
  /// steps of a sixteenth, from -8 on.
  init?(_ activation: Activation) {
    let inputs = Quantizer(step: 1 / Float(Self.perUnit), lowest: -128, highest: 127)
    self.init(activation, inputs: LevelCounts(inputs, each: 1))
  }

  /// The same with given inputs; nothing if there are none.
  init?(_ activation: Activation, inputs: LevelCounts) {
    guard activation == .swish || activation == .hardSwish else { return nil }
    let met = inputs.counts.indices.filter { inputs.counts[$0] > 0 }
    let results = met.map { index -> Double in activation.value(inputs.value(index)) }
    guard let least = results.min(), let most = results.max() else { return nil }
    let levels = Quantizer(range: Float(least)...Float(most), bits: Self.bits)
    let step = Double(inputs.quantizer.step)
    self.activation = activation
    self.levels = levels
    samples = zip(met, results).map { index, exact in
      Sample(
        x: inputs.value(index), exact: exact, once: Double(levels.rounded(Float(exact))),
        whole: Double(
          levels.rounded(Float(Self.product(inputs.whole(index), step: step, activation)))),
        count: inputs.counts[index])
    }
  }

  /// The input times a gate of whole numbers, before the last rounding.
  private static func product(_ q: Int, step: Double, _ activation: Activation) -> Double {
    let x = Double(q) * step
    if activation == .hardSwish {
      guard step > 0 else { return 0 }
      let three = Int(min(max((3 / step).rounded(), 1), 1e8))
      return x * Double(min(max(q + three, 0), 2 * three)) / Double(2 * three)
    }
    let sigmoid: Double = Activation.sigmoid.value(x)
    return x * Double(min(Int((sigmoid * 256).rounded()), 255)) / 256
  }

  /// One step of the results.
  var step: Double { Double(levels.step) }
  /// Results with a level of their own below zero.
  var levelsBelowZero: Int { Int(-levels.lowest) }

  /// The largest error of some results, in steps.
  func largestError(_ result: (Sample) -> Double) -> Double {
    samples.reduce(0) { max($0, abs(result($1) - $1.exact)) } / step
  }

  /// The ratio of the exact results to the errors of some, in dB, each input as often as it is met.
  func decibels(_ result: (Sample) -> Double) -> Double {
    var ratio = SignalToNoise()
    for sample in samples {
      let (count, error) = (Double(sample.count), result(sample) - sample.exact)
      ratio.signal += count * sample.exact * sample.exact
      ratio.noise += count * error * error
    }
    return ratio.decibels
  }

  /// Inputs at which whole numbers give another level than one rounding.
  var differing: Int { samples.count { abs($0.whole - $0.once) > step / 2 } }
}
