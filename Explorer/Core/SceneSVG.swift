import Drawing

/// Writes scenes as SVG whose letters are texts: a browser draws them in the reader's own font, and they
/// can be searched and copied. Attributes stand in single quotes, which JSON need not escape.
struct SceneSVG {
  private var text = ""

  /// The drawing of a scene, as wide as its frame; without a background the page shows through.
  static func document(_ scene: Scene, hasBackground: Bool = false) -> String {
    var writer = SceneSVG()
    writer.write(scene, hasBackground: hasBackground)
    return writer.text
  }

  private mutating func write(_ scene: Scene, hasBackground: Bool) {
    text += "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 "
    number(scene.size.width)
    text += " "
    number(scene.size.height)
    text += "' width='"
    number(scene.size.width)
    text += "' height='"
    number(scene.size.height)
    text += "' font-family='system-ui, DejaVu Sans, Verdana, sans-serif'>"
    if hasBackground, let background = scene.background {
      text += "<rect width='100%' height='100%' fill='\(background.hex)'/>"
    }
    for primitive in scene.primitives { write(primitive) }
    text += "</svg>"
  }

  private mutating func write(_ primitive: Primitive) {
    switch primitive {
    case .path(let path, let fill, let stroke): write(path, fill, stroke)
    case .text(let label): write(label)
    // Pictures of pixels are the page's own.
    case .image: break
    }
  }

  private mutating func write(_ path: Path, _ fill: Color?, _ stroke: Stroke?) {
    text += "<path d='"
    for element in path.elements {
      switch element {
      case .move(let point): command("M", point)
      case .line(let point): command("L", point)
      case .curve(let control1, let control2, let end):
        command("C", control1)
        command(" ", control2)
        command(" ", end)
      case .close: text += "Z"
      }
    }
    text += "'"
    if let fill {
      text += " fill='\(fill.hex)'"
      if fill.opacity < 1 { attribute("fill-opacity", fill.opacity) }
    } else {
      text += " fill='none'"
    }
    if let stroke {
      text += " stroke='\(stroke.color.hex)'"
      attribute("stroke-width", stroke.width)
      if stroke.color.opacity < 1 { attribute("stroke-opacity", stroke.color.opacity) }
      if !stroke.dash.isEmpty {
        text += " stroke-dasharray='"
        for length in stroke.dash {
          number(length)
          text += " "
        }
        text += "'"
      }
      if stroke.cap != .butt { text += " stroke-linecap='\(stroke.cap.rawValue)'" }
      if stroke.join != .miter { text += " stroke-linejoin='\(stroke.join.rawValue)'" }
    }
    text += "/>"
  }

  private mutating func write(_ label: TextLabel) {
    guard label.style.size > 0, !label.string.isEmpty else { return }
    // The browser anchors the line by the width that it draws.
    let metrics = PageTextMetrics().metrics(of: label.string, in: label.style)
    let offset = label.penOffset(for: metrics).y
    text += "<text"
    switch label.direction {
    case .rightward:
      attribute("x", label.position.x)
      attribute("y", label.position.y + offset)
    case .upward:
      text += " transform='translate("
      number(label.position.x + offset)
      text += " "
      number(label.position.y)
      text += ") rotate(-90)'"
    }
    attribute("font-size", label.style.size)
    text += " fill='\(label.style.color.hex)'"
    if label.style.weight == .bold { text += " font-weight='600'" }
    if label.anchor != .start { text += " text-anchor='\(label.anchor.rawValue)'" }
    text += ">"
    for scalar in label.string.unicodeScalars {
      switch scalar {
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "&": text += "&amp;"
      default: text.unicodeScalars.append(Self.isSilent(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    text += "</text>"
  }

  /// Whether a character controls, and is no letter: XML has most of these not at all, and some turn what
  /// follows around.
  private static func isSilent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private mutating func command(_ letter: String, _ point: Point) {
    text += letter
    number(point.x)
    text += " "
    number(point.y)
  }

  private mutating func attribute(_ name: String, _ value: Double) {
    text += " \(name)='"
    number(value)
    text += "'"
  }

  /// A number in hundredths, which is what scenes are rounded to.
  private mutating func number(_ value: Double) {
    guard value.isFinite, abs(value) < 1e9 else {
      text += "0"
      return
    }
    var hundredths = Int((value * 100).rounded())
    if hundredths < 0 {
      text += "-"
      hundredths = -hundredths
    }
    text += "\(hundredths / 100)"
    let rest = hundredths % 100
    if rest > 0 {
      text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    }
  }
}

extension Color {
  /// `#1f1f1f`
  var hex: String {
    "#"
      + [red, green, blue].map { component in
        (component < 16 ? "0" : "") + String(component, radix: 16)
      }.joined()
  }
}
