extension Checkpoint {
  /// The checkpoint with the names of the tensors that begin with a prefix, without it; the others, and
  /// those of `others`, are left out.
  package func removing(prefix: String, without others: Set<String> = []) -> Checkpoint {
    var entries: [Entry] = []
    for name in names where name.hasPrefix(prefix) && !others.contains(name) {
      guard let tensor = tensors[name] else { continue }
      entries.append((String(name.dropFirst(prefix.count)), tensor))
    }
    return replacing(entries)
  }

  /// The checkpoint with further tensors, which it does not have.
  package func adding(_ tensors: [Entry]) -> Checkpoint {
    replacing(
      names.compactMap { name in self.tensors[name].map { (name, $0) } } + tensors)
  }

  /// The prefix, such as "module.", without which the most names are among `known`, and how many then
  /// are. It must find more than none does, and most of what is known.
  package func prefix(before known: Set<String>) -> (prefix: String, found: Int) {
    var counts: [Substring: Int] = [:]
    for name in names {
      var start = name.startIndex
      while true {
        if known.contains(String(name[start...])) { counts[name[..<start], default: 0] += 1 }
        guard let dot = name[start...].utf8.firstIndex(where: { $0 == 0x2E || $0 == 0x2F }) else {
          break
        }
        start = name.index(after: dot)
      }
    }
    var best = (prefix: Substring(), found: counts[""] ?? 0)
    for (prefix, count) in counts where 2 * count > known.count {
      // Of two that find as many, the shorter one.
      if (count, -prefix.utf8.count) > (best.found, -best.prefix.utf8.count) {
        best = (prefix, count)
      }
    }
    return (String(best.prefix), best.found)
  }

  /// The prefixes that nearly all names share, shorter ones first, such as "model." and "model.backbone."; of a
  /// network and its running average side by side, nearly all of the network's.
  package var commonPrefixes: [String] {
    var prefixes: [String] = []
    let own = names.count { !Self.isAverage($0.prefix { $0 != "." }) }
    while prefixes.count < Self.mostPrefixes {
      let prefix = prefixes.last ?? ""
      var counts: [Substring: Int] = [:]
      for name in names where name.hasPrefix(prefix) {
        let rest = name.dropFirst(prefix.count)
        guard let dot = rest.firstIndex(of: "."), !Self.isAverage(rest[..<dot]) else { continue }
        counts[rest[...dot], default: 0] += 1
      }
      // A few tensors of a loss may stand outside.
      guard let part = counts.first(where: { 10 * $0.value > 9 * own })?.key else { break }
      prefixes.append(prefix + part)
    }
    return prefixes
  }

  /// The prefixes that nearly all names share, and none: the one that is made of wrappers alone comes first.
  package var possiblePrefixes: [String] {
    let common = commonPrefixes
    let wrapped = common.last { prefix in
      prefix.dropLast().split(separator: ".").allSatisfy { Self.wrappers.contains(String($0)) }
    }
    let others = [""] + common.filter { $0 != wrapped }
    return wrapped.map { [$0] + others } ?? others
  }

  /// What frameworks and trainings put before the names of a whole network.
  private static let wrappers: Set<String> = [
    "module", "_orig_mod", "model", "net", "network", "backbone", "encoder", "base_model",
    "state_dict",
  ]

  /// The names that do not begin with a prefix.
  package func names(outside prefix: String) -> [String] {
    prefix.isEmpty ? [] : names.filter { !$0.hasPrefix(prefix) }
  }

  /// More wrappers than these are around no network.
  private static let mostPrefixes = 4

  /// Running averages of the weights that lie beside them.
  package var averages: [SavedItem] {
    beside.filter { item in
      item.tensorCount > 0
        && (Self.isAverage(item.name[...]) || item.name == "ExponentialMovingAverage")
    }
  }

  /// Whether something is called as a running average of weights is.
  private static func isAverage(_ name: Substring) -> Bool {
    name.split { "_.-".contains($0) }.contains("ema")
  }
}
