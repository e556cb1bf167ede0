import Architecture
import NetworkGraph

/// An operation beside the multiply-accumulates, with what it can be counted by.
struct CountedOperand {
  /// What it is to a rule.
  struct Kind: Hashable {
    var subject: Convention.Subject
    var form: Convention.Form?

    var title: String { subject.title + (form.map { ", \($0.name)" } ?? "") }
  }

  var kind: Kind
  var input: Int
  var output: Shape
  /// Additions or products for each element of the output.
  var steps = 1
  var parameters = 0
  /// Places of a window.
  var window = 1

  /// Tensors are bounded, so that no product of theirs leaves 64 bits; windows are bounded here.
  func elements(_ unit: Convention.Unit) -> WideCount {
    switch unit {
    case .output: min(WideCount(output.count) * WideCount(steps), Self.largest)
    case .input: WideCount(input)
    case .parameter: WideCount(parameters)
    case .place: WideCount(output.places)
    case .window: min(WideCount(output.count) * WideCount(window), Self.largest)
    }
  }

  private static let largest: WideCount = 1 << 41
}

extension Graph {
  /// What a node computes beside multiply-accumulates.
  func operands(of index: Int, layer: Implementation.Layer) -> [CountedOperand] {
    let node = nodes[index]
    let implementation = spec.rules.implementation
    func operand(
      _ subject: Convention.Subject, _ form: Convention.Form? = nil, steps: Int = 1, window: Int = 1
    ) -> CountedOperand {
      CountedOperand(
        kind: CountedOperand.Kind(subject: subject, form: form),
        input: node.inputs.first.map { nodes[$0].shape.count } ?? 0, output: node.shape,
        steps: steps, parameters: node.operation.parameterCount(output: node.shape).total,
        window: window)
    }
    func bias(_ hasBias: Bool) -> [CountedOperand] {
      guard hasBias else { return [] }
      var bias = operand(.bias, .layer(layer))
      bias.parameters = node.shape.channels
      return [bias]
    }
    switch node.operation {
    case .convolution(let convolution): return bias(convolution.hasBias)
    case .transposedConvolution(let convolution): return bias(convolution.hasBias)
    case .linear(let linear): return bias(linear.hasBias)
    case .batchNormalization: return [operand(.norm, .norm(implementation.norm))]
    case .activation(let activation): return [operand(.activation(activation))]
    case .parametricReLU: return [operand(.parametricReLU)]
    case .globalPool:
      let isGate = node.origin.role == .squeezePool
      return [
        operand(.globalPool, .pooling(isGate ? implementation.gatePool : implementation.pool))
      ]
    case .pool(let pool):
      return [operand(.pool(pool.kind), window: pool.kernel.area)]
    case .l2Normalization: return [operand(.l2Normalization)]
    case .softmax, .logSoftmax: return [operand(.softmax)]
    case .add: return [operand(.add, steps: node.inputs.count - 1)]
    case .multiply: return [operand(.multiply, steps: node.inputs.count - 1)]
    case .resize(let mode, _), .resizeTo(let mode, _):
      return [operand(.resize(mode), .resizing(implementation.resize))]
    // No tool's convention names it.
    case .scalarFunction, .channelConvolution, .normalization, .input, .concatenate, .shuffle,
      .depthToSpace, .spaceToDepth, .slice, .flatten, .stack:
      return []
    }
  }
}
