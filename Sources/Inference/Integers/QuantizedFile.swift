import Architecture
import Kernels
import NetworkGraph
import WeightFiles

/// The names in a file of quantized weights of what no framework has.
///
/// A layer's weights and biases are integers under the names that the network's other files have, their scales, one for
/// each output channel, under the same name with `.scale`. The levels of all results that have any stand in two
/// tensors, in the order of the network's nodes.
enum QuantizedNames {
  /// The scale of the levels of each result.
  static let levelScales = "levels.scale"
  /// The level of zero of each result.
  static let levelZeros = "levels.zero"

  /// What the scales of a tensor's channels are called.
  static func scale(of tensor: String) -> String { tensor + ".scale" }
}

/// What is wrong with a file of quantized weights.
public enum QuantizedFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A tensor is missing.
  case missing(String)
  /// A tensor has another number of elements than the network needs.
  case count(String, expected: Int, got: Int)
  /// A scale is zero, negative, infinite, NaN or too small.
  case scale(String, Float)
  /// A level of zero is not from 0 to 255.
  case zero(String, Float)
  /// A tensor that must have integers in a range has other numbers.
  case integers(String, Float)
  /// A bias is not in steps of its input's scale times its channel's.
  case biasScale(String, Float, expected: Float)
  /// The file cannot be read.
  case file(CheckpointError)

  /// One sentence.
  public var description: String {
    switch self {
    case .missing(let name): "the quantized weights lack '\(name)'"
    case .count(let name, let expected, let got):
      "'\(name)' has \(got) numbers, but the network needs \(expected)"
    case .scale(let name, let scale): "'\(name)' has a scale of \(scale), which is none"
    case .zero(let name, let zero): "'\(name)' has \(zero), which is no level from 0 to 255"
    case .integers(let name, let value): "'\(name)' has \(value), which is no integer of its range"
    case .biasScale(let name, let scale, let expected):
      "'\(name)' has a scale of \(scale), but input and weights give \(expected)"
    case .file(let error): error.description
    }
  }
}

extension QuantizedNetwork {
  /// The network of a file of quantized weights; nothing if its weights are not quantized.
  ///
  /// Throws if something is missing or wrong: then nothing of it may run.
  package init?(_ weights: CheckpointWeights, for graph: Graph) throws(QuantizedFileError) {
    guard weights.isQuantized else { return nil }
    let hasLevels = graph.hasLevels
    let count = hasLevels.count { $0 }
    let scales = try weights.numbers(QuantizedNames.levelScales, count: count)
    let zeros = try weights.numbers(QuantizedNames.levelZeros, count: count)
    var levels: [Levels?] = []
    var next = 0
    for has in hasLevels {
      guard has else {
        levels.append(nil)
        continue
      }
      let (scale, zero) = (scales[next], zeros[next])
      guard (0...255).contains(zero), zero == zero.rounded() else {
        throw .zero(QuantizedNames.levelZeros, zero)
      }
      guard let read = Levels(scale: scale, zero: Int(zero)) else {
        throw .scale(QuantizedNames.levelScales, scale)
      }
      levels.append(read)
      next += 1
    }
    var layers: [Int: QuantizedLayer] = [:]
    var values: [Int: [ParameterTensor.Role: [Float]]] = [:]
    for (index, node) in graph.nodes.enumerated() {
      if let layer = node.operation.layer {
        guard let input = levels[node.inputs[0]] else {
          throw .missing("levels of a layer's input")
        }
        let channels = layer.outputChannels
        let weight = try weights.integers(index, .weight, count: layer.weightCount, limit: 127)
        var quantized = QuantizedLayer(
          weights: weight.values.map { Int8($0) },
          scales: try weights.scales(weight.name, count: channels),
          bias: [Int32](repeating: 0, count: channels))
        if layer.hasBias {
          let bias = try weights.integers(
            index, .bias, count: channels, limit: QuantizedLayer.biasLimit)
          quantized.bias = bias.values.map { Int32($0) }
          let steps = try weights.scales(bias.name, count: channels)
          for (channel, step) in steps.enumerated() {
            let expected = quantized.scales[channel] * input.scale
            guard abs(step - expected) <= 1e-3 * expected else {
              throw .biasScale(QuantizedNames.scale(of: bias.name), step, expected: expected)
            }
          }
        }
        layers[index] = quantized
      } else {
        for parameter in node.operation.parameters(channels: node.shape.channels) {
          do throws(CheckpointError) {
            values[index, default: [:]][parameter.role] = try weights.values(index, parameter.role)
          } catch { throw .file(error) }
        }
      }
    }
    self.init(
      graph: graph, levels: levels, layers: layers, weights: NetworkWeights(values: values))
  }

  /// The tensors of a file, under a framework's names.
  package func tensors(naming: TensorNaming?) -> [SafetensorsWriter.Tensor] {
    var tensors: [SafetensorsWriter.Tensor] = []
    for tensor in graph.parameterTensors(naming: naming) {
      guard let layer = layers[tensor.node] else {
        tensors.append(
          SafetensorsWriter.Tensor(
            tensor.name, tensor.storedShape,
            tensor.stored(weights[tensor.node, tensor.role] ?? [])))
        continue
      }
      let scale = QuantizedNames.scale(of: tensor.name)
      let channels = [layer.scales.count]
      if tensor.role == .weight {
        tensors.append(
          SafetensorsWriter.Tensor(
            tensor.name, tensor.storedShape,
            tensor.storedIntegers(layer.weights.map { Float($0) }).map { Int8($0) }))
        tensors.append(SafetensorsWriter.Tensor(scale, channels, layer.scales))
      } else {
        tensors.append(SafetensorsWriter.Tensor(tensor.name, tensor.storedShape, layer.bias))
        tensors.append(
          SafetensorsWriter.Tensor(scale, channels, biasScales(of: tensor.node) ?? layer.scales))
      }
    }
    let all = zip(levels, graph.hasLevels).compactMap { $1 ? $0 : nil }
    tensors.append(
      SafetensorsWriter.Tensor(
        QuantizedNames.levelScales, [all.count], all.map { $0.scale }))
    tensors.append(
      SafetensorsWriter.Tensor(
        QuantizedNames.levelZeros, [all.count], all.map { UInt8($0.zero) }))
    return tensors
  }
}

extension ParameterTensor {
  /// Integers as a checkpoint has them, whatever numbers there are multiplied by.
  fileprivate func storedIntegers(_ values: [Float]) -> [Float] {
    stored(scaled(values)).map { $0.rounded() }
  }
}
