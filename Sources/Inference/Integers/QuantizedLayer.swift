import Architecture
import KernelInterface
import Kernels

/// A layer with weights of 8 bits: weight = level scale[channel], from -127 to 127.
package struct QuantizedLayer: Hashable, Sendable {
  /// The weights: out x in/groups x height x width.
  package var weights: [Int8]
  /// The scale of each output channel.
  package var scales: [Float]
  /// What is added to the sums of each output channel, in steps of the input's scale times the channel's.
  package var bias: [Int32]

  /// A layer from its numbers.
  package init(weights: [Int8], scales: [Float], bias: [Int32]) {
    (self.weights, self.scales, self.bias) = (weights, scales, bias)
  }

  /// 2^24, the largest bias: files of floats hold every one exactly, and sums have room for the products.
  static let biasLimit: Float = 16_777_216

  /// Rounds the weights of a layer whose input has a scale. The largest magnitude of a channel becomes
  /// 127; but a scale is never so small that the channel's bias would not fit its integer.
  package init(_ weights: [Float], bias: [Float]?, channels: Int, inputScale: Float) {
    let size = weights.count / max(channels, 1)
    scales = []
    self.bias = []
    self.weights = []
    self.weights.reserveCapacity(weights.count)
    for (channel, magnitude) in weights.magnitudes(parts: channels).enumerated() {
      let summand = bias?[channel] ?? 0
      let least = abs(summand) / inputScale / Self.biasLimit
      let scale = max(magnitude / 127, least)
      scales.append(scale.isNormal ? scale : 1)
      for index in channel * size..<(channel + 1) * size {
        let level = (weights[index] / scales[channel]).rounded(.toNearestOrEven)
        self.weights.append(Int8(min(max(level, -127), 127)))
      }
      self.bias.append(Self.rounded(summand, inputScale, scales[channel]))
    }
  }

  /// A summand in steps of a sum.
  private static func rounded(_ summand: Float, _ inputScale: Float, _ scale: Float) -> Int32 {
    let steps = Double(summand) / (Double(inputScale) * Double(scale))
    let limit = Double(biasLimit)
    return Int32(min(max(steps.rounded(.toNearestOrEven), -limit), limit))
  }

  /// Takes a mean error of each channel off its bias.
  package mutating func subtract(_ errors: [Double], inputScale: Float) {
    for channel in bias.indices {
      let step = Double(inputScale) * Double(scales[channel])
      let steps = (errors[channel] / step).rounded(.toNearestOrEven)
      let corrected = Double(bias[channel]) - steps
      if abs(corrected) <= Double(Self.biasLimit) { bias[channel] = Int32(corrected) }
    }
  }

  /// What the weights stand for.
  package var values: [Float] {
    let size = weights.count / max(scales.count, 1)
    return weights.indices.map { Float(weights[$0]) * scales[$0 / max(size, 1)] }
  }

  /// The numbers of its channels as kernels take them; nothing if a sum could leave 32 bits or a multiplier
  /// is no ordinary number.
  func channels(from input: Levels, to output: Levels) -> IntegerChannels? {
    let size = weights.count / max(scales.count, 1)
    var channels = IntegerChannels(bias: [], multipliers: [])
    for channel in scales.indices {
      var (sum, magnitude) = (Int64(0), Int64(0))
      for weight in weights[channel * size..<(channel + 1) * size] {
        sum += Int64(weight)
        magnitude += Int64(weight.magnitude)
      }
      let bias = Int64(bias[channel])
      guard 255 * magnitude + Int64(bias.magnitude) <= Int64(Int32.max) else { return nil }
      let multiplier = Float(
        Double(input.scale) * Double(scales[channel]) / Double(output.scale))
      guard multiplier < 1e20 else { return nil }
      // It may wrap around; then the sum does so once more.
      channels.bias.append(Int32(truncatingIfNeeded: bias - Int64(input.zero) * sum))
      channels.multipliers.append(multiplier)
    }
    return channels
  }
}
