import Architecture
import Kernels
import NetworkGraph

@testable import Inference

/// A quantized network node by node, with every rule written once more: levels of every result that has any,
/// floats of every other one.
struct IntegerInterpreter {
  let network: QuantizedNetwork
  private var graph: Graph { network.graph }
  /// Steps from zero of each node's result, in its own levels.
  private(set) var steps: [Int: [Int]] = [:]
  private var floats: [Int: Tensor<Float>] = [:]

  init(_ network: QuantizedNetwork) { self.network = network }

  private func scale(_ node: Int) -> Float { network.levels[node]?.scale ?? 0 }
  private func zero(_ node: Int) -> Int { network.levels[node]?.zero ?? 0 }
  private func shape(_ node: Int) -> Shape { graph.nodes[node].shape }

  /// Steps from zero, from what a node computes in steps of its scale.
  private func cut(_ steps: Float, _ node: Int, from low: Int? = nil, to high: Int? = nil) -> Int {
    let zero = zero(node)
    let (low, high) = (max(low ?? -zero, -zero), min(high ?? 255 - zero, 255 - zero))
    if steps <= Float(low) { return low }
    if steps >= Float(high) { return high }
    return Int(steps.rounded(.toNearestOrEven))
  }

  private func value(_ node: Int) -> Tensor<Float> {
    if let floats = floats[node] { return floats }
    let values = (steps[node] ?? []).map { Float($0) * scale(node) }
    return Tensor(shape: shape(node), values: values) ?? Tensor(shape: shape(node))
  }

  /// Runs on a picture and gives the answers.
  mutating func run(_ picture: Tensor<Float>) throws -> [Tensor<Float>] {
    let users = graph.users
    var clipped: Set<Int> = []
    for index in graph.nodes.indices where !clipped.contains(index) {
      let operation = graph.nodes[index].operation
      var result = index
      var bounds: (low: Int?, high: Int?) = (nil, nil)
      let computes: Bool
      switch operation {
      case .convolution, .linear, .add, .multiply, .globalPool: computes = true
      case .pool(let pool): computes = pool.kind == .average
      case .resize(let mode, _), .resizeTo(let mode, _): computes = mode == .bilinear
      default: computes = false
      }
      if computes, users[index].count == 1, case .node(let user) = users[index][0],
        let clip = graph.nodes[user].operation.activation, clip == .relu || clip == .relu6
      {
        result = user
        clipped.insert(user)
        bounds.low = 0
        if clip == .relu6 {
          bounds.high = Int(min((6 / scale(user)).rounded(.toNearestOrEven), 255))
        }
      }
      if let computed = try compute(index, to: result) {
        steps[result] = computed.map { cut($0, result, from: bounds.low, to: bounds.high) }
        continue
      }
      // In single precision.
      var own = picture
      if operation.relation != .picture { own = try alone(index) }
      guard network.levels[index] != nil else {
        floats[index] = own
        continue
      }
      steps[index] = own.values.map { cut($0.isNaN ? 0 : $0 / scale(index), index) }
    }
    return graph.outputs.map { output in
      value(output.node)
    }
  }

  /// A node with the interpreter for floats.
  private func alone(_ index: Int) throws -> Tensor<Float> {
    var small = graph
    let node = graph.nodes[index]
    let inputs = node.inputs.indices.filter { !node.operation.takesOnlySize(ofInput: $0) }
      .map { value(node.inputs[$0]) }
    small.nodes = [graph.nodes[0], node]
    small.nodes[0].operation = .input(inputs[0].shape)
    small.nodes[0].shape = inputs[0].shape
    small.nodes[1].inputs = [0]
    small.outputs = [Graph.Output(name: "", node: 1)]
    let weights = NetworkWeights<Float>(values: [1: network.weights.values[index] ?? [:]])
    return try Network(graph: small, weights: weights).run(inputs[0])[0]
  }

  /// What a node makes, in steps of the result's scale; nothing if it has no form in integers.
  private func compute(_ index: Int, to result: Int) throws -> [Float]? {
    let node = graph.nodes[index]
    let output = node.shape
    let taken = node.inputs.indices.filter { !node.operation.takesOnlySize(ofInput: $0) }
      .map { node.inputs[$0] }
    guard let first = taken.first else { return nil }
    let input = shape(first)
    func at(_ node: Int, _ place: Int, _ channel: Int) -> Int {
      let shape = shape(node)
      let place = shape.isVector ? 0 : place
      return steps[node]?[place * shape.channels + channel] ?? 0
    }
    if let layer = node.operation.layer { return convolution(index, layer, first, result) }
    var made: [Float] = []
    func each(_ make: (_ y: Int, _ x: Int, _ channel: Int) -> Float) {
      for y in 0..<output.height {
        for x in 0..<output.width {
          for channel in 0..<output.channels { made.append(make(y, x, channel)) }
        }
      }
    }
    func ratio(_ node: Int) -> Float { Float(Double(scale(node)) / Double(scale(result))) }
    func function(_ f: (Float) -> Float) -> [Float] {
      (steps[first] ?? []).map {
        let value = f(Float($0) * scale(first))
        return value.isNaN ? 0 : value / scale(result)
      }
    }
    switch node.operation {
    case .activation(let activation): return function { activation.value($0) }
    case .scalarFunction(let scalar): return function { scalar.value($0) }
    case .add:
      each { y, x, channel in
        var sum: Float?
        for node in taken {
          let summand = Float(at(node, y * output.width + x, channel)) * ratio(node)
          sum = sum.map { $0 + summand } ?? summand
        }
        return sum ?? 0
      }
    case .multiply:
      var factor = 1 / Double(scale(result))
      for node in taken { factor *= Double(scale(node)) }
      each { y, x, channel in
        let levels = taken.map { at($0, y * output.width + x, channel) }
        if levels.count == 2 { return Float(levels[0] * levels[1]) * Float(factor) }
        return levels.dropFirst().reduce(Float(levels[0]) * Float(factor)) { $0 * Float($1) }
      }
    case .globalPool:
      let factor = Float(Double(scale(first)) / Double(scale(result)) / Double(input.places))
      each { _, _, channel in
        Float((0..<input.places).reduce(0) { $0 + at(first, $1, channel) }) * factor
      }
    case .pool(let pool):
      each { y, x, channel in
        let rows = pool.window.height.places(of: y, over: input.height)
        let columns = pool.window.width.places(of: x, over: input.width)
        let levels = rows.flatMap { row in
          columns.map { at(first, row * input.width + $0, channel) }
        }
        if pool.kind == .maximum { return Float(levels.max() ?? 0) }
        let ratio = Double(scale(first)) / Double(scale(result))
        return Float(levels.reduce(0, +)) * Float(ratio / Double(max(levels.count, 1)))
      }
    case .resize(let mode, _), .resizeTo(let mode, _):
      each { y, x, channel in
        let row = ResizeSample(
          y, from: input.height, to: output.height, isBilinear: mode == .bilinear)
        let column = ResizeSample(
          x, from: input.width, to: output.width, isBilinear: mode == .bilinear)
        func level(_ y: Int, _ x: Int) -> Float { Float(at(first, y * input.width + x, channel)) }
        if mode == .nearest { return level(row.first, column.first) }
        let (across, down) = (Float(column.share), Float(row.share))
        let above =
          level(row.first, column.first) * (1 - across) + level(row.first, column.second) * across
        let below =
          level(row.second, column.first) * (1 - across)
          + level(row.second, column.second) * across
        return (above * (1 - down) + below * down) * ratio(first)
      }
    case .concatenate:
      each { y, x, channel in
        var channel = channel
        for node in taken {
          if channel < shape(node).channels {
            let level = Float(at(node, y * output.width + x, channel))
            return network.levels[node] == network.levels[result]
              ? level : level * scale(node) / scale(result)
          }
          channel -= shape(node).channels
        }
        return 0
      }
    case .flatten, .stack:
      for node in taken {
        let isSame = network.levels[node] == network.levels[result]
        made += (steps[node] ?? []).map {
          isSame ? Float($0) : Float($0) * scale(node) / scale(result)
        }
      }
    case .slice(let start, _):
      each { y, x, channel in Float(at(first, y * output.width + x, start + channel)) }
    case .shuffle(let groups):
      let size = output.channels / groups
      each { y, x, channel in
        Float(at(first, y * output.width + x, channel % groups * size + channel / groups))
      }
    default: return nil
    }
    return made
  }

  private func convolution(
    _ index: Int, _ layer: Convolution, _ input: Int, _ result: Int
  ) -> [Float]? {
    guard let quantized = network.layers[index] else { return nil }
    let (from, output) = (shape(input), shape(index))
    let (top, left) = (
      layer.window.height.before(from.height), layer.window.width.before(from.width)
    )
    let (perGroup, filters) = (
      layer.inputChannels / layer.groups, layer.outputChannels / layer.groups
    )
    let levels = steps[input] ?? []
    var made: [Float] = []
    for y in 0..<output.height {
      for x in 0..<output.width {
        for filter in 0..<output.channels {
          var sum = Int(quantized.bias[filter])
          for channel in 0..<perGroup {
            for row in 0..<layer.kernel.height {
              for column in 0..<layer.kernel.width {
                let inputY = y * layer.stride.height - top + row * layer.dilation
                let inputX = x * layer.stride.width - left + column * layer.dilation
                guard (0..<from.height).contains(inputY), (0..<from.width).contains(inputX) else {
                  continue
                }
                let source = filter / filters * perGroup + channel
                let level = levels[(inputY * from.width + inputX) * from.channels + source]
                let place = (filter * perGroup + channel) * layer.kernel.area
                sum += level * Int(quantized.weights[place + row * layer.kernel.width + column])
              }
            }
          }
          let factor = Float(
            Double(scale(input)) * Double(quantized.scales[filter]) / Double(scale(result)))
          made.append(Float(sum) * factor)
        }
      }
    }
    return made
  }
}
