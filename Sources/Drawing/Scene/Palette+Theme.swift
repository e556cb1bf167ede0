extension Palette {
  /// The color of the palette whose light shade it is, whatever its opacity.
  init?(fill color: Color) {
    let found = Self.allCases.first { $0.fill.hasComponents(of: color) }
    guard let found else { return nil }
    self = found
  }

  /// The color of the palette whose dark shade it is, whatever its opacity.
  init?(stroke color: Color) {
    let found = Self.allCases.first { $0.stroke.hasComponents(of: color) }
    guard let found else { return nil }
    self = found
  }

  /// The shade for areas under light text on a dark ground.
  package var darkFill: Color {
    switch self {
    case .gray: Color(hex: 0x3A3A3A)
    case .yellow: Color(hex: 0x5C5614)
    case .orange, .skyBlue, .green, .blue, .vermilion, .purple:
      stroke.mixed(with: Color(hex: 0x000000), share: 0.42)
    }
  }

  /// What stands for an area's color on paper; nothing for those that stay plain.
  var hatch: Hatch? {
    switch self {
    case .gray, .yellow: nil
    case .orange: Hatch(direction: Point(1, 1), spacing: 5)
    case .green: Hatch(direction: Point(1, -1), spacing: 5)
    case .skyBlue: Hatch(direction: Point(1, 0), spacing: 4)
    case .blue: Hatch(direction: Point(1, 0), spacing: 8)
    case .purple: Hatch(direction: Point(0, 1), spacing: 4)
    case .vermilion: Hatch(direction: Point(1, -1), spacing: 9)
    }
  }

  /// What stands for a line's color on paper, in widths of the line; empty for a solid one.
  var dash: [Double] {
    switch self {
    case .gray, .blue: []
    case .orange: [6, 2]
    case .skyBlue: [1.5, 1.5]
    case .green: [4, 1.5]
    case .yellow: [8, 2, 2, 2]
    case .vermilion: [3, 3]
    case .purple: [5, 1.5, 1.5, 1.5]
    }
  }
}

extension Color {
  fileprivate func hasComponents(of other: Color) -> Bool {
    red == other.red && green == other.green && blue == other.blue
  }
}
