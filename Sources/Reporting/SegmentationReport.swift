import Architecture

/// How much of a picture belongs to which class, for people and for programs.
public struct SegmentationReport: Codable, Sendable {
  /// A class that some pixels have.
  public struct NamedClass: Codable, Hashable, Sendable {
    /// The class.
    public var index: Int
    /// Its name; `class` and its number if the table has no list that fits.
    public var name: String
    /// Pixels of the picture that have it.
    public var pixels: Int
  }

  /// The architecture, with its dialect.
  public var name: String
  /// Where the weights come from.
  public var weights: String
  /// What must be said of the classes: that they mean nothing, with weights that nobody trained.
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
  /// The classes, the most frequent first.
  public var classes: [NamedClass]

  /// A report on a picture of the given sides with a class for each of its pixels.
  public init(
    name: String, weights: String, note: String?, image: String, input: Shape, classCount: Int,
    width: Int, height: Int,
    classes: [Int], labels: [String]
  ) {
    self.name = name
    self.weights = weights
    self.note = note
    self.image = image
    self.input = ShapeJSON(input)
    self.classCount = classCount
    self.width = width
    self.height = height
    var counts: [Int: Int] = [:]
    for classIndex in classes { counts[classIndex, default: 0] += 1 }
    self.classes = counts.map { index, pixels in
      NamedClass(index: index, name: className(index, labels), pixels: pixels)
    }.sorted { ($1.pixels, $0.index) < ($0.pixels, $1.index) }
  }

  /// The text: a line a class.
  public func table(heading: [String]) -> ReportTable {
    ReportTable(
      heading: heading,
      columns: [.init("class", .left), .init("pixels"), .init("%")],
      lines: classes.map {
        ReportTable.Line([
          $0.name, Numbers.grouped($0.pixels), Numbers.percent($0.pixels, of: width * height),
        ])
      },
      totals: [ReportTable.Line(["total", Numbers.grouped(width * height), "100.0"])])
  }
}
