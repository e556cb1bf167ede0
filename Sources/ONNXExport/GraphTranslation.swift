import Architecture
import Inference
import Kernels
import NetworkGraph
import ONNXSchema

/// A network on its way to an ONNX graph, node by node.
///
/// A map of HxWxC is a tensor of 1xCxHxW, 1x1 or not; a list of answers, one of 1 x entries x
/// values. A node is called by its layer and operator, and its tensor as the node.
struct GraphTranslation {
  let source: Graph
  /// The node at hand.
  var index = 0
  /// The tensor of the picture.
  let input: String
  /// The tensors of the nodes so far.
  var tensors: [String] = []
  var names = UniqueNames()
  var result = Onnx_GraphProto()
  /// The tensors of ReLU6's bounds, once one is there.
  var relu6Bounds: [String] = []
  /// How many pictures the model takes at once.
  let batch: ONNXExport.Batch
  /// The integers of the network, if it has any.
  private let quantized: QuantizedNetwork?
  private let weights: NetworkWeights<Float>
  private var parameters: [Int: [ParameterTensor.Role: ParameterTensor]] = [:]
  private var outputs: [(name: String, node: Int)] = []
  /// The outputs that are a node's tensor as it is, by node.
  private var answers: [Int: String] = [:]

  init(
    _ network: Network<Float>, _ quantized: QuantizedNetwork?, naming: TensorNaming?,
    batch: ONNXExport.Batch
  ) {
    self.batch = batch
    self.quantized = quantized
    source = network.graph
    weights = network.weights
    // First come the names that a user sees, then those of checkpoints.
    input = names.name("input")
    for output in source.outputs {
      let name = names.name(output.name)
      outputs.append((name, output.node))
      // The picture has a name of its own, and a vector is given another shape first.
      if output.node != 0, !isVector(output.node), answers[output.node] == nil {
        answers[output.node] = name
      }
    }
    for var tensor in source.parameterTensors(naming: naming) {
      tensor.name = names.name(tensor.name)
      parameters[tensor.node, default: [:]][tensor.role] = tensor
    }
  }

  consuming func graph() throws(ONNXExportError) -> Onnx_GraphProto {
    result.name = source.spec.name
    result.input = [Onnx_ValueInfoProto(name: input, shape: shape(of: 0), batch)]
    for (index, node) in source.nodes.enumerated() {
      self.index = index
      let result = try translate(node)
      tensors.append(quantized?.levels[index].map { rounded(result, to: $0) } ?? result)
    }
    for output in outputs { addOutput(output.name, of: output.node) }
    return result
  }

  private mutating func addOutput(_ name: String, of node: Int) {
    var shape = shape(of: node)
    index = node
    if isVector(node) {
      shape = Array(shape.prefix(2))
      add("Flatten", [tensors[node]], to: name)
    } else if answers[node] != name {
      add("Identity", [tensors[node]], to: name)
    }
    result.output.append(Onnx_ValueInfoProto(name: name, shape: shape, batch))
  }

  // MARK: - Shapes

  /// The shape of a node's tensor.
  func shape(of node: Int) -> [Int] {
    let shape = source.nodes[node].shape
    return source.nodes[node].operation.isList
      ? [1, shape.height, shape.channels] : [1, shape.channels, shape.height, shape.width]
  }

  private func isVector(_ node: Int) -> Bool {
    source.nodes[node].shape.isVector && !source.nodes[node].operation.isList
  }

  // MARK: - Nodes

  /// Adds the node that gives the result of the graph's node at hand; gives its tensor.
  mutating func finish(
    _ operatorName: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = []
  ) -> String {
    // With levels, it is the rounded tensor that is the answer.
    if let answer = answers[index], quantized?.levels[index] == nil {
      add(operatorName, inputs, attributes, to: answer)
      return answer
    }
    return step(operatorName, inputs, attributes, shape: shape(of: index))
  }

  /// Rounds the result of the node at hand to levels and back; gives its tensor.
  private mutating func rounded(_ tensor: String, to levels: Levels) -> String {
    let layer = source.layerName(of: index)
    let (scale, zero) = (names.name("\(layer).scale"), names.name("\(layer).zero"))
    result.initializer.append(Onnx_TensorProto(name: scale, shape: [], [levels.scale]))
    result.initializer.append(
      Onnx_TensorProto(name: zero, shape: [], .uint8, [UInt8(levels.zero)]))
    let integers = add("QuantizeLinear", [tensor, scale, zero])
    if let answer = answers[index] {
      add("DequantizeLinear", [integers, scale, zero], to: answer)
      return answer
    }
    return step("DequantizeLinear", [integers, scale, zero], shape: shape(of: index))
  }

  /// Adds a node on the way to the result of the one at hand; gives its tensor.
  mutating func step(
    _ operatorName: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = [],
    shape: [Int]
  ) -> String {
    let name = add(operatorName, inputs, attributes)
    result.valueInfo.append(Onnx_ValueInfoProto(name: name, shape: shape, batch))
    return name
  }

  /// Adds a node that gives a list of whole numbers; gives its tensor.
  mutating func list(
    _ operatorName: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = [],
    count: Int
  ) -> String {
    let name = add(operatorName, inputs, attributes)
    result.valueInfo.append(Onnx_ValueInfoProto(name: name, listOf: count))
    return name
  }

  /// Adds a node whose tensor is called as the node unless `tensor` says otherwise; gives the
  /// node's name.
  @discardableResult
  private mutating func add(
    _ operatorName: String, _ inputs: [String], _ attributes: [Onnx_AttributeProto] = [],
    to tensor: String? = nil
  ) -> String {
    var node = Onnx_NodeProto()
    node.name = names.name("\(source.layerName(of: index)).\(operatorName)")
    node.opType = operatorName
    node.input = inputs
    node.output = [tensor ?? node.name]
    node.attribute = attributes
    result.node.append(node)
    return node.name
  }

  // MARK: - Constants

  /// The tensors of the node at hand that play certain roles; `weightShape` is ONNX's for a weight,
  /// scale or slope, if checkpoints have another.
  mutating func parameters(
    _ roles: [ParameterTensor.Role], weightShape: [Int]? = nil
  ) throws(ONNXExportError) -> [String] {
    var found: [String] = []
    for role in roles {
      guard let tensor = parameters[index]?[role] else { continue }
      let values = weights[index, role]
      guard let values, values.count == tensor.count else {
        throw .weights(tensor: tensor.name, expected: tensor.count, got: values?.count)
      }
      let shape = role == .bias ? nil : weightShape
      if let layer = quantized?.layers[index] {
        found.append(dequantized(tensor, shape ?? tensor.shape, layer))
        continue
      }
      result.initializer.append(
        Onnx_TensorProto(name: tensor.name, shape: shape ?? tensor.shape, values))
      found.append(tensor.name)
    }
    return found
  }

  /// The integers of a layer's weight or bias, and the node that makes numbers of them; gives its tensor.
  private mutating func dequantized(
    _ tensor: ParameterTensor, _ shape: [Int], _ layer: QuantizedLayer
  ) -> String {
    let (scale, zero) = (names.name(tensor.name + ".scale"), names.name(tensor.name + ".zero"))
    let channels = layer.scales.count
    if tensor.role == .weight {
      result.initializer += [
        Onnx_TensorProto(name: tensor.name, shape: shape, .int8, layer.weights),
        Onnx_TensorProto(name: scale, shape: [channels], layer.scales),
        Onnx_TensorProto(
          name: zero, shape: [channels], .int8, [Int8](repeating: 0, count: channels)),
      ]
    } else {
      let scales = quantized?.biasScales(of: index) ?? layer.scales
      result.initializer += [
        Onnx_TensorProto(name: tensor.name, shape: shape, .int32, layer.bias),
        Onnx_TensorProto(name: scale, shape: [channels], scales),
        Onnx_TensorProto(
          name: zero, shape: [channels], .int32, [Int32](repeating: 0, count: channels)),
      ]
    }
    let name = add("DequantizeLinear", [tensor.name, scale, zero], [.integer("axis", 0)])
    result.valueInfo.append(Onnx_ValueInfoProto(name: name, shape: shape, .one))
    return name
  }

  /// A constant of the node at hand; gives its name.
  mutating func constant(_ name: String, _ values: [Int]) -> String {
    let name = names.name("\(source.layerName(of: index)).\(name)")
    result.initializer.append(Onnx_TensorProto(name: name, values))
    return name
  }

  /// Numbers that the node at hand takes; gives their name.
  mutating func constant(_ name: String, numbers: [Float]) -> String {
    let name = names.name("\(source.layerName(of: index)).\(name)")
    result.initializer.append(Onnx_TensorProto(name: name, shape: [numbers.count], numbers))
    return name
  }

  /// The shape that a tensor gets, whose first number is the batch; gives its name.
  mutating func reshape(_ name: String, _ shape: [Int]) -> String {
    switch batch {
    case .one: constant(name, shape)
    // Zero stands for the size that the tensor has.
    case .dynamic: constant(name, [0] + shape.dropFirst())
    }
  }

  /// A number of the node at hand; gives its name.
  mutating func constant(_ name: String, _ value: Double) -> String {
    let name = names.name("\(source.layerName(of: index)).\(name)")
    result.initializer.append(Onnx_TensorProto(name: name, shape: [], [Float(value)]))
    return name
  }
}
