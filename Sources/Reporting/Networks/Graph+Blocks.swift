import CostAnalysis
import NetworkGraph

/// An entry with the block that it belongs to.
struct InBlock<Entry> {
  /// The block's name.
  var block: String
  /// Whether the entry before it is of another block, so that the name is worth reading.
  var isFirst: Bool
  /// The entry.
  var entry: Entry
}

extension Graph {
  /// Entries about layers, each with its block.
  func byBlock<Entry>(_ entries: [Entry], of layer: (Entry) -> CostEntry) -> [InBlock<Entry>] {
    byBlock(entries) { blocks[nodes[layer($0).nodes[0]].origin.block].name }
  }

  /// Entries, each with the name of its block.
  func byBlock<Entry>(_ entries: [Entry], named name: (Entry) -> String) -> [InBlock<Entry>] {
    var previous = ""
    return entries.map { entry in
      let block = name(entry)
      defer { previous = block }
      return InBlock(block: block, isFirst: block != previous, entry: entry)
    }
  }
}
