import Architecture

/// The blocks and head templates that a table may use, by every name they have.
struct BlockLibrary {
  var blocks: [String: BlockDefinition] = [:]
  var heads: [String: YAMLValue] = [:]

  /// Adds what stands under `blocks` and `heads` of a file.
  mutating func add(blocks value: YAMLValue?, heads templates: YAMLValue?, log: ProblemLog) {
    for (key, value) in value?.decodedMapping("blocks", log) ?? [] {
      let definition = BlockDefinition(name: key.printed, value, log: log)
      blocks[definition.name] = definition
      let aliases = value.mapping?.first { $0.key.text == "aliases" }?.value.sequence ?? []
      for alias in aliases { blocks[alias.printed] = definition }
    }
    for (key, value) in templates?.decodedMapping("heads", log) ?? [] {
      heads[key.printed] = value
    }
  }
}
