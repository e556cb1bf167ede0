/// The looks of a figure for what it is shown on.
public enum Theme: String, CaseIterable, Sendable {
  /// Dark marks on white, in color.
  case light
  /// Light marks on a dark screen, in color.
  case dark
  /// Black and grays on paper; hatches stand for colors.
  case print
}

extension Scene {
  /// The scene in a theme. Pictures of pixels stay as they are.
  public func themed(_ theme: Theme) -> Scene {
    switch theme {
    case .light: return self
    case .dark:
      return Scene(
        size: size, background: background?.onDark,
        primitives: primitives.map { $0.recolored { $0.onDark } })
    case .print:
      return Scene(
        size: size, background: background, primitives: primitives.flatMap { $0.printed })
    }
  }

  /// The scene with all lengths multiplied by a factor.
  public func scaled(by factor: Double) -> Scene {
    Scene(
      size: Size(size.width * factor, size.height * factor), background: background,
      primitives: primitives.map { $0.scaled(by: factor) })
  }
}

extension Primitive {
  /// The mark with every color sent through a function; pictures of pixels stay.
  fileprivate func recolored(_ color: (Color) -> Color) -> Primitive {
    switch self {
    case .path(let path, let fill, var stroke):
      if let old = stroke?.color { stroke?.color = color(old) }
      return .path(path, fill: fill.map(color), stroke: stroke)
    case .text(var label):
      label.style.color = color(label.style.color)
      return .text(label)
    case .image: return self
    }
  }

  /// The mark without color: an area of the palette gets its gray and its hatch, an open line of the
  /// palette its dashes.
  fileprivate var printed: [Primitive] {
    let gray = recolored { $0.onPaper }
    guard case .path(let path, let fill, let stroke) = self,
      case .path(_, let grayFill, var grayStroke) = gray
    else { return [gray] }
    if let fill, let palette = Palette(fill: fill), fill.opacity == 1 {
      let hatch = palette.hatch.map {
        Primitive.path(path.hatch($0), stroke: Stroke(Color(hex: 0x8A8A8A), width: 0.6))
      }
      return [.path(path, fill: grayFill)] + (hatch.map { [$0] } ?? [])
        + [.path(path, stroke: grayStroke)]
    }
    if fill == nil, let stroke, stroke.dash.isEmpty, let palette = Palette(stroke: stroke.color) {
      grayStroke?.dash = palette.dash.map { $0 * max(stroke.width, 1) }
    }
    return [.path(path, fill: grayFill, stroke: grayStroke)]
  }

  fileprivate func scaled(by factor: Double) -> Primitive {
    func place(_ point: Point) -> Point { Point(point.x * factor, point.y * factor) }
    switch self {
    case .path(let path, let fill, var stroke):
      if let old = stroke {
        stroke?.width = old.width * factor
        stroke?.dash = old.dash.map { $0 * factor }
      }
      return .path(path.mapPoints(place), fill: fill, stroke: stroke)
    case .text(var label):
      label.position = place(label.position)
      label.style.size *= factor
      return .text(label)
    case .image(let raster, let rect):
      return .image(
        raster,
        in: Rect(
          x: rect.x * factor, y: rect.y * factor, width: rect.width * factor,
          height: rect.height * factor))
    }
  }
}

extension Color {
  /// The weighted mean of the components, 0 to 255.
  fileprivate var luma: Double {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
  }

  /// The color on a dark ground: areas of the palette become dark shades, its lines light ones, and of
  /// the rest light turns into dark.
  fileprivate var onDark: Color {
    if let palette = Palette(fill: self) { return palette.darkFill.with(opacity: opacity) }
    if let palette = Palette(stroke: self) { return palette.fill.with(opacity: opacity) }
    // White becomes the ground, ink nearly white.
    let shift = 24 + (255 - luma) * (232 - 24) / (255 - Color.ink.luma) - luma
    return Color(red: Double(red) + shift, Double(green) + shift, Double(blue) + shift, opacity)
  }

  /// The color on paper without color.
  fileprivate var onPaper: Color {
    if Palette(fill: self) != nil {
      return Color(red: paperGray, paperGray, paperGray, opacity)
    }
    if Palette(stroke: self) != nil { return Color.ink.with(opacity: opacity) }
    return Color(red: luma, luma, luma, opacity)
  }

  /// A light gray that still follows the color's lightness.
  private var paperGray: Double { 255 - (255 - luma) * 0.35 }

  fileprivate init(red: Double, _ green: Double, _ blue: Double, _ opacity: Double) {
    func component(_ value: Double) -> UInt32 { UInt32(min(max(value.rounded(), 0), 255)) }
    self.init(
      hex: component(red) << 16 | component(green) << 8 | component(blue), opacity: opacity)
  }

  /// The same color, seen through so much.
  package func with(opacity: Double) -> Color {
    Color(red: Double(red), Double(green), Double(blue), opacity)
  }

  /// The color between this one and another: 0 for this one, 1 for the other.
  package func mixed(with other: Color, share: Double) -> Color {
    func between(_ from: UInt8, _ to: UInt8) -> Double {
      Double(from) + (Double(to) - Double(from)) * share
    }
    return Color(
      red: between(red, other.red), between(green, other.green), between(blue, other.blue),
      opacity + (other.opacity - opacity) * share)
  }
}
