import Architecture
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import NetworkGraph

extension Testimony {
  /// Compares names and shapes of tensors, in the order of the nodes, and the number of parameters.
  mutating func askTensors(_ witness: Witness, _ graph: Graph) {
    if !witness.tensors.isEmpty {
      let tensors = graph.parameterTensors(naming: graph.spec.naming)
      for tensor in tensors {
        guard let shape = witness.tensors[tensor.name] else {
          return contradict(.tensors, graph, tensor.node, "it has no tensor '\(tensor.name)'")
        }
        guard shape == tensor.storedShape else {
          return contradict(
            .tensors, graph, tensor.node,
            "'\(tensor.name)' is \(Self.text(tensor.storedShape)), not \(Self.text(shape))")
        }
      }
      let names = Set(tensors.map { $0.name })
      if let missing = witness.tensors.keys.filter({ !names.contains($0) }).min() {
        contradiction = Contradiction(.tensors, "the table has no tensor '\(missing)'")
        return
      }
      confirmed.append(Confirmation(.tensors, tensors.count))
    }
    guard let expected = witness.parameters else { return }
    let found = graph.totalCost().parameters.total
    guard found == expected else {
      contradiction = Contradiction(.parameters, "there are \(found) parameters, not \(expected)")
      return
    }
    confirmed.append(Confirmation(.parameters, found))
  }

  /// Runs the engine on seeded weights and picture, and compares blocks in order, then answers. Throws
  /// if the network cannot run.
  mutating func askNumbers(
    _ witness: Witness, _ graph: Graph, _ engine: KernelTable
  ) throws(NetworkError) {
    let (taps, unknown) = witness.nodes(in: graph)
    if let unknown {
      contradiction = Contradiction(.blocks, "the table has no block '\(unknown)'")
      return
    }
    let (blocks, answers) = try Self.statistics(
      of: Set(taps.map { $0.node }), graph, engine, scale: Float(witness.scale))
    for (name, node) in taps.sorted(by: { $0.node < $1.node }) {
      // Where layers are joined, what lies between is nowhere in memory.
      guard let found = blocks[node], let expected = witness.taps[name] else { continue }
      if let difference = found.difference(from: expected) {
        return contradict(.blocks, graph, node, "since '\(name)', where \(difference)")
      }
    }
    if !taps.isEmpty {
      confirmed.append(Confirmation(.blocks, taps.count { blocks[$0.node] != nil }))
    }
    for (name, expected) in witness.outputs.sorted(by: { $0.key < $1.key }) {
      guard let index = graph.outputs.firstIndex(where: { $0.name == name }) else {
        contradiction = Contradiction(.outputs, "the table has no answer '\(name)'")
        return
      }
      if let difference = answers[index].difference(from: expected) {
        return contradict(
          .outputs, graph, graph.outputs[index].node,
          "in the answer '\(name)', where \(difference)")
      }
    }
    if !witness.outputs.isEmpty { confirmed.append(Confirmation(.outputs, witness.outputs.count)) }
  }

  /// What the engine makes of the seeded picture at some nodes, and its answers.
  private static func statistics(
    of nodes: Set<Int>, _ graph: Graph, _ engine: KernelTable, scale: Float
  ) throws(NetworkError) -> (blocks: [Int: TensorStatistics], answers: [TensorStatistics]) {
    let plan = try Plan(
      graph, weights: SeededWeights(for: graph, naming: graph.spec.naming), kernels: engine,
      keepingBlocks: true, fusing: false)
    var blocks: [Int: TensorStatistics] = [:]
    var picture = Tensor.seededPicture(graph.input)
    picture.values = picture.values.map { scale * $0 }
    let answers = try PlanRunner(plan, threads: 1).run(picture) {
      if nodes.contains($0) { blocks[$0] = TensorStatistics($1) }
    }
    let statistics = zip(graph.outputs, answers).map { output, tensor in
      TensorStatistics(tensor, isList: graph.nodes[output.node].operation.isList)
    }
    return (blocks, statistics)
  }

  private mutating func contradict(_ aspect: Aspect, _ graph: Graph, _ node: Int, _ text: String) {
    let origin = graph.nodes[node].origin
    let (row, block) = (graph.rows[origin.row], graph.blocks[origin.block])
    contradiction = Contradiction(
      aspect, at: (row.number.map { "row \($0), " } ?? "") + block.name, text)
  }

  private static func text(_ shape: [Int]) -> String {
    shape.map { "\($0)" }.joined(separator: "x")
  }
}

extension Witness {
  /// The nodes whose results the taps are, of blocks or of layers inside them; and a tap of none.
  fileprivate func nodes(
    in graph: Graph
  ) -> (taps: [(name: String, node: Int)], unknown: String?) {
    let naming = graph.spec.naming
    var modules: [String: Int] = [:]
    for (index, block) in graph.blocks.enumerated() where block.kind.isFeature {
      modules[graph.moduleName(ofBlock: index, naming: naming)] = block.result
    }
    let inner = taps.keys.filter { modules[$0] == nil }
    if !inner.isEmpty {
      let weights = Dictionary(
        graph.parameterTensors(naming: naming).map { ($0.name, $0.node) }
      ) { first, _ in first }
      for tap in inner.sorted() {
        guard let weight = weights["\(layers[tap] ?? tap).weight"] else { return ([], tap) }
        let origin = graph.nodes[weight].origin
        modules[tap] = weight + graph.nodes[weight...].prefix { $0.origin == origin }.count - 1
      }
    }
    return (taps.keys.compactMap { name in modules[name].map { (name, $0) } }, nil)
  }
}
