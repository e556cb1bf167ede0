extension Character {
  /// Whether the character is one of the wide ones of East Asia (Unicode Standard Annex 11), or one
  /// of most pictographs.
  package var isWide: Bool { unicodeScalars.first?.isWide ?? false }
}

extension Unicode.Scalar {
  /// Whether a terminal gives the scalar two columns.
  package var isWide: Bool {
    guard value >= 0x1100 else { return false }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
