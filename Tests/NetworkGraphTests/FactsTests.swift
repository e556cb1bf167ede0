import Architecture
import NetworkGraph
import TestSupport
import Testing

/// What operations and graphs say of themselves, against counting one by one.
@Suite struct FactsTests {
  static let names = OriginTests.names

  @Test("Everybody who takes a result is its user, as often as he does", arguments: names)
  func users(name: String) throws {
    let graph = try Graph(named: name)
    let users = graph.users
    for index in graph.nodes.indices {
      let takes = graph.nodes.reduce(0) { $0 + $1.inputs.count { $0 == index } }
      #expect(users[index].count == takes + graph.outputs.count { $0.node == index })
      for user in users[index] {
        switch user {
        case .node(let node): #expect(graph.nodes[node].inputs.contains(index))
        case .output(let number): #expect(graph.outputs[number].node == index)
        }
      }
    }
  }

  @Test("A norm is folded where its layer works for it alone", arguments: names)
  func foldable(name: String) throws {
    let graph = try Graph(named: name)
    let norms = graph.foldableNorms
    for (index, node) in graph.nodes.enumerated() where node.operation.normEpsilon != nil {
      let input = node.inputs[0]
      let isAlone =
        graph.nodes.count { $0.inputs.contains(input) } == 1
        && !graph.outputs.contains { $0.node == input }
      #expect(norms[index] == (isAlone && graph.nodes[input].operation.layer != nil ? input : nil))
    }
  }

  @Test("A window makes the shape of its node; without one places stay", arguments: names)
  func relations(name: String) throws {
    let graph = try Graph(named: name)
    for (index, node) in graph.nodes.enumerated().dropFirst() {
      let input = graph.inputShapes(of: index)[0]
      switch node.operation.relation {
      case .picture: Issue.record("a second picture")
      case .window(let window):
        #expect(window.height.extent(over: input.height)?.output == node.shape.height)
        #expect(window.width.extent(over: input.width)?.output == node.shape.width)
        #expect(node.operation.stride == window.map { $0.stride })
      case .transposed(let convolution):
        for axis in Axis.allCases {
          #expect(convolution[axis].output(of: input[axis]) == node.shape[axis])
        }
      case .placewise, .standardized:
        #expect((node.shape.height, node.shape.width) == (input.height, input.width))
      case .resizedTo: #expect(node.shape.channels == input.channels)
      case .resized(_, let factor?): #expect(node.shape.height == factor * input.height)
      case .resized(_, nil): #expect(node.operation.takesOnlySize(ofInput: 1))
      case .wholeMap: #expect(node.shape.isVector)
      case .list: #expect(node.operation.isList)
      }
    }
  }

  @Test("A checkpoint holds what operations name", arguments: names)
  func parameters(name: String) throws {
    let graph = try Graph(named: name)
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    for (index, node) in graph.nodes.enumerated() {
      let own = tensors.filter { $0.node == index }
      let parameters = node.operation.parameters(channels: node.shape.channels)
      #expect(own.map(\.role) == parameters.map(\.role))
      #expect(own.map(\.count) == parameters.map(\.count))
      #expect(parameters.first { $0.role == .weight }?.count == node.operation.layer?.weightCount)
      #expect((parameters.contains { $0.role == .bias }) == (node.operation.layer?.hasBias == true))
      #expect(node.operation.withBias.layer?.hasBias != false)
    }
  }

  @Test("A fully connected layer is a convolution over one place")
  func linear() {
    let linear = Operation.linear(Linear(inputChannels: 12, outputChannels: 5, hasBias: false))
    #expect(linear.layer?.weightCount == 60)
    #expect(linear.layer?.isPointwise == true)
    #expect(linear.window == nil)
    #expect(Operation.softmax.layer == nil)
    #expect(Operation.softmax.withBias == .softmax)
  }
}
