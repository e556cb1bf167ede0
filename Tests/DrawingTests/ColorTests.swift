import Foundation
import Testing

@testable import Drawing

@Suite struct ColorTests {
  @Test func readsHexadecimalLiterals() {
    let orange = Color(hex: 0xE69F00)
    #expect((orange.red, orange.green, orange.blue) == (230, 159, 0))
    #expect(orange.description == "#E69F00")
    #expect(Color(hex: 0xFF00_000A) == Color(hex: 0x0A))
  }

  @Test(arguments: [(2.0, 1.0), (-1, 0), (.nan, 0), (0.333, 0.33), (1, 1)])
  func bringsOpacityIntoRange(given: Double, kept: Double) {
    #expect(Color(hex: 0, opacity: given).opacity == kept)
  }

  @Test(arguments: Palette.allCases)
  func fillsCarryDarkTextAndStrokesShowOnWhite(color: Palette) {
    #expect(contrast(color.fill, Color(hex: 0)) >= 7)
    #expect(contrast(color.fill, .ink) >= 4.5)
    #expect(contrast(color.stroke, .white) >= 3)
    #expect(luminance(color.stroke) < luminance(color.fill))
  }

  @Test func textColorsAreReadableOnWhite() {
    #expect(contrast(.ink, .white) >= 7)
    #expect(contrast(.mutedInk, .white) >= 7)
  }

  @Test(arguments: Vision.allCases)
  func thePaletteStaysApart(vision: Vision) {
    for shade in [\Palette.fill, \Palette.stroke] {
      let seen = Palette.allCases.map { ($0, vision.lab($0[keyPath: shade])) }
      for (index, (name, first)) in seen.enumerated() {
        for (other, second) in seen[(index + 1)...] {
          let difference = zip(first, second).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
          #expect(difference.squareRoot() >= 10, "\(name) and \(other)")
        }
      }
    }
  }

  private func luminance(_ color: Color) -> Double {
    zip(linear(color), [0.2126, 0.7152, 0.0722]).map(*).reduce(0, +)
  }

  /// The contrast ratio of the Web Content Accessibility Guidelines.
  private func contrast(_ first: Color, _ second: Color) -> Double {
    let (one, other) = (luminance(first), luminance(second))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }
}

/// The red, green and blue of a color in linear light, 0 to 1.
private func linear(_ color: Color) -> [Double] {
  [color.red, color.green, color.blue].map { component in
    let value = Double(component) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

/// How a reader sees colors; the matrices act on linear sRGB and are those of Machado, Oliveira
/// and Fernandes (2009) for a complete deficiency.
enum Vision: CaseIterable {
  case full, protanopia, deuteranopia, tritanopia

  private var matrix: [[Double]] {
    switch self {
    case .full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  /// The color as seen, in CIE L*a*b* under daylight (D65).
  func lab(_ color: Color) -> [Double] {
    let light = linear(color)
    let seen = matrix.map { row in min(1, max(0, zip(row, light).map(*).reduce(0, +))) }
    let toXYZ = [
      [0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505],
    ]
    let white = [0.95047, 1, 1.08883]
    let f = zip(toXYZ, white).map { row, white in
      let share = zip(row, seen).map(*).reduce(0, +) / white
      return share > 216 / 24389.0 ? cbrt(share) : (24389 / 27.0 * share + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}
