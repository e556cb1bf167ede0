extension Scene: CustomStringConvertible {
  /// A dump of the scene, one line for the canvas and one for each mark: equal exactly for equal
  /// scenes.
  public var description: String {
    let canvas =
      "scene \(size.width.dump) \(size.height.dump) background \(background?.description ?? "none")"
    return ([canvas] + primitives.map { $0.dump }).joined(separator: "\n") + "\n"
  }
}

extension Primitive {
  fileprivate var dump: String {
    switch self {
    case .path(let path, let fill, let stroke):
      let parts = [
        ["path"],
        path.elements.map { $0.dump },
        fill.map { ["fill", $0.description] } ?? [],
        stroke.map { ["stroke", $0.dump] } ?? [],
      ]
      return parts.joined().joined(separator: " ")
    case .text(let label):
      return [
        "text", label.string.debugDescription, "at", label.position.dump,
        label.anchor.rawValue, label.baseline.rawValue, label.direction.rawValue,
        label.style.size.dump, label.style.weight.rawValue, label.style.color.description,
      ].joined(separator: " ")
    case .image(let raster, let rect):
      return [
        "image", "\(raster.width)x\(raster.height)", raster.pixelHash, "at", rect.x.dump,
        rect.y.dump, rect.width.dump, rect.height.dump,
      ].joined(separator: " ")
    }
  }
}

extension Raster {
  /// The FNV-1a hash of the pixels, in hexadecimal.
  fileprivate var pixelHash: String {
    let hash = pixels.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}

extension Path.Element {
  fileprivate var dump: String {
    switch self {
    case .move(let point): "M \(point.dump)"
    case .line(let point): "L \(point.dump)"
    case .curve(let control1, let control2, let end):
      "C \(control1.dump) \(control2.dump) \(end.dump)"
    case .close: "Z"
    }
  }
}

extension Stroke {
  fileprivate var dump: String {
    let pattern = dash.isEmpty ? "solid" : dash.map { $0.dump }.joined(separator: ",")
    return "\(color) \(width.dump) \(pattern) \(cap.rawValue) \(join.rawValue)"
  }
}

extension Point {
  fileprivate var dump: String { "\(x.dump) \(y.dump)" }
}

extension Double {
  /// The shortest decimal that reads back as the same number, without a bare `.0`.
  var dump: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
