/// How a family scales channels by the width multiplier alpha: its own rounding and exceptions.
package struct ChannelScaling: Hashable, Sendable {
  /// How a scaled number of channels becomes whole.
  package enum Rounding: Hashable, Sendable {
    /// max(minimum, int(v)): MobileNetV1.
    case truncate(minimum: Int)
    /// To the nearest multiple of `divisor`, at least one, and never below `floor` times v:
    /// MobileNetV2 and V3.
    case nearestMultiple(of: Int, floor: Double)
    /// Up to a multiple: YOLOv5.
    case upToMultiple(of: Int)
    /// The table has no width multiplier in any source.
    case undefined
  }

  /// What the width multiplier does to the expanded channels of an inverted residual.
  package enum Expansion: String, CaseIterable, Hashable, Sendable {
    /// The ratio of expansion to input holds: ratio times the scaled input, rounded.
    case ratio
    /// The printed number of channels is scaled as any other.
    case absolute
  }

  /// The rounding.
  package var rounding: Rounding
  /// The rule for expanded channels.
  package var expansion: Expansion
  /// Names of rows whose output is widened for alpha above 1 and never thinned.
  package var neverThinned: Set<String>

  /// Names of rows whose output keeps its printed ratio to the row's input.
  package var keepsRatio: Set<String>
  /// Names of rows whose printed channels hold at every width.
  package var neverScaled: Set<String>
  /// Names of rows whose printed channels hold at every width below one of their own.
  package var neverScaledBelow: [String: Double]

  /// A rule from its parts.
  package init(
    rounding: Rounding, expansion: Expansion = .ratio, neverThinned: Set<String> = [],
    keepsRatio: Set<String> = [], neverScaled: Set<String> = [],
    neverScaledBelow: [String: Double] = [:]
  ) {
    self.rounding = rounding
    self.expansion = expansion
    self.neverThinned = neverThinned
    self.keepsRatio = keepsRatio
    self.neverScaled = neverScaled
    self.neverScaledBelow = neverScaledBelow
  }

  /// Whether a width multiplier changes the channels of a row.
  package func scales(_ row: String, by factor: Double) -> Bool {
    !neverScaled.contains(row) && neverScaledBelow[row].map { factor >= $0 } ?? true
  }

  /// The one function that scales channels: `channels` numerator / denominator, made whole by the
  /// family's rounding. Nothing if the family defines no width multiplier and the factor is not 1.
  package func scaled(_ channels: Int, by factor: Double) -> Int? {
    rounded(Double(channels) * factor, unscaled: channels, factor: factor)
  }

  /// Channels that keep a ratio: `channels` were printed for `tableInput` input channels, of which
  /// there are now `input`.
  package func scaled(
    _ channels: Int, inRatioTo input: Int, tableInput: Int, factor: Double
  ) -> Int? {
    // The ratio first, as Keras and timm compute it: 184/80 of 200 is just below 460 for them.
    rounded(
      Double(channels) / Double(tableInput) * Double(input), unscaled: channels, factor: factor)
  }

  /// The expanded channels of an inverted residual, by the family's rule.
  package func scaled(expansion: Int, input: Int, tableInput: Int, factor: Double) -> Int? {
    switch self.expansion {
    case .absolute: scaled(expansion, by: factor)
    case .ratio: scaled(expansion, inRatioTo: input, tableInput: tableInput, factor: factor)
    }
  }

  private func rounded(_ value: Double, unscaled: Int, factor: Double) -> Int? {
    switch rounding {
    case .upToMultiple(let divisor):
      return Int((value / Double(divisor)).rounded(.up)) * divisor
    // At alpha 1 the table's own numbers hold, whatever the rounding would make of them.
    case _ where factor == 1: return unscaled
    case .truncate(let minimum): return max(minimum, Int(value))
    case .nearestMultiple(let divisor, let floor):
      let step = Double(divisor)
      let nearest = max(divisor, Int(value + step / 2) / divisor * divisor)
      return Double(nearest) < floor * value ? nearest + divisor : nearest
    case .undefined: return nil
    }
  }
}
