import Architecture

/// Reads `rules`: only the keys that are there change, so that a dialect may override a table.
struct RulesReader {
  let log: ProblemLog

  func rules(_ value: YAMLValue, over base: Rules) -> Rules {
    var rules = base
    let fields = Fields(
      value,
      .rules, log: log)
    if let width = fields["width"] { rules.width = self.width(width, over: base.width) }
    if let norm = fields["norm"] {
      let norm = Fields(norm, .norm, log: log)
      rules.normEpsilon = norm.number("epsilon", in: 0...1) ?? base.normEpsilon
    }
    if let activation = fields["activation"] {
      rules.activation = CellGrammar(log: log).activation(activation)
    }
    if let padding = fields["padding"] {
      rules.padding = CellGrammar(log: log).padding(padding) ?? base.padding
    }
    rules.kernel = fields.integer("kernel", in: 1...255) ?? base.kernel
    if let pool = fields["pool"] {
      if pool.text == "global" || pool.text == "window" {
        rules.globalPool = pool.text == "global"
      } else {
        log.report("'pool' must be one of: global, window", at: pool.location)
      }
    }
    rules.expand = fields.choice("expand", of: Rules.Expand.self) ?? base.expand
    rules.residual = fields.choice("residual", of: Rules.Residual.self) ?? base.residual
    if let squeeze = fields["squeeze-excite"] {
      rules.squeezeExcite = squeezeExcite(squeeze, over: base.squeezeExcite)
    }
    if let implementation = fields["implementation"] {
      rules.implementation = self.implementation(implementation, over: base.implementation)
    }
    return rules
  }

  private func implementation(_ value: YAMLValue, over base: Implementation) -> Implementation {
    let fields = Fields(
      value, .implementation, log: log)
    return Implementation(
      norm: fields.choice("norm", of: Implementation.Class.self) ?? base.norm,
      linear: fields.choice("linear", of: Implementation.Class.self) ?? base.linear,
      pool: fields.choice("pool", of: Implementation.Pooling.self) ?? base.pool,
      gatePool: fields.choice("gate-pool", of: Implementation.Pooling.self) ?? base.gatePool,
      resize: fields.choice("resize", of: Implementation.Resizing.self) ?? base.resize)
  }

  private func squeezeExcite(
    _ value: YAMLValue, over base: Rules.SqueezeExcite?
  ) -> Rules.SqueezeExcite {
    let fields = Fields(
      value,
      .squeezeExcite, log: log)
    // A dialect may change one key of a table's gate; a table states them all.
    if base == nil {
      for key in ["round", "activation", "gate", "position"] { _ = fields.required(key) }
      if fields["share"] == nil { _ = fields.required("divide") }
    }
    if let share = fields.key("share"), fields["divide"] != nil {
      log.report("'share' and 'divide' say the same; write one of them", at: share)
    }
    let cells = CellGrammar(log: log)
    return Rules.SqueezeExcite(
      base: fields.choice("of", of: Rules.SqueezeExcite.Base.self) ?? base?.base ?? .gated,
      reduction: fields.integer("divide", in: 1...1024).map { .divide($0) }
        ?? fields.number("share", in: 0.001...1).map { .share($0) } ?? base?.reduction
        ?? .divide(1),
      round: fields.integer("round", in: 1...1024) ?? base?.round ?? 1,
      floor: fields.number("floor", in: 0...1) ?? base?.floor ?? 0,
      activation: fields["activation"].flatMap(cells.curve) ?? base?.activation ?? .relu,
      gate: fields["gate"].flatMap(cells.curve) ?? base?.gate ?? .sigmoid,
      position: fields.choice("position", of: Rules.SqueezeExcite.Position.self)
        ?? base?.position ?? .afterActivation,
      norm: fields.flag("norm") ?? base?.norm ?? false,
      layers: fields.choice("layers", of: Rules.SqueezeExcite.Layers.self)
        ?? base?.layers ?? .fullyConnected)
  }

  private func width(_ value: YAMLValue, over base: ChannelScaling) -> ChannelScaling {
    if value.text == "undefined" { return ChannelScaling(rounding: .undefined) }
    let fields = Fields(
      value,
      .width, log: log)
    var scaling = base
    if let round = fields["round"] {
      let isMultiple = round.text == "nearest-multiple" || round.text == "up-to-multiple"
      if isMultiple { _ = fields.required("divisor") }
      let divisor = fields.integer("divisor", in: 1...1024) ?? 1
      switch round.text {
      case "truncate":
        scaling.rounding = .truncate(minimum: fields.integer("minimum", in: 1...1024) ?? 1)
      case "nearest-multiple":
        scaling.rounding = .nearestMultiple(
          of: divisor, floor: fields.number("floor", in: 0...1) ?? 0)
      case "up-to-multiple": scaling.rounding = .upToMultiple(of: divisor)
      default:
        log.report(
          "'round' must be one of: truncate, nearest-multiple, up-to-multiple; got"
            + " '\(round.printed)'", at: round.location)
      }
    }
    scaling.expansion =
      fields.choice("expansion", of: ChannelScaling.Expansion.self) ?? base.expansion
    scaling.neverThinned = fields.texts("never-thinned").map(Set.init) ?? base.neverThinned
    scaling.neverScaled = fields.texts("never-scaled").map(Set.init) ?? base.neverScaled
    if fields["never-scaled-below"] != nil {
      scaling.neverScaledBelow = [:]
      for (row, width) in fields.mapping("never-scaled-below") {
        scaling.neverScaledBelow[row.printed] = width.decodedNumber(
          "'\(row.printed)'", in: 0.01...16, log)
      }
    }
    scaling.keepsRatio = fields.texts("keeps-ratio").map(Set.init) ?? base.keepsRatio
    return scaling
  }
}
