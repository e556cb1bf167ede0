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
    /// What follows the sums.
    package var finish: Finish
  }

  /// What follows the sums of a layer in integers, and what its windows read outside of the map.
  package struct Finish: Sendable {
    /// From a number of steps to a level.
    package var requantizer: Requantizer
    /// The activation, if it is no clip.
    package var table: PackedLevels?
    /// The levels of a place in the padding.
    package var padding: PackedLevels
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

  /// Floats of scratch of each thread.
  func scratch(_ kernels: IntegerKernels) -> Int {
    switch self {
    case .dense(let dense):
      dense.pointerFloats(kernels)
        + IntegerMatrixTask.scratchCount(rows: dense.chunk(kernels), depth: dense.depth) / 2
    case .depthwise(let depthwise):
      depthwise.convolution.kernel.area * Plan.IntegerDepthwise.chunk * Plan.pointerFloats
    case .quantize, .dequantize, .table, .sum, .product, .mean, .maximum, .mix, .nearest, .move: 0
    }
  }
}

extension Plan {
  /// Floats that a pointer takes.
  static let pointerFloats = MemoryLayout<UnsafePointer<UInt8>>.stride / MemoryLayout<Float>.stride
}

extension Plan.IntegerDense {
  /// Levels of a window, of one group.
  var depth: Int { groups[0].depth }
  /// Levels behind each pointer of a window.
  var segment: Int { convolution.inputChannels / convolution.groups }

  /// Places that a task computes: their windows stay in the first-level cache while all panels of weights
  /// are multiplied by them.
  func chunk(_ kernels: IntegerKernels) -> Int {
    let tile = kernels.tilePlaces
    return max(min(48, 12_288 / max(depth, 1)) / tile, 1) * tile
  }

  /// Floats that the pointers of a task take, in whole vectors.
  func pointerFloats(_ kernels: IntegerKernels) -> Int {
    (chunk(kernels) * convolution.kernel.area * Plan.pointerFloats + 15) / 16 * 16
  }
}

extension Plan.IntegerDepthwise {
  /// Places that a task computes.
  static let chunk = 32
}
