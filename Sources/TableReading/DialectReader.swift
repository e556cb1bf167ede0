import Architecture

/// Reads a dialect: what one framework does differently, family by family.
struct DialectReader {
  let log: ProblemLog

  struct Family {
    var rules: YAMLValue?
    var override: YAMLValue?
    var naming: TensorNaming?
  }

  /// The families that a dialect knows.
  static func familyNames(_ document: YAMLValue) -> [String] {
    let families = document.mapping?.first { $0.key.text == "families" }?.value.mapping ?? []
    return families.map(\.key.printed)
  }

  /// What the dialect says about one family.
  func family(_ name: String, in document: YAMLValue) -> Family? {
    let fields = Fields(
      document, allowed: ["dialect", "title", "norm-tensors", "ignored-tensors", "families"],
      what: "a dialect", log: log)
    let families = fields.required("families")?.mapping ?? []
    guard let value = families.first(where: { $0.key.printed == name })?.value else { return nil }
    let family = Fields(
      value, allowed: ["rules", "override", "names"], what: "family '\(name)'", log: log)
    var naming: TensorNaming?
    if let names = family["names"] {
      naming = self.naming(names, dialect: fields.requiredText("dialect") ?? "", fields: fields)
    }
    return Family(rules: family["rules"], override: family["override"], naming: naming)
  }

  private func naming(_ value: YAMLValue, dialect: String, fields: Fields) -> TensorNaming {
    let names = Fields(value, allowed: ["rows", "blocks"], what: "names", log: log)
    var norm = TensorNaming.Norm(
      weight: "weight", bias: "bias", mean: "running_mean", variance: "running_var")
    if let value = fields["norm-tensors"] {
      let parts = Fields(
        value, allowed: ["weight", "bias", "mean", "variance"], what: "norm-tensors", log: log)
      norm.weight = parts.text("weight") ?? norm.weight
      norm.bias = parts.text("bias") ?? norm.bias
      norm.mean = parts.text("mean") ?? norm.mean
      norm.variance = parts.text("variance") ?? norm.variance
    }
    return TensorNaming(
      dialect: dialect, rows: blocks(names["rows"]), blocks: blocks(names["blocks"]), norm: norm,
      ignored: fields.texts("ignored-tensors") ?? [])
  }

  private func blocks(_ value: YAMLValue?) -> [String: TensorNaming.Block] {
    var blocks: [String: TensorNaming.Block] = [:]
    for (key, value) in value?.mapping ?? [] {
      var block = TensorNaming.Block(module: nil, layers: [:])
      for (role, names) in value.mapping ?? [] {
        if role.text == "module" {
          block.module = names.decodedText("module", log)
        } else {
          let fields = Fields(
            names, allowed: ["weight", "norm", "matrix"], what: "names of a layer", log: log)
          block.layers[role.printed] = TensorNaming.Layer(
            weight: fields.requiredText("weight") ?? "", norm: fields.text("norm"),
            matrix: fields.flag("matrix") ?? false)
        }
      }
      blocks[key.printed] = block
    }
    return blocks
  }
}
