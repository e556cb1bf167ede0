import NetworkGraph

/// What a batch norm and the bias before it make of a layer's sum, as one factor and one summand a
/// channel: s = gamma / sqrt(variance + epsilon), b' = beta + s (b - mean).
struct Affine {
  /// The factor of each channel.
  var scale: [Double]
  /// The summand of each channel.
  var shift: [Float]

  /// `tensor` gives the norm's tensors by role, `bias` is the layer's own.
  init<Failure: Error>(
    normEpsilon epsilon: Double, bias: [Float]?,
    tensor: (ParameterTensor.Role) throws(Failure) -> [Float]
  ) throws(Failure) {
    let gamma = try tensor(.normWeight)
    let beta = try tensor(.normBias)
    let mean = try tensor(.normMean)
    let variance = try tensor(.normVariance)
    scale = gamma.indices.map {
      Double(gamma[$0]) / (Double(variance[$0]) + epsilon).squareRoot()
    }
    shift = []
    for channel in gamma.indices {
      let moved = Double(bias?[channel] ?? 0) - Double(mean[channel])
      shift.append(Float(Double(beta[channel]) + scale[channel] * moved))
    }
  }
}
