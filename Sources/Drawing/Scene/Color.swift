/// A color in the sRGB space.
public struct Color: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The red component, 0 to 255.
  public let red: UInt8
  /// The green component, 0 to 255.
  public let green: UInt8
  /// The blue component, 0 to 255.
  public let blue: UInt8
  /// 0 for invisible to 1 for opaque, in hundredths.
  public let opacity: Double

  /// White paper.
  public static let white = Color(hex: 0xFFFFFF)
  /// The near-black of text and outlines.
  public static let ink = Color(hex: 0x1F1F1F)
  /// The gray of axes and secondary text; reaches a contrast of 7 to 1 on white.
  public static let mutedInk = Color(hex: 0x555555)
  /// The light gray of grid lines.
  public static let hairline = Color(hex: 0xDDDDDD)

  /// The color of a hexadecimal literal such as `0xE69F00`.
  ///
  /// Bits above the lowest 24 are ignored; an opacity outside 0 to 1 is brought to the nearer end,
  /// and one that is not a number to 0.
  public init(hex: UInt32, opacity: Double = 1) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
    self.opacity = opacity > 0 ? min(opacity, 1).roundedToHundredth : 0
  }

  /// `#RRGGBB`, followed by `@` and the opacity where it is below 1.
  public var description: String {
    let digits = [red, green, blue].map { component in
      (component < 16 ? "0" : "") + String(component, radix: 16, uppercase: true)
    }
    return "#" + digits.joined() + (opacity < 1 ? "@\(opacity.dump)" : "")
  }
}
