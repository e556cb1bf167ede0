import Architecture
import KernelInterface
import Kernels
import NetworkGraph

extension Plan {
  /// What a step computes in integers: every map has levels, except where the way goes to or from floats.
  package enum IntegerWork: Sendable {
    /// Floats to levels.
    case quantize
    /// Levels to floats.
    case dequantize
    /// A dense or grouped convolution, or a fully connected layer.
    case dense(IntegerDense)
    /// A depthwise convolution.
    case depthwise(IntegerDepthwise)
    /// A level for each level.
    case table(PackedLevels)
    /// The sum of all inputs.
    case sum(Combination)
    /// The product of two inputs.
    case product(Combination)
    /// The mean over windows; over the whole map without one.
    case mean(Pool?, Combination)
    /// The maximum over windows.
    case maximum(Pool)
    /// Bilinear enlargement.
    case mix(Combination)
    /// Enlargement by the nearest place.
    case nearest
    /// What only moves levels.
    case move(Operation)
  }

  /// A dense or grouped convolution in integers (a fully connected layer is one over a single place).
  package struct IntegerDense: Sendable {
    /// The geometry.
    package var convolution: Convolution
    /// The weights of each group.
    package var groups: [PackedIntegerMatrix]
    /// What follows the sums.
    package var finish: Finish
  }

  /// A depthwise convolution in integers, with a window of any sides.
  package struct IntegerDepthwise: Sendable {
    /// The geometry.
    package var convolution: Convolution
    /// The weights.
    package var weights: PackedIntegerDepthwise
    /// The levels of a place in the padding.
    package var padding: PackedLevels
    /// What follows the sums.
    package var finish: Finish
  }

  /// What follows the sums of a layer in integers.
  package struct Finish: Sendable {
    /// From a number of steps to a level.
    package var requantizer: Requantizer
    /// The activation, if it is no clip.
    package var table: PackedLevels?
  }

  /// How inputs with levels of their own come together.
  package struct Combination: Sendable {
    /// The level of zero of each input.
    package var zeros: [Int32]
    /// The scale of each input over that of the result; of a product, of all inputs.
    package var ratios: [Double]
    /// From a number of steps to a level.
    package var requantizer: Requantizer

    /// Steps of the result for one of an input.
    func multiplier(_ input: Int) -> Float { Float(ratios[input]) }
  }
}

extension Plan.IntegerWork {
  /// Bytes of packed weights.
  package var weightByteCount: Int {
    switch self {
    case .dense(let dense): dense.groups.reduce(0) { $0 + $1.byteCount }
    case .depthwise(let depthwise): depthwise.weights.byteCount
    case .table(let table): table.byteCount
    case .quantize, .dequantize, .sum, .product, .mean, .maximum, .mix, .nearest, .move: 0
    }
  }

  /// Floats of scratch of each thread, for a map from one shape to another.
  func scratch(_ kernels: IntegerKernels, input: Shape, output: Shape) -> Int {
    switch self {
    case .dense(let dense): IntegerRows(dense, input, output, kernels).scratch
    case .depthwise(let depthwise): WindowPointers(depthwise, input, output).scratch
    case .quantize, .dequantize, .table, .sum, .product, .mean, .maximum, .mix, .nearest, .move: 0
    }
  }
}
