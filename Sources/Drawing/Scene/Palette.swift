/// Eight colors that stay apart for readers with any of the common color vision deficiencies.
///
/// The hues are those of Okabe and Ito (2008), with gray for their black. Each is mixed with white
/// into a fill that carries dark text, and with black into a stroke that shows on white, by amounts
/// that keep the fills apart from each other, and the strokes too, under simulated protanopia,
/// deuteranopia and tritanopia.
package enum Palette: String, CaseIterable, Sendable {
  /// Okabe and Ito's orange.
  case orange
  /// Okabe and Ito's sky blue.
  case skyBlue
  /// Okabe and Ito's bluish green.
  case green
  /// Okabe and Ito's yellow.
  case yellow
  /// Okabe and Ito's blue.
  case blue
  /// Okabe and Ito's vermilion.
  case vermilion
  /// Okabe and Ito's reddish purple.
  case purple
  /// A neutral gray.
  case gray

  /// The light shade, for areas under dark text: a contrast of at least 7 to 1 with black.
  package var fill: Color {
    switch self {
    case .orange: Color(hex: 0xEBB233)
    case .skyBlue: Color(hex: 0xBFE2F7)
    case .green: Color(hex: 0x33B18F)
    case .yellow: Color(hex: 0xF3EA6C)
    case .blue: Color(hex: 0x78B4D6)
    case .vermilion: Color(hex: 0xE28E4C)
    case .purple: Color(hex: 0xE3B7CF)
    case .gray: Color(hex: 0xECECEC)
    }
  }

  /// The dark shade, for outlines and curves: a contrast of at least 3 to 1 with white.
  package var stroke: Color {
    switch self {
    case .orange: Color(hex: 0xC48700)
    case .skyBlue: Color(hex: 0x4999C6)
    case .green: Color(hex: 0x008662)
    case .yellow: Color(hex: 0x605B1A)
    case .blue: Color(hex: 0x004C77)
    case .vermilion: Color(hex: 0xC25600)
    case .purple: Color(hex: 0x915677)
    case .gray: Color(hex: 0x2C2C2C)
    }
  }
}
