import Architecture
import KernelInterface
import Kernels
import NetworkGraph

/// A network made ready to run: steps in order, weights packed for one set of kernels, and a place in
/// one memory for every tensor. A plan never changes, so any number of runners may share it.
public struct Plan: Sendable {
  /// A tensor between steps.
  package struct Tensor: Sendable {
    /// The node whose result it is.
    package var node: Int
    /// Height, width, channels.
    package var shape: Shape
    /// Scalars from one place to the next.
    package var stride: Int
    /// What its bytes stand for if it is in integers.
    package var levels: Levels?
    /// Where it begins in the memory, in floats.
    package var offset: Int = 0
    /// Floats that it takes of the memory; none for a picture that is read where the caller has it.
    package var count: Int
    /// From the step that writes it to the last one that reads it; an output lives on.
    package var life: ClosedRange<Int> = 0...0
  }

  /// One pass over the memory.
  package struct Step: Sendable {
    /// What is computed.
    package var work: Work
    /// The nodes of the graph that it covers, in order; the last one's result is its output.
    package var nodes: [Int]
    /// Indices of the tensors that it reads, as the work expects them.
    package var inputs: [Int]
    /// Index of the tensor that it writes.
    package var output: Int
    /// Floats that each thread needs besides.
    package var scratch = 0
    /// Weights of later steps that are asked for while this one computes.
    package var fetch: Fetch?
    /// Scalars of results that are never in memory as a whole.
    package var saved = 0
  }

  /// A part of the packed weights of one layer, or of several that stand together.
  package struct Fetch: Sendable {
    /// The first layer's weights.
    package var weights: PackedMatrix
    /// Scalars, counted from the first weight of that layer.
    package var range: Range<Int>
  }

  /// In what numbers it computes.
  public var precision = Precision.single
  /// The graph that the plan computes.
  public var graph: Graph
  /// The kernels.
  public var kernels: KernelTable
  /// The steps.
  package var steps: [Step]
  /// The tensors; the first is the picture.
  package var tensors: [Tensor]
  /// The tensors of the graph's outputs, in order.
  package var outputs: [Int]
  /// Floats of the memory that all tensors share.
  package var memoryCount = 0
  /// The tensors of the weights with numbers that are none, found while they were packed.
  public internal(set) var weightFaults: [WeightFault] = []

  /// Bytes of packed weights.
  public var weightByteCount: Int { steps.reduce(0) { $0 + $1.work.weightByteCount } }
  /// Bytes of the memory that the tensors share.
  public var memoryByteCount: Int { memoryCount * MemoryLayout<Float>.stride }
}

extension Plan {
  /// What a step computes.
  package enum Work: Sendable {
    /// A convolution or fully connected layer, with what follows it.
    case dense(Dense)
    /// A depthwise convolution, with its activation.
    case depthwise(Depthwise)
    /// A depthwise convolution with the convolution before it, the pointwise one after it, or both,
    /// band by band.
    case inverted(expand: Dense?, Depthwise, project: Dense?)
    /// An operation of the graph as it stands, with the tensors that it takes.
    case plain(Operation, parameters: [[Float]])
    /// An operation in integers, or the way there and back.
    case integer(IntegerWork)
  }

  /// A dense or grouped convolution (a fully connected layer is one over a single place).
  package struct Dense: Sendable {
    /// The geometry.
    package var convolution: Convolution
    /// The weights of each group.
    package var groups: [PackedMatrix]
    /// The activation.
    package var activation: Activation?
    /// What the step's inputs after the map are.
    package var operands: [Operand] = []

    /// Whether something is added to the activated result.
    package var addsResidual: Bool { operands.contains(.residual) }
    /// Whether the input's channels are multiplied by a gate.
    package var isGated: Bool { operands.contains(.gate) }
  }

  /// What a dense layer takes besides its map.
  package enum Operand: Hashable, Sendable {
    /// A map that is added to the activated result.
    case residual
    /// A vector by which the input's channels are multiplied.
    case gate
  }

  /// A depthwise convolution with a square window.
  package struct Depthwise: Sendable {
    /// The geometry.
    package var convolution: Convolution
    /// The weights.
    package var weights: PackedDepthwise
    /// The activation.
    package var activation: Activation?

    /// Side of the window.
    var kernel: Int { convolution.kernel.height }
    /// Step of the window.
    var stride: Int { convolution.stride.height }
    /// Places that the window spans.
    var reach: Int { convolution.window.height.reach }
  }
}

extension Plan.Work {
  /// Bytes of packed weights.
  package var weightByteCount: Int {
    switch self {
    case .dense(let dense): dense.weightByteCount
    case .depthwise(let depthwise): depthwise.weights.byteCount
    case .inverted(let expand, let depthwise, let project):
      (expand?.weightByteCount ?? 0) + depthwise.weights.byteCount
        + (project?.weightByteCount ?? 0)
    case .plain(_, let parameters):
      parameters.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride
    case .integer(let work): work.weightByteCount
    }
  }
}

extension Plan.Dense {
  /// Bytes of packed weights.
  package var weightByteCount: Int { groups.reduce(0) { $0 + $1.byteCount } }
}
