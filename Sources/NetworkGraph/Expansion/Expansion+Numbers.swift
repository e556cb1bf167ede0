import Architecture

extension Expansion {
  /// The most channels of a tensor, and the most values of an answer.
  static let largestCount = Int.tensorLimit

  /// How often a row stands, if that is possible.
  mutating func repeats(of row: Row, _ environment: [String: Int]) -> Int? {
    let count = row.repeats.value(in: environment) ?? 1
    if (1...1000).contains(count) { return count }
    report("invalid number of repeats \(count)", at: row.location(ofAny: ["n", "number"]))
    return nil
  }

  mutating func integer(_ quantity: Quantity, _ environment: [String: Int], of row: Row) -> Int? {
    if let value = quantity.value(in: environment), (1...Self.largestCount).contains(value) {
      return value
    }
    report("'\(quantity)' has no valid value here", at: row.location)
    return nil
  }

  /// A number for each axis.
  mutating func integers(
    _ quantities: PerAxis<Quantity>, _ environment: [String: Int], of row: Row
  ) -> PerAxis<Int>? {
    guard let height = integer(quantities.height, environment, of: row) else { return nil }
    if quantities.isSquare { return PerAxis(height) }
    return integer(quantities.width, environment, of: row).map {
      PerAxis(height: height, width: $0)
    }
  }

  /// The channels of a cell, at width multiplier 1 and under the one in force.
  mutating func channels(
    _ quantity: Quantity, of row: Row, input: Value, _ environment: [String: Int], topLevel: Int?
  ) -> (scaled: Int, table: Int)? {
    guard let value = integer(quantity, environment, of: row) else { return nil }
    guard topLevel != nil, quantity.isLiteral, spec.rules.width.scales(row.name, by: width)
    else {
      return (value, value)
    }
    if spec.rules.width.keepsRatio.contains(row.name), width != spec.nominalWidth,
      let scaled = spec.rules.width.scaled(
        value, inRatioTo: input.channels, tableInput: input.tableChannels, factor: width)
    {
      return (scaled, value)
    }
    let thins = !spec.rules.width.neverThinned.contains(row.name)
    let factor = thins ? width : max(width, 1)
    guard let scaled = scaled(value, by: factor) else { return nil }
    return (scaled, value)
  }

  mutating func scaled(_ channels: Int, by factor: Double) -> Int? {
    if factor == spec.nominalWidth, spec.rules.width.rounding == .undefined { return channels }
    guard let scaled = spec.rules.width.scaled(channels, by: factor) else {
      report(ScalingError.undefinedWidth(spec.name).description, at: spec.location)
      return nil
    }
    return scaled
  }
}
