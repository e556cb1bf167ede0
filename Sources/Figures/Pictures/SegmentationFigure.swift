import Drawing

/// A picture whose pixels are tinted by their class, a point for each, with a legend below.
package enum SegmentationFigure {
  /// A class in the legend.
  package struct Entry: Hashable, Sendable {
    /// The class.
    package var classIndex: Int
    /// Its name.
    package var name: String

    /// An entry from its parts.
    package init(classIndex: Int, name: String) {
      self.classIndex = classIndex
      self.name = name
    }
  }

  /// The figure: `classes` has an entry for every pixel, row by row; those of `background` keep
  /// their color, and only classes of the legend are tinted. A note stands below the legend.
  /// Nothing if the classes do not fill the picture.
  package static func scene(
    picture: Raster, classes: [Int], background: Int?, legend entries: [Entry],
    note: String? = nil, measuring: some TextMeasuring
  ) -> Scene? {
    guard classes.count == picture.width * picture.height else { return nil }
    var colors: [Int: Color] = [:]
    for entry in entries { colors[entry.classIndex] = color(of: entry.classIndex) }
    var pixels = picture.pixels
    for (pixel, classIndex) in classes.enumerated() where classIndex != background {
      guard let color = colors[classIndex] else { continue }
      for (channel, tint) in [color.red, color.green, color.blue].enumerated() {
        let index = pixel * 3 + channel
        pixels[index] = UInt8((Int(pixels[index]) * 2 + Int(tint) * 3) / 5)
      }
    }
    guard let tinted = Raster(width: picture.width, height: picture.height, pixels: pixels) else {
      return nil
    }
    let (width, height) = (Double(picture.width), Double(picture.height))
    let style = TextStyle(size: min(max(max(width, height) / 45, 9), 40))
    let margin = style.size / 2
    let legend = Legend(
      entries.map { entry in
        let color = entry.classIndex == background ? Color.white : color(of: entry.classIndex)
        return Legend.Entry(.box(fill: color, stroke: Stroke(.ink, width: 1)), label: entry.name)
      }, style: style
    ).layout(width: width - 2 * margin, measuring: measuring)
    var scene = Scene(
      size: Size(
        max(width, legend.size.width + 2 * margin),
        height + (entries.isEmpty ? 0 : legend.size.height + 2 * margin)))
    scene.add(.image(tinted, in: Rect(x: 0, y: 0, width: width, height: height)))
    scene.add(
      contentsOf: legend.primitives.map { $0.translated(x: margin, y: height + margin) })
    return note.map { scene.noting($0, style: style, measuring: measuring) } ?? scene
  }

  /// The color of a class in the color map of PASCAL VOC: bits of the class, three by three, are
  /// the highest bits of red, green and blue.
  package static func color(of classIndex: Int) -> Color {
    var (rest, red, green, blue) = (max(classIndex, 0), 0, 0, 0)
    for bit in stride(from: 7, through: 0, by: -1) {
      red |= (rest & 1) << bit
      green |= (rest >> 1 & 1) << bit
      blue |= (rest >> 2 & 1) << bit
      rest >>= 3
    }
    return Color(hex: UInt32(red << 16 | green << 8 | blue))
  }
}
