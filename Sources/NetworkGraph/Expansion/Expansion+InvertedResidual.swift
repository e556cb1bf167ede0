import Architecture

extension Expansion {
  /// expand, depthwise, squeeze-and-excite, project, shortcut (MobileNetV2, Table 1; MobileNetV3,
  /// Figure 4), by the table's rules.
  mutating func expand(
    _ block: InvertedResidualRow, of row: Row, input: Value, isFirst: Bool,
    environment: [String: Int], at cursor: Cursor, topLevel: Int?
  ) -> Value {
    guard let kernel = integers(block.kernel, environment, of: row),
      let printedStride = integers(block.stride, environment, of: row),
      let out = channels(block.out, of: row, input: input, environment, topLevel: topLevel),
      let expanded = expandedChannels(block, of: row, input: input, environment, topLevel: topLevel)
    else { return input }
    let stride = isFirst ? printedStride : 1
    var value = input
    let expands =
      switch spec.rules.expand {
      case .whenWider: expanded.scaled != input.channels
      case .always: true
      }
    if expands {
      value = convolved(
        Convolution(
          kernel: 1, inputChannels: input.channels, outputChannels: expanded.scaled),
        input: value, tableChannels: expanded.table, activation: block.activation,
        cursor.origin(.expand))
      inside["expand"] = value
    }
    let position = block.squeezeExcite.flatMap { _ in spec.rules.squeezeExcite?.position }
    let gateFirst = expands && position == .beforeActivationWhenExpanded
    value = convolved(
      Convolution(
        kernel: kernel, inputChannels: expanded.scaled, outputChannels: expanded.scaled,
        stride: stride, dilation: block.dilation, padding: block.padding ?? spec.rules.padding,
        groups: expanded.scaled),
      input: value, tableChannels: expanded.table, activation: gateFirst ? nil : block.activation,
      cursor.origin(.depthwise))
    inside["depthwise"] = value
    if let gate = block.squeezeExcite, position != .afterProjection {
      value = gated(value, by: gate, of: row, input: input, at: cursor)
    }
    if gateFirst { value = activated(value, block.activation, cursor.origin(.activation)) }
    if position != .afterProjection { inside["gate"] = block.squeezeExcite.map { _ in value } }
    value = convolved(
      Convolution(kernel: 1, inputChannels: expanded.scaled, outputChannels: out.scaled),
      input: value, tableChannels: out.table, activation: nil, cursor.origin(.project))
    inside["project"] = value
    if let gate = block.squeezeExcite, position == .afterProjection {
      value = gated(value, by: gate, of: row, input: input, at: cursor)
    }
    if stride == 1, let shortcut = shortcut(input, out: out, at: cursor) {
      value.node = append(.add, [shortcut.node, value.node], cursor.origin(.shortcut))
    }
    return value
  }

  /// What is added to a block's result at stride 1; nothing if the rules add nothing.
  private mutating func shortcut(
    _ input: Value, out: (scaled: Int, table: Int), at cursor: Cursor
  ) -> Value? {
    let isSame = input.channels == out.scaled
    switch spec.rules.residual {
    case .never: return nil
    case .sameShape: return isSame ? input : nil
    case .projected:
      if isSame { return input }
      return convolved(
        Convolution(kernel: 1, inputChannels: input.channels, outputChannels: out.scaled),
        input: input, tableChannels: out.table, activation: nil, cursor.origin(.shortcut))
    }
  }

  /// A gate on a map: pool, the layers of the rule, multiply (MobileNetV3, section 5.3; ECA-Net).
  mutating func gated(
    _ value: Value, by gate: InvertedResidualRow.SqueezeExcite, of row: Row, input: Value,
    at cursor: Cursor
  ) -> Value {
    guard let rule = spec.rules.squeezeExcite else {
      report("no rule for squeeze-and-excitation", at: row.location)
      return value
    }
    var vector = value
    vector.node = append(.globalPool, [value.node], cursor.origin(.squeezePool))
    switch rule.layers {
    case .fullyConnected:
      var share: Double?
      if case .share(let own) = gate { share = own }
      let base = rule.base == .gated ? value : input
      let squeezed = rule.squeezeChannels(of: base.channels, share: share)
      for (role, channels, activation) in [
        (Role.squeeze, squeezed, rule.activation), (.excite, value.channels, rule.gate),
      ] {
        let linear = Linear(
          inputChannels: vector.channels, outputChannels: channels, hasBias: !rule.norm)
        vector.node = append(.linear(linear), [vector.node], cursor.origin(role))
        vector.channels = channels
        vector = finished(vector, rule, activation, cursor.origin(role))
      }
    case .channelConvolution:
      let kernel = Rules.SqueezeExcite.channelKernel(of: value.channels)
      let origin = cursor.origin(.excite)
      vector.node = append(.channelConvolution(kernel: kernel), [vector.node], origin)
      vector = finished(vector, rule, rule.gate, origin)
    }
    var result = value
    result.node = append(.multiply, [value.node, vector.node], cursor.origin(.gate))
    return result
  }

  /// The norm and activation of a gate's layer.
  private mutating func finished(
    _ vector: Value, _ rule: Rules.SqueezeExcite, _ activation: Activation, _ origin: Origin
  ) -> Value {
    activated(
      rule.norm ? normed(vector, epsilon: nil, origin) : vector, .curve(activation), origin)
  }

  private mutating func expandedChannels(
    _ block: InvertedResidualRow, of row: Row, input: Value, _ environment: [String: Int],
    topLevel: Int?
  ) -> (scaled: Int, table: Int)? {
    switch block.expansion {
    case .factor(let factor):
      let scaled = Int(Double(input.channels) * factor)
      let table = Int(Double(input.tableChannels) * factor)
      guard scaled > 0, table > 0 else {
        report("an expansion of \(factor) leaves no channels", at: row.location(of: "t"))
        return nil
      }
      return (scaled, table)
    case .channels(let quantity):
      guard let table = integer(quantity, environment, of: row) else { return nil }
      guard topLevel != nil, quantity.isLiteral, spec.rules.width.scales(row.name, by: width)
      else {
        return (table, table)
      }
      if width == spec.nominalWidth, spec.rules.width.rounding == .undefined {
        return (table, table)
      }
      guard
        let scaled = spec.rules.width.scaled(
          expansion: table, input: input.channels, tableInput: input.tableChannels, factor: width)
      else {
        report(ScalingError.undefinedWidth(spec.name).description, at: spec.location)
        return nil
      }
      return (scaled, table)
    }
  }
}
