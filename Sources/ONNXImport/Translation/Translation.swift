import Architecture
import NetworkGraph
import WeightFiles

/// An ONNX model on its way to a graph, operation by operation.
///
/// What only rearranges a tensor becomes a `Layout`, what does not depend on the picture a `Constant`;
/// everything else is a node. An operation that is not known is left out with all that depends on it.
struct Translation {
  /// A tensor of the model.
  enum Value {
    /// It does not depend on the picture.
    case constant(Constant)
    /// The result of a node.
    case feature(Feature)
    /// The length of the vector of channels at each place of a map.
    case length(Length)
    /// Unknown, because an operation is left out.
    case left
  }

  /// The result of a node, in some layout.
  struct Feature {
    var node: Int
    var layout: Layout
    /// Whether it is a vector because it was pooled over the whole map.
    var isPooled = false
    /// Zeros around the map, for the window after it.
    var margins: Margins?
  }

  /// Places before and after a tensor along each of its dimensions. Which of them is the height, a
  /// map of one place does not tell; the window does.
  struct Margins: Hashable {
    var before: [Int]
    var after: [Int]
    /// Whether they hold a number below all others in place of zeros.
    var areLowest = false

    /// Those of a map, batch, channels, height, width.
    var sides: (before: PerAxis<Int>, after: PerAxis<Int>) {
      (
        PerAxis(height: before[2], width: before[3]), PerAxis(height: after[2], width: after[3])
      )
    }
  }

  /// On its way to the length of a vector: the sum of squares, or its root.
  struct Length {
    var node: Int
    var epsilon: Double
    var isRoot: Bool
  }

  /// Another order of the channels or places of a node's result.
  private struct Reordering: Hashable {
    var operation: Operation
    var node: Int
  }

  /// Why an operation has no node.
  enum Problem: Error {
    /// It is not known, or not in this form: it is left out; with the reason.
    case left(String)
    /// The file is wrong.
    case failed(ONNXError)
  }

  let model: ONNXModel
  /// The operation at hand.
  var current = ONNXModel.Node()
  var values: [String: Value] = [:]
  var nodes: [Node] = []
  /// The weights of the nodes.
  var weights: [Int: [ParameterTensor.Role: Constant]] = [:]
  /// For each node the name of the operation that it was made of.
  var names: [String] = []
  /// What is left out.
  var leftOut: [LeftOutOperation] = []
  /// Results that operations take which are left out, with the names of their tensors.
  var frontier: [(name: String, feature: Feature)] = []
  /// The nodes that reorder channels and places.
  private var reorderings: [Reordering: Int] = [:]
  /// How often each tensor of the model is used.
  let uses: [String: Int]
  /// What the batch is called where the file has a number for it.
  let batch: Int

  init(_ model: ONNXModel, resolution: Resolution?) throws(ONNXError) {
    self.model = model
    var uses: [String: Int] = [:]
    for node in model.nodes { for input in node.inputs { uses[input, default: 0] += 1 } }
    for output in model.outputs { uses[output.name, default: 0] += 1 }
    self.uses = uses
    let picture = try InputPicture(of: model, resolution: resolution)
    batch = picture.batch
    for tensor in model.constants { values[tensor.name] = .constant(try Constant(tensor)) }
    for input in model.inputs { values[input.name] = .left }
    let (shape, layout) = (picture.shape, picture.layout)
    names.append(picture.name)
    nodes.append(
      Node(
        operation: .input(shape), inputs: [],
        origin: Origin(row: 0, repetition: 1, block: 0, role: .input), shape: shape))
    values[picture.name] = .feature(Feature(node: 0, layout: layout))
  }

  /// Translates all operations.
  mutating func run() throws(ONNXError) {
    for node in model.nodes {
      current = node
      let inputs = try node.inputs.map { name throws(ONNXError) in try value(name) }
      for output in node.outputs where !output.isEmpty && values[output] != nil {
        throw .duplicateTensor(output.onOneLine)
      }
      do throws(Problem) {
        if inputs.contains(where: { if case .left? = $0 { true } else { false } }) {
          leave(node, inputs, reason: otherInput(of: node))
        } else {
          give(try results(inputs))
        }
      } catch {
        switch error {
        case .failed(let error): throw error
        case .left(let reason):
          leave(node, inputs, reason: reason)
        }
      }
    }
  }

  /// The reason to leave out what takes another input of the model than the picture; nothing if it does
  /// not.
  private func otherInput(of node: ONNXModel.Node) -> String? {
    let other = node.inputs.first { name in
      guard case .left? = values[name] else { return false }
      return model.inputs.contains { $0.name == name }
    }
    return other.map { "takes the input '\($0.onOneLine)', which is no picture" }
  }

  private mutating func leave(_ node: ONNXModel.Node, _ inputs: [Value?], reason: String?) {
    leftOut.append(LeftOutOperation(name: node.title, reason: reason))
    for (name, value) in zip(node.inputs, inputs) {
      if case .feature(let feature)? = value { frontier.append((name, feature)) }
    }
    give([])
  }

  /// What a name stands for; nothing for an empty name, which is an input that is not given.
  private func value(_ name: String) throws(ONNXError) -> Value? {
    if name.isEmpty { return nil }
    guard let value = values[name] else {
      throw .missingTensor(name.onOneLine, node: current.title)
    }
    return value
  }

  /// Keeps the results of the operation at hand; those that it did not give are unknown.
  private mutating func give(_ results: [Value]) {
    for (index, output) in current.outputs.enumerated() where !output.isEmpty {
      values[output] = index < results.count ? results[index] : .left
    }
  }

  private mutating func results(_ inputs: [Value?]) throws(Problem) -> [Value] {
    if Self.isQuantized(current.operation) {
      throw .left("an operation of a quantized model; give the model that it was made from")
    }
    if current.domain.hasPrefix("com.microsoft") {
      throw .left("an operation of ONNX Runtime alone; give the model that it optimized")
    }
    if !current.domain.isEmpty, current.domain != "ai.onnx" { throw .left("unknown operator") }
    let isConstant = inputs.allSatisfy { value in
      switch value {
      case .constant?, nil: true
      case .feature?, .length?, .left?: false
      }
    }
    if isConstant { return try constants(inputs) }
    if current.operation == "Shape" || current.operation == "Size" { return [try shape(inputs)] }
    if let results = try layouts(inputs) { return results }
    if let result = try layers(inputs) { return [result] }
    if let result = try windows(inputs) { return [result] }
    if let result = try curves(inputs) { return [result] }
    if let results = try joins(inputs) { return results }
    throw .left("unknown operator")
  }

  private static func isQuantized(_ operation: String) -> Bool {
    operation.hasSuffix("QuantizeLinear") || operation.hasPrefix("QLinear")
      || operation == "DequantizeLinear" || operation.hasSuffix("Integer")
  }

  // MARK: - Nodes

  /// Adds a node for the operation at hand; gives its index.
  mutating func append(
    _ operation: Operation, _ inputs: [Int],
    _ weights: [ParameterTensor.Role: Constant] = [:]
  ) throws(Problem) -> Int {
    guard nodes.count < Graph.mostNodes else {
      throw .failed(.tooManyNodes(limit: Graph.mostNodes))
    }
    let shape: Shape
    do {
      shape = try operation.outputShape(inputs.map { nodes[$0].shape })
    } catch { throw .failed(.shape(node: current.title, error)) }
    nodes.append(
      Node(
        operation: operation, inputs: inputs,
        origin: Origin(row: 0, repetition: 1, block: 0, role: .convolution), shape: shape))
    names.append(current.name.isEmpty ? current.outputs.first ?? "" : current.name)
    if !weights.isEmpty { self.weights[nodes.count - 1] = weights }
    return nodes.count - 1
  }

  /// The error of an input or an attribute that is absent or of another form.
  func malformed(_ reason: String) -> Problem {
    .failed(.malformedNode(current.title, reason: reason))
  }

  // MARK: - Inputs

  /// An input that is the result of a node, without open margins.
  func feature(_ inputs: [Value?], _ index: Int) throws(Problem) -> Feature {
    let feature = try featureWithMargins(inputs, index)
    guard feature.margins == nil else { throw .left("a Pad that no window follows") }
    return feature
  }

  /// An input that is the result of a node, perhaps with margins.
  func featureWithMargins(_ inputs: [Value?], _ index: Int) throws(Problem) -> Feature {
    guard index < inputs.count, let value = inputs[index] else {
      throw malformed("lacks input \(index + 1)")
    }
    switch value {
    case .feature(let feature): return feature
    case .constant: throw .left("a constant in place of a map")
    case .length: throw .left("a sum of squares that is no normalization")
    case .left: throw .left("unknown input")
    }
  }

  /// An input that is constant; nothing if it is not given.
  func constant(_ inputs: [Value?], _ index: Int) throws(Problem) -> Constant? {
    guard index < inputs.count, let value = inputs[index] else { return nil }
    if case .constant(let constant) = value { return constant }
    throw .left("input \(index + 1) is computed from the picture")
  }

  /// The numbers of an input that is constant and small; nothing if it is not given.
  func numbers(_ inputs: [Value?], _ index: Int) throws(Problem) -> [Double]? {
    guard let constant = try constant(inputs, index) else { return nil }
    return try numbers(constant)
  }

  /// The numbers of a small constant.
  func numbers(_ constant: Constant) throws(Problem) -> [Double] {
    let found: [Double]?
    do { found = try constant.numbers(in: model.source) } catch { throw .failed(error) }
    guard let found else { throw .left("a constant that is too large to compute with") }
    return found
  }

  /// Whole numbers of an attribute, or of the input that newer operators have for it.
  func integers(
    _ name: String, or inputs: [Value?], _ index: Int
  ) throws(Problem) -> [Int]? {
    if let attribute = current.attributes[name] { return attribute.integers }
    return try numbers(inputs, index)?.map { Int(clamping: $0) }
  }

  /// A whole number of an attribute.
  func integer(_ name: String, _ standard: Int) -> Int {
    current.attributes[name]?.integer ?? standard
  }

  /// A floating-point number of an attribute.
  func number(_ name: String, _ standard: Double) -> Double {
    current.attributes[name]?.number ?? standard
  }

  /// A dimension, counted from the end if it is negative.
  func axis(_ axis: Int, rank: Int) throws(Problem) -> Int {
    let index = axis < 0 && axis >= -rank ? axis + rank : axis
    guard (0..<rank).contains(index) else { throw malformed("has the axis \(axis) of \(rank)") }
    return index
  }

  /// The shape of a node's result.
  func shape(_ feature: Feature) -> Shape { nodes[feature.node].shape }

  /// A feature whose channels and places stand in order: a shuffle, or an exchange of both, is done now.
  mutating func ordered(_ feature: Feature) throws(Problem) -> Feature {
    var result = feature
    if let groups = feature.layout.shuffledGroups {
      result.node = try reordered(.shuffle(groups: groups), feature.node)
      result.layout = feature.layout.shuffled
    } else if let block = feature.layout.depthToSpaceBlock {
      result.node = try reordered(.depthToSpace(block: block), feature.node)
      result.layout = mapLayout(result.node)
    } else if let block = feature.layout.spaceToDepthBlock {
      result.node = try reordered(.spaceToDepth(block: block), feature.node)
      result.layout = mapLayout(result.node)
    }
    return result
  }

  /// The node that reorders another one's result: one for all who take it.
  private mutating func reordered(_ operation: Operation, _ node: Int) throws(Problem) -> Int {
    let reordering = Reordering(operation: operation, node: node)
    if let known = reorderings[reordering] { return known }
    let index = try append(operation, [node])
    reorderings[reordering] = index
    return index
  }

  /// An input as batch, channels, height, width.
  mutating func map(_ inputs: [Value?], _ index: Int) throws(Problem) -> Feature {
    let feature = try ordered(featureWithMargins(inputs, index))
    guard feature.layout.isMap else {
      throw .left("a tensor of \(feature.layout.shape) that is no map")
    }
    if let margins = feature.margins {
      guard (margins.before.prefix(2) + margins.after.prefix(2)).allSatisfy({ $0 == 0 }) else {
        throw .left("padding of another axis than height and width")
      }
    }
    return feature
  }

  /// The layout of a node's result as batch, channels, height, width.
  func mapLayout(_ node: Int) -> Layout {
    let shape = nodes[node].shape
    return Layout(height: shape.height, width: shape.width, channels: shape.channels)
  }
}

/// An operation of a model that is not in its graph.
package struct LeftOutOperation: Hashable, Sendable, CustomStringConvertible {
  /// The operator and the node's name.
  package var name: String
  /// Why; nothing if it only depends on another one that is left out.
  package var reason: String?

  /// The name, with the reason if there is one.
  package var description: String { reason.map { "\(name) (\($0))" } ?? name }
}
