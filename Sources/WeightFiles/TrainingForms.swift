/// The tensors of a network without what PyTorch puts in their place, or beside them, while it is trained:
/// pruning, weight and spectral normalization, and the observers of quantization.
struct TrainingForms {
  /// The tensors that the network computes with, in the order of the file.
  private(set) var entries: [Checkpoint.Entry]
  /// What was undone, a phrase each.
  private(set) var notes: [String] = []

  private var tensors: [String: StoredTensor] = [:]

  /// Undoes what is found among some tensors.
  init(_ entries: [Checkpoint.Entry]) throws(CheckpointError) {
    self.entries = entries
    dropObservers()
    guard self.entries.contains(where: { Self.weight($0.name) != nil }) else { return }
    for (name, tensor) in self.entries { tensors[name] = tensor }
    try computeWeights()
  }

  /// Leaves aside what quantization-aware training has of each layer, and calls a norm inside of a layer,
  /// where that has put it, as it is called after the layer.
  private mutating func dropObservers() {
    let kept = entries.filter { !Self.isObserver($0.name) }
    guard kept.count < entries.count else { return }
    notes.append(
      "\(entries.count - kept.count) tensors of quantization-aware training left aside, for which ReLU may"
        + " stand where the network has ReLU6: no file says so")
    let names = Set(kept.map { $0.name })
    entries = kept.map { name, tensor in
      guard let outer = Self.afterLayer(name), !names.contains(outer) else { return (name, tensor) }
      return (outer, tensor)
    }
  }

  /// What a tensor is called outside of a numbered layer, `3.2.weight` for `3.1.bn.weight`; nothing if it
  /// is of no such norm.
  private static func afterLayer(_ name: String) -> String? {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts[parts.count - 2] == "bn",
      let number = Int(parts[parts.count - 3]), number < 1000
    else { return nil }
    parts.remove(at: parts.count - 2)
    parts[parts.count - 2] = "\(number + 1)"
    return parts.joined(separator: ".")
  }

  /// Whether a tensor is of a module that observes numbers, or rounds them, for quantization.
  private static func isObserver(_ name: String) -> Bool {
    name.split(separator: ".").dropLast().contains { part in
      let words = part.split(separator: "_")
      return part.hasPrefix("activation_post_process") || part.hasSuffix("_fake_quant")
        || words.contains("fake") && words.contains("quantize") || part == "_input_quantizer"
        || part == "_weight_quantizer"
    }
  }

  /// The name of the weight that a tensor is a part of, which stands in its place; nothing for others.
  private static func weight(_ name: String) -> (name: String, part: String)? {
    let modules = name.split(separator: ".")
    if let place = modules.firstIndex(of: "parametrizations") {
      guard place + 2 < modules.count else { return nil }
      let weight = modules[..<place] + [modules[place + 1]]
      return (
        weight.joined(separator: "."), modules[(place + 2)...].joined(separator: ".")
      )
    }
    for (suffix, part) in suffixes where name.hasSuffix(suffix) {
      return (String(name.dropLast(suffix.utf8.count)), part)
    }
    return nil
  }

  /// How the parts are called before PyTorch 1.9, and in parametrizations since then.
  private static let suffixes = [
    ("_orig", "original"), ("_mask", "mask"), ("_u", "0._u"), ("_v", "0._v"), ("_g", "original0"),
  ]

  private mutating func computeWeights() throws(CheckpointError) {
    var parts: [String: [String: String]] = [:]
    for (name, _) in entries {
      if let (weight, part) = Self.weight(name) { parts[weight, default: [:]][part] = name }
    }
    var counts: [String: Int] = [:]
    var taken: [String: Checkpoint.Entry?] = [:]
    for (weight, names) in parts where tensors[weight] == nil {
      guard let (derivation, method) = try derivation(of: weight, names) else { continue }
      let computed: StoredTensor
      do throws(TensorProblem) { computed = try StoredTensor(derivation) } catch {
        throw .tensor(name: weight, error)
      }
      counts[method, default: 0] += 1
      for name in names.values { taken.updateValue(nil, forKey: name) }
      // Where the file has the part that is always there.
      let place = names["original"] ?? names["original0"] ?? weight
      taken.updateValue((weight, computed), forKey: place)
    }
    entries = entries.compactMap { entry in taken[entry.name] ?? entry }
    notes += counts.sorted { $0.key < $1.key }.map { method, count in
      "\(count) \(count == 1 ? "weight" : "weights") computed \(method)"
    }
  }

  /// How a weight follows from the tensors of its parts; nothing if they are of something else.
  private func derivation(
    of weight: String, _ names: [String: String]
  ) throws(CheckpointError) -> (Derivation, method: String)? {
    func tensor(_ part: String) -> StoredTensor? { names[part].flatMap { tensors[$0] } }
    let found: (Derivation, String)?
    switch names.keys.sorted() {
    case ["mask", "original"]:
      found = tensor("original").flatMap { weight in
        tensor("mask").map { (.masked(weight, mask: $0), "with pruning's masks") }
      }
    case ["0._v", "original0"], ["original0", "original1"]:
      found = (tensor("0._v") ?? tensor("original1")).flatMap { directions in
        tensor("original0").map {
          (.directed(directions, lengths: $0), "by weight normalization")
        }
      }
    case ["0._u", "0._v", "original"]:
      found = tensor("original").flatMap { weight in
        tensor("0._u").flatMap { left in
          tensor("0._v").map {
            (.normalized(weight, left: left, right: $0), "by spectral normalization")
          }
        }
      }
    default:
      // Of other suffixes, any tensor may have some.
      guard names["original"] != nil || names["original0"] != nil else { return nil }
      found = nil
    }
    guard let found, found.0.isPossible else {
      throw .tensor(name: weight, .parametrization(names.values.sorted()))
    }
    return found
  }
}
