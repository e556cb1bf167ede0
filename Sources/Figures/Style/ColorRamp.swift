import Drawing

/// Colors for numbers, the same order of lightness for every reader, with color vision deficiencies or
/// without; on paper, grays.
enum ColorRamp {
  /// From the least to the largest number: the darker, the smaller (on paper, the lighter).
  case sequential
  /// From the negative to the positive, with zero in the middle.
  case diverging

  /// The color of a share, from 0 for the first end to 1 for the other.
  func color(_ share: Double, _ theme: Theme) -> Color {
    let stops = stops(theme)
    let place = (share.isFinite ? min(max(share, 0), 1) : 0.5) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    return Color(hex: stops[index]).mixed(
      with: Color(hex: stops[index + 1]), share: place - Double(index))
  }

  /// Colors at equal distances. Those in order of lightness are matplotlib's viridis; blue and orange
  /// about zero are Okabe and Ito's.
  private func stops(_ theme: Theme) -> [UInt32] {
    switch (self, theme) {
    case (.sequential, .light), (.sequential, .dark):
      [
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
        0xFDE725,
      ]
    case (.sequential, .print): [0xFFFFFF, 0x000000]
    case (.diverging, .light): [0x004C77, 0x5FA8D3, 0xFFFFFF, 0xEE9A5A, 0xA84300]
    case (.diverging, .dark): [0x9AD4F5, 0x2F7FB0, 0x1C1C1C, 0xC0661A, 0xFFC48A]
    case (.diverging, .print): [0xFFFFFF, 0x8C8C8C, 0x000000]
    }
  }

  /// A strip of all colors, from the first end to the other, for legends.
  func strip(_ rect: Rect, _ theme: Theme) -> [Primitive] {
    let count = 128
    let pixels = (0..<count).flatMap { index in
      color(Double(index) / Double(count - 1), theme).components
    }
    guard let raster = Raster(width: count, height: 1, pixels: pixels) else { return [] }
    return [
      .image(raster, in: rect),
      .path(.rectangle(rect), stroke: Stroke(.mutedInk, width: 0.6)),
    ]
  }
}

extension Color {
  /// Red, green and blue.
  fileprivate var components: [UInt8] { [red, green, blue] }
}

extension Raster {
  /// Numbers, row by row, as a picture with so many pixels for each that no viewer blurs it; nothing if
  /// they do not fill its sides.
  static func mosaic(
    _ values: [Float], width: Int, height: Int, _ range: ClosedRange<Float>, _ ramp: ColorRamp,
    _ theme: Theme
  ) -> Raster? {
    guard width > 0, height > 0, values.count == width * height else { return nil }
    let span = range.upperBound - range.lowerBound
    let (across, down) = (enlargement(width), enlargement(height))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * values.count * across * down)
    for y in 0..<height {
      var line: [UInt8] = []
      for x in 0..<width {
        let share = span > 0 ? (values[y * width + x] - range.lowerBound) / span : 0
        let components = ramp.color(Double(share), theme).components
        for _ in 0..<across { line += components }
      }
      for _ in 0..<down { pixels += line }
    }
    return Raster(width: width * across, height: height * down, pixels: pixels)
  }

  /// Pixels for a number along a side of so many.
  private static func enlargement(_ side: Int) -> Int { max(1, (96 + side - 1) / side) }

  /// The picture in a theme: on paper in grays.
  func themed(_ theme: Theme) -> Raster {
    guard theme == .print else { return self }
    var pixels = pixels
    for start in stride(from: 0, to: pixels.count, by: 3) {
      let (red, green, blue) = (pixels[start], pixels[start + 1], pixels[start + 2])
      let luma = (299 * Int(red) + 587 * Int(green) + 114 * Int(blue)) / 1000
      for index in start..<start + 3 { pixels[index] = UInt8(luma) }
    }
    return Raster(width: width, height: height, pixels: pixels) ?? self
  }
}
