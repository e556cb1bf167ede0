import Drawing
import Foundation

@testable import Figures

extension SceneLaws {
  /// Texts whose contrast with what lies below them is under 4.5 to 1 (WCAG AA).
  static func faintTexts(_ scene: Scene) -> [String] {
    scene.primitives.enumerated().compactMap { index, primitive in
      guard let label = primitive.label, !label.string.isEmpty else { return nil }
      let center = label.bounds(measuring: FixedTextMetrics()).center
      var ground = scene.background ?? .white
      for below in scene.primitives[..<index] {
        guard case .path(let path, let fill?, _) = below, path.covers(center) else { continue }
        ground = ground.mixed(with: fill.with(opacity: 1), share: fill.opacity)
      }
      let contrast = label.style.color.contrast(with: ground)
      return contrast < 4.5 ? "\(label.string): \(contrast)" : nil
    }
  }
}

extension Color {
  /// The contrast of two colors as WCAG computes it, 1 to 21.
  func contrast(with other: Color) -> Double {
    let (first, second) = (luminance, other.luminance)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private var luminance: Double {
    func linear(_ component: UInt8) -> Double {
      let value = Double(component) / 255
      guard value > 0.04045 else { return value / 12.92 }
      return pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}

extension Path {
  /// Whether a point lies inside; curves count as lines through their ends.
  func covers(_ point: Point) -> Bool {
    guard let bounds, bounds.contains(Rect(origin: point, size: Size(0, 0))) else { return false }
    var corners: [[Point]] = []
    for element in elements {
      switch element {
      case .move(let start): corners.append([start])
      case .line(let end), .curve(_, _, let end):
        if corners.isEmpty { corners.append([]) }
        corners[corners.count - 1].append(end)
      case .close: break
      }
    }
    return corners.reduce(false) { $0 != Self.isInside(point, $1) }
  }

  private static func isInside(_ point: Point, _ corners: [Point]) -> Bool {
    zip(corners, corners.dropFirst() + corners.prefix(1)).reduce(false) { inside, edge in
      let (from, to) = edge
      guard (from.y > point.y) != (to.y > point.y) else { return inside }
      let x = from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x)
      return point.x < x ? !inside : inside
    }
  }
}
