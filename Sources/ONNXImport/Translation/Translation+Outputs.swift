import Architecture
import NetworkGraph
import WeightFiles

/// What remains of a translation: operations that something depends on, with their weights and names.
struct TranslatedGraph {
  var nodes: [Node]
  /// For each node the name of the operation that it was made of.
  var names: [String]
  var weights: [Int: [ParameterTensor.Role: Constant]]
  var outputs: [Graph.Output]
  /// What is left out.
  var leftOut: [LeftOutOperation]

  /// The weights that the file holds, each once, by the type of their numbers.
  var storedNumbers: [ImportedModel.StoredNumbers] {
    var seen: Set<String> = []
    var found: [String: ImportedModel.StoredNumbers] = [:]
    for constant in weights.values.flatMap({ $0.values }) {
      guard case .stored(let tensor, _) = constant.content, seen.insert(tensor.name).inserted,
        let element = tensor.element
      else { continue }
      var numbers =
        found[element.rawValue]
        ?? ImportedModel.StoredNumbers(type: element.rawValue, count: 0, bytes: 0)
      numbers.count += constant.count
      numbers.bytes += constant.count * element.width
      found[element.rawValue] = numbers
    }
    return found.values.sorted { ($1.count, $0.type) < ($0.count, $1.type) }
  }
}

extension Translation {
  /// The operations that answers depend on, or what is left out, in their order.
  consuming func finished() throws(ONNXError) -> TranslatedGraph {
    var outputs: [Graph.Output] = []
    do throws(Problem) {
      outputs = try answers()
    } catch {
      if case .failed(let error) = error { throw error }
    }
    guard nodes.count > 1, !outputs.isEmpty else {
      throw .nothingKnown(
        leftOut.first { $0.reason != nil }?.description ?? "no operation takes the picture")
    }
    var needed = [Bool](repeating: false, count: nodes.count)
    needed[0] = true
    for output in outputs { needed[output.node] = true }
    for index in nodes.indices.reversed() where needed[index] {
      for input in nodes[index].inputs { needed[input] = true }
    }
    var places: [Int] = []
    var result = TranslatedGraph(
      nodes: [], names: [], weights: [:], outputs: outputs, leftOut: leftOut)
    for (index, node) in nodes.enumerated() {
      places.append(result.nodes.count)
      guard needed[index] else { continue }
      var copy = node
      copy.inputs = node.inputs.map { places[$0] }
      result.weights[result.nodes.count] = weights[index]
      result.nodes.append(copy)
      result.names.append(names[index])
    }
    for index in outputs.indices { result.outputs[index].node = places[outputs[index].node] }
    return result
  }

  /// The model's answers that are known, scores before the probabilities that are made of them; then
  /// what operations take that are left out.
  private mutating func answers() throws(Problem) -> [Graph.Output] {
    var answers: [Graph.Output] = []
    for output in model.outputs {
      guard let value = values[output.name] else {
        throw .failed(.missingTensor(output.name.onOneLine, node: "the model"))
      }
      guard case .feature(let feature) = value else { continue }
      guard feature.margins == nil else {
        leftOut.append(
          LeftOutOperation(
            name: "the padding of '\(output.name.onOneLine)'", reason: "no window follows"))
        frontier.append(("\(output.name) before its padding", feature))
        continue
      }
      let node = try listed(feature)
      let name = output.name.onOneLine
      if nodes[node].operation == .softmax, model.outputs.count == 1 {
        let scores = name == "scores" ? "scores before softmax" : "scores"
        answers.append(Graph.Output(name: scores, node: nodes[node].inputs[0]))
      }
      answers.append(Graph.Output(name: name, node: node))
    }
    for (name, feature) in frontier where feature.node != 0 {
      guard !answers.contains(where: { $0.node == feature.node }) else { continue }
      answers.append(Graph.Output(name: name.onOneLine, node: feature.node))
    }
    return answers.filter { $0.node != 0 }
  }

  /// A result as the list of answers that its layout makes of it; as it is otherwise.
  private mutating func listed(_ given: Feature) throws(Problem) -> Int {
    let feature = try ordered(given)
    let map = shape(feature)
    guard !nodes[feature.node].operation.isList, !map.isVector,
      let values = feature.layout.listValues(
        height: map.height, width: map.width, channels: map.channels)
    else { return feature.node }
    return try append(.flatten(values: values), [feature.node])
  }
}
