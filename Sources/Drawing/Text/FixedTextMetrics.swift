/// Metrics by class of character: the same on every machine, with no font installed.
///
/// Every class is at least as wide as DejaVu Sans draws its printable ASCII characters, so a layout
/// free of overlaps under these metrics is free of them in that font.
package struct FixedTextMetrics: TextMeasuring {
  /// The fixed metrics.
  package init() {}

  /// The extents of a line of text, as sums of the widths of its characters' classes.
  package func metrics(of string: String, in style: TextStyle) -> TextMetrics {
    let ems = string.drawn.reduce(0) { $0 + Self.width(of: $1) }
    let widening =
      switch style.weight {
      case .regular: 1.0
      case .bold: 1.18
      }
    return TextMetrics(
      width: ems * widening * style.size, ascent: 0.93 * style.size, descent: 0.24 * style.size)
  }

  /// The width of a character at regular weight, in ems.
  private static func width(of character: Character) -> Double {
    switch character {
    case " ", "'", ",", ".", "/", ":", ";", "I", "J", "\\", "i", "j", "l", "|", "·": 0.34
    case "!", "(", ")", "-", "[", "]", "f", "r", "t", "²", "³": 0.42
    case "A", "B", "C", "D", "G", "H", "K", "N", "O", "Q", "R", "U", "V", "X", "Z", "&": 0.79
    case "w", "+", "<", "=", ">", "~", "^", "#", "×", "−", "→", "≤", "≥": 0.84
    case "M", "W", "m", "%", "@": 1
    default: character.isASCII ? 0.64 : 1
    }
  }
}
