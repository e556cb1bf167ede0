import Architecture
import Detection

/// The boxes in a picture, for people and for programs.
public struct DetectionReport: Codable, Sendable {
  /// A box with the name of its class; edges in pixels of the picture.
  public struct NamedBox: Codable, Hashable, Sendable {
    /// The class, as the head counts them.
    public var index: Int
    /// Its name; `class` and its number if the table has no list that fits.
    public var name: String
    /// The score.
    public var score: Float
    /// The left edge.
    public var left: Float
    /// The top edge.
    public var top: Float
    /// The right edge.
    public var right: Float
    /// The bottom edge.
    public var bottom: Float

    /// The name and the score as they stand on a figure.
    public var label: String { "\(name) \(Numbers.fixed(Double(score), 2))" }
  }

  /// The architecture, with its dialect.
  public var name: String
  /// Where the weights come from.
  public var weights: String
  /// What must be said of the boxes: that they mean nothing, with weights that nobody trained.
  public var note: String?
  /// Where the picture comes from.
  public var image: String
  /// The network's input.
  public var input: ShapeJSON
  /// How many classes the network tells apart, its background included.
  public var classCount: Int
  /// The picture's width in pixels.
  public var width: Int
  /// The picture's height in pixels.
  public var height: Int
  /// The boxes, best first.
  public var boxes: [NamedBox]

  /// A report on boxes in a picture of the given sides.
  public init(
    name: String, weights: String, note: String?, image: String, input: Shape, classCount: Int,
    width: Int, height: Int,
    boxes: [DetectedBox], labels: [String]
  ) {
    self.name = name
    self.weights = weights
    self.note = note
    self.image = image
    self.input = ShapeJSON(input)
    self.classCount = classCount
    self.width = width
    self.height = height
    self.boxes = boxes.map { found in
      NamedBox(
        index: found.classIndex, name: className(found.classIndex, labels), score: found.score,
        left: found.box.left, top: found.box.top, right: found.box.right, bottom: found.box.bottom)
    }
  }

  /// The text: a line a box.
  public func table(heading: [String]) -> ReportTable {
    ReportTable(
      heading: heading,
      columns: [
        .init("class", .left), .init("score"), .init("left"), .init("top"), .init("right"),
        .init("bottom"),
      ],
      lines: boxes.map { box in
        ReportTable.Line(
          [box.name, Numbers.fixed(Double(box.score), 4)]
            + [box.left, box.top, box.right, box.bottom].map { Numbers.fixed(Double($0), 1) })
      },
      footer: [
        "\(boxes.count) boxes; edges in pixels from the picture's top left corner"
          + (reachesBeyond ? "; nothing cuts them off there, so some reach beyond it" : "")
      ])
  }

  private var reachesBeyond: Bool {
    boxes.contains {
      $0.left < 0 || $0.top < 0 || $0.right > Float(width) || $0.bottom > Float(height)
    }
  }
}

/// The name of a class, or its number.
func className(_ index: Int, _ labels: [String]) -> String {
  labels.indices.contains(index) ? labels[index] : "class \(index)"
}
