import Architecture

/// Reads a dialect: what one framework does differently, family by family.
struct DialectReader {
  let log: ProblemLog

  struct Family {
    var input: YAMLValue?
    var variables: [(key: YAMLValue, value: YAMLValue)] = []
    var rules: YAMLValue?
    var override: YAMLValue?
    var replace: YAMLValue?
    var blocks: YAMLValue?
    var heads: [YAMLValue]?
    var preprocessing: YAMLValue?
    var labels: String?
    var naming: TensorNaming?
    var variants: [String] = []
  }

  /// The families that a dialect knows.
  static func familyNames(_ document: YAMLValue) -> [String] {
    let families = document.mapping?.first { $0.key.text == "families" }?.value.mapping ?? []
    return families.map { $0.key.printed }
  }

  /// What the dialect says about one family, or about a single table.
  func family(_ name: String, in document: YAMLValue, under key: String = "families") -> Family? {
    let fields = Fields(
      document,
      .dialect, log: log)
    _ = fields.required("families")
    let families = fields[key]?.mapping ?? []
    guard let value = families.first(where: { $0.key.printed == name })?.value else { return nil }
    let family = Fields(
      value,
      .family, what: "'\(name)'", log: log)
    var naming: TensorNaming?
    if let names = family["names"] {
      naming = self.naming(names, dialect: fields.requiredText("dialect") ?? "", fields: fields)
    }
    return Family(
      input: family["input"], variables: family.mapping("variables"), rules: family["rules"],
      override: family["override"], replace: family["replace"], blocks: family["blocks"],
      heads: family["heads"].map { _ in family.list("heads") },
      preprocessing: family["preprocessing"], labels: family.text("labels"), naming: naming,
      variants: family.texts("variants") ?? [])
  }

  private func naming(_ value: YAMLValue, dialect: String, fields: Fields) -> TensorNaming {
    let names = Fields(
      value, .names, log: log)
    var layer = TensorNaming.Parts.standard
    if let value = fields["layer-tensors"] {
      let parts = Fields(value, .layerTensors, log: log)
      layer.weight = parts.text("weight") ?? layer.weight
      layer.depthwise = parts.text("depthwise") ?? layer.weight
      layer.bias = parts.text("bias") ?? layer.bias
    }
    var norm = TensorNaming.Norm.standard
    if let value = fields["norm-tensors"] {
      let parts = Fields(
        value, .normTensors, log: log)
      norm.weight = parts.text("weight") ?? norm.weight
      norm.bias = parts.text("bias") ?? norm.bias
      norm.mean = parts.text("mean") ?? norm.mean
      norm.variance = parts.text("variance") ?? norm.variance
    }
    return TensorNaming(
      dialect: dialect, prefix: names.text("prefix") ?? "", rows: blocks(names.mapping("rows")),
      blocks: blocks(names.mapping("blocks")), heads: blocks(names.mapping("heads")),
      separator: fields.text("separator") ?? ".", layer: layer, norm: norm,
      ignored: fields.texts("ignored-tensors") ?? [],
      outLast: Set(fields.choices("out-last", of: TensorNaming.OutLast.self)))
  }

  private func blocks(
    _ entries: [(key: YAMLValue, value: YAMLValue)]
  ) -> [String: TensorNaming.Block] {
    var blocks: [String: TensorNaming.Block] = [:]
    for (key, value) in entries {
      var block = TensorNaming.Block(module: nil, layers: [:])
      for (role, names) in value.decodedMapping(key.printed, log) {
        if role.text == "module" {
          block.module = template(names)
        } else {
          block.layers[role.printed] = layer(names)
        }
      }
      blocks[key.printed] = block
    }
    return blocks
  }

  private func layer(_ value: YAMLValue) -> TensorNaming.Layer? {
    let fields = Fields(
      value, .layerNames, log: log)
    let tensor = fields["tensor"].flatMap(template)
    guard let weight = tensor ?? fields.required("weight").flatMap(template) else { return nil }
    return TensorNaming.Layer(
      weight: weight, norm: fields["norm"].flatMap(template),
      scale: fields["scale"].flatMap(template), matrix: fields.flag("matrix") ?? false,
      tensor: tensor, factor: Float(fields.number("factor", in: 1.0e-3...1.0e3) ?? 1))
  }

  private func template(_ value: YAMLValue) -> NameTemplate? {
    guard let text = value.decodedText("a name of tensors", log) else { return nil }
    do {
      return try NameTemplate(text)
    } catch {
      log.report(error.description, at: value.location)
      return nil
    }
  }
}
