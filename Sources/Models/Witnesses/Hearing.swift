import Architecture
import CostAnalysis
import Images
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import TableReading

/// A network of a table, before those who can say something of it.
package struct Hearing {
  /// The network as it was asked for.
  let graph: Graph
  /// The tables.
  let library: TableLibrary
  /// The names of classes.
  let classNames: ClassNames
  /// What runs it.
  let engine: KernelTable
  /// Bytes that a run may take.
  let memory: Int

  /// A hearing about a network of the library, run by the kernels of a table.
  package init(
    _ graph: Graph, in library: TableLibrary, classNames: ClassNames = ClassNames(),
    engine: KernelTable, memory: Int
  ) {
    self.graph = graph
    self.library = library
    self.classNames = classNames
    self.engine = engine
    self.memory = memory
  }

  /// What the witnesses say of the network, and what is printed of it; those of other networks are
  /// not heard. Throws what reading tables and lists throws.
  package func testimonies(_ witnesses: [Witness]) throws -> [Testimony] {
    let asked = NetworkRequest(graph.spec.name)
    let heard: [Testimony] = try witnesses.compactMap { witness in
      let named = witness.networks.filter {
        NetworkRequest($0).architecture == asked.architecture
      }
      guard let network = named.first(where: { $0 == asked.name }) ?? named.first
      else { return nil }
      return try testimony(of: witness, on: network)
    }
    return heard + (try printed())
  }

  private func testimony(of witness: Witness, on network: String) throws -> Testimony {
    var testimony = Testimony(witness.framework, witness.title)
    testimony.isOfOtherWidth = witness.width != nil
    // A picture is prepared, and classes are called, the same at every width.
    if witness.isOfGraph, let width = graph.scaling.width, width != witness.width ?? 1 {
      testimony.notAsked = "the width is another"
      return testimony
    }
    if let classes = graph.scaling.classes,
      classes != witness.classes ?? graph.spec.variables["classes"]
    {
      testimony.notAsked = "the classes are others"
      return testimony
    }
    let isNamed = network == graph.spec.name
    let spec = isNamed ? graph.spec : try library.architecture(named: network)
    if witness.isOfGraph {
      let scaling = Scaling(
        width: witness.width, resolution: witness.resolution, classes: witness.classes)
      do throws(GraphError) {
        let own = try Graph(expanding: spec, scaling: scaling)
        let asked = isNamed ? own : try Graph(expanding: graph.spec, scaling: scaling)
        if own.isSame(as: asked) {
          try ask(witness, own, &testimony)
        } else {
          testimony.notAsked = "its rules are others"
        }
      } catch {
        testimony.contradiction = .init(
          .tensors, "the table does not expand as its network: \(error)")
      }
    }
    if isNamed || spec.preprocessing == graph.spec.preprocessing {
      askPreprocessing(witness.preprocessing, .preprocessing, of: Self.picture, &testimony)
      askPreprocessing(witness.shrinking, .shrinking, of: Self.largePicture, &testimony)
    }
    if isNamed || spec.heads.map(\.detection) == graph.spec.heads.map(\.detection) {
      askBoxes(witness, &testimony)
    }
    if testimony.contradiction == nil, isNamed || spec.labels == graph.spec.labels {
      try askLabels(witness, &testimony)
    }
    return testimony
  }

  /// Asks about tensors first, for with others all numbers are others.
  private func ask(
    _ witness: Witness, _ own: Graph, _ testimony: inout Testimony
  ) throws(GraphError) {
    testimony.askTensors(witness, own)
    guard testimony.contradiction == nil, let resolution = witness.resolution else { return }
    guard graph.scaling.resolution == nil || graph.scaling.resolution == resolution else {
      testimony.notAsked = "its numbers are of another resolution"
      return
    }
    do throws(NetworkError) {
      try RunLimit.require(own, memory: memory)
      try testimony.askNumbers(witness, own, engine)
    } catch {
      testimony.notAsked = "\(error)"
    }
  }

  // MARK: - Pictures and classes

  private func askPreprocessing(
    _ expected: TensorStatistics?, _ aspect: Testimony.Aspect,
    of picture: () throws -> PixelImage, _ testimony: inout Testimony
  ) {
    guard let expected, testimony.contradiction == nil else { return }
    func contradict(_ text: String) { testimony.contradiction = .init(aspect, text) }
    guard let spec = graph.spec.preprocessing else {
      return contradict("the table does not say how a picture is prepared")
    }
    let shape = expected.shape
    let own = graph.spec.input
    guard shape == [own.channels, own.height, own.width] else {
      return contradict("the input is \(own), not of \(shape) channels, height and width")
    }
    do {
      let values = try Preprocessing(spec, resolution: own.resolution).apply(to: picture())
      guard let tensor = Tensor(shape: own, values: values) else {
        return contradict("the prepared picture has \(values.count) values")
      }
      if let difference = TensorStatistics(tensor).difference(from: expected) {
        let which = aspect == .shrinking ? "of a shrunk picture" : "of the prepared picture"
        return contradict("\(which) \(difference)")
      }
      testimony.confirmed.append(.init(aspect))
    } catch {
      contradict("\(error)")
    }
  }

  private func askLabels(_ witness: Witness, _ testimony: inout Testimony) throws {
    guard !witness.labels.isEmpty else { return }
    func contradict(_ text: String) { testimony.contradiction = .init(.labels, text) }
    guard let names = try classNames.list(of: graph) else {
      return contradict("the table does not name its classes")
    }
    guard names.count == witness.labels.count else {
      return contradict("there are \(names.count) names of classes, not \(witness.labels.count)")
    }
    for (index, (name, expected)) in zip(names, witness.labels).enumerated() where name != expected
    {
      return contradict("class \(index) is '\(name)', not '\(expected)'")
    }
    testimony.confirmed.append(.init(.labels, names.count))
  }
}

extension Graph {
  /// Whether both compute the same, whatever the tensors are called.
  fileprivate func isSame(as other: Graph) -> Bool {
    nodes.count == other.nodes.count
      && zip(nodes, other.nodes).allSatisfy {
        $0.operation == $1.operation && $0.inputs == $1.inputs && $0.shape == $1.shape
      }
  }
}
