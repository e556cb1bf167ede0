import Architecture
import NetworkGraph
import WeightFiles

/// A checkpoint as a network takes it: without the prefix of its names, without what the network leaves aside,
/// and with a last layer of one's own under the network's name for it.
struct CheckpointReading {
  /// The tensors under the network's names.
  let checkpoint: Checkpoint
  /// The last layer of one's own, if there is one.
  let head: OwnHead?
  /// The tensors that are left aside.
  let aside: [String]

  /// How a network takes a checkpoint.
  init(_ whole: Checkpoint, behind prefix: String, for graph: Graph) {
    head = OwnHead(of: whole, on: graph, behind: prefix).flatMap { head in
      head.graph.scaling.variables(of: graph.spec) == graph.scaling.variables(of: graph.spec)
        ? head : nil
    }
    let own = (head?.layer).map { layer in whole.names.filter { $0.hasPrefix(layer) } } ?? []
    let taken = Set(own)
    let parts = PartNames(of: graph)
    let naming = graph.spec.naming
    aside = whole.names.filter { name in
      if taken.contains(name) { return false }
      guard name.hasPrefix(prefix) else { return true }
      if AuxiliaryHead.has(name, behind: prefix) { return true }
      let rest = String(name.dropFirst(prefix.utf8.count))
      return parts?.isOutside(rest) ?? false && !(naming?.ignores(rest) ?? false)
    }
    let out = taken.union(aside)
    let checkpoint =
      prefix.isEmpty && out.isEmpty ? whole : whole.removing(prefix: prefix, without: out)
    self.checkpoint = head.map { checkpoint.adding($0.tensors) } ?? checkpoint
  }
}

/// The names of a network of which only a part is run.
private struct PartNames {
  /// The modules of the part: what is in others is none of its.
  private let modules: Set<String>
  /// All names of the network.
  private let names: Set<String>

  /// Nothing if all of the network is run.
  init?(of graph: Graph) {
    guard graph.scaling.part != nil else { return nil }
    var scaling = graph.scaling
    scaling.part = nil
    let whole = (try? Graph(expanding: graph.spec, scaling: scaling)) ?? graph
    let names = { (graph: Graph) in
      [graph, graph.folded().graph].flatMap { form in
        form.parameterTensors(naming: form.spec.naming).map { $0.name }
      }
    }
    modules = Set(names(graph).map { $0.outermostModule })
    self.names = Set(names(whole))
  }

  /// Whether a tensor is neither of the part nor of another one.
  func isOutside(_ name: String) -> Bool {
    !names.contains(name) && !modules.contains(name.outermostModule)
  }
}

extension String {
  /// The outermost module of a tensor's name, with a mark for each number, as it is in all layers of a kind:
  /// `"block_#_expand"` in Keras.
  var outermostModule: String {
    let mark = UInt8(ascii: "#")
    var module: [UInt8] = []
    for byte in utf8.prefix(while: { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") }) {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if !isDigit || module.last != mark { module.append(isDigit ? mark : byte) }
    }
    return String(decoding: module, as: UTF8.self)
  }
}
