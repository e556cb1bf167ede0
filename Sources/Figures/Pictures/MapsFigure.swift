import Architecture
import Drawing

/// The feature maps of a photograph: for each chosen row some of its channels, each as a picture, beside
/// what the network sees and what it answers.
package enum MapsFigure {
  /// One channel.
  package struct Tile: Hashable, Sendable {
    /// Its number.
    package var channel: Int
    /// Its scalars, row by row.
    package var values: [Float]
    /// What the ends of the colors stand for: the middle 98 of 100 scalars lie between.
    package var range: ClosedRange<Float>

    /// A channel with scalars that are numbers, at least one.
    package init(channel: Int, values: [Float]) {
      (self.channel, self.values) = (channel, values)
      // A few places, often at the edge, would leave the rest without contrast.
      let sorted = values.sorted()
      let cut = sorted.count / 100
      range =
        sorted.isEmpty ? 0...0 : sorted[cut]...max(sorted[cut], sorted[sorted.count - 1 - cut])
    }
  }

  /// A row of the figure.
  package struct Map: Sendable {
    /// The name of what makes it.
    package var name: String
    /// Height, width and channels.
    package var shape: Shape
    /// The channels that are drawn.
    package var tiles: [Tile]

    /// A map from its parts.
    package init(name: String, shape: Shape, tiles: [Tile]) {
      (self.name, self.shape, self.tiles) = (name, shape, tiles)
    }
  }

  /// A class with its probability.
  package struct RankedClass: Hashable, Sendable {
    /// The name.
    package var name: String
    /// From 0 to 1.
    package var probability: Double

    /// A class from its parts.
    package init(name: String, probability: Double) {
      (self.name, self.probability) = (name, probability)
    }
  }

  /// What is drawn.
  package struct Content: Sendable {
    /// What the network sees.
    package var picture: Raster
    /// The picture's name.
    package var name: String
    /// The best classes; none if the network has no scores.
    package var classes: [RankedClass]
    /// The maps, from the picture on.
    package var maps: [Map]
    /// What must be said of weights that were never trained.
    package var warning: String?

    /// A content from its parts.
    package init(
      picture: Raster, name: String, classes: [RankedClass], maps: [Map], warning: String?
    ) {
      (self.picture, self.name, self.classes) = (picture, name, classes)
      (self.maps, self.warning) = (maps, warning)
    }
  }

  /// The most rows of a figure.
  package static let mostRows = 12
  /// The most tiles of a figure: on a slide they are then as high as three lines of text.
  package static let mostTiles = 240

  /// Channels of each of so many rows that are drawn unless a number is asked for: as many as fill a slide
  /// with square maps, and a line or two of a column.
  package static func usualTiles(rows: Int, on canvas: FigureCanvas) -> Int {
    if canvas == .column { return rows <= 1 ? 25 : rows == 2 ? 15 : rows <= 4 ? 10 : 5 }
    return switch rows {
    case ...1: 24
    case 2: 14
    case 3, 4: 8
    case 5: 9
    case 6: 10
    default: 12
    }
  }

  /// The figure on a canvas.
  package static func scene(
    _ spec: ArchitectureSpec, _ content: Content, on canvas: FigureCanvas = .slide,
    theme: Theme = .light, measuring: some TextMeasuring
  ) -> Scene {
    let layout = MapsLayout(content: content, canvas: canvas, theme: theme)
    let swatch = Rect(x: 0, y: -6, width: 60, height: 12)
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "\(FigureTitle.title(of: spec)): feature maps of a picture",
        facts: FigureTitle.modelName(of: spec) + [
          content.name, "input \(content.picture.height)×\(content.picture.width)",
          "of each row the channels that vary most from place to place",
        ],
        source: FigureTitle.source(of: spec.reference)),
      notes: [
        "Below each map stand the two values where its colors end; what lies beyond has the color of the end."
      ] + (content.warning.map { [$0] } ?? []),
      key: FigureKey(entries: [
        FigureKey.Entry(
          width: swatch.width, swatch: ColorRamp.sequential.strip(swatch, theme),
          text: "from the 1st to the 99th percentile of each map")
      ]))
    return frame.scene(
      height: { layout.leastHeight(width: $0, measuring: measuring) }, measuring: measuring
    ) { layout.primitives(in: $0, measuring: measuring) }
  }
}
