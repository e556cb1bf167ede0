import Architecture

/// What a report on a picture says first: which network saw which picture.
public struct PictureSummary: Sendable {
  /// The architecture, with its dialect.
  public var name: String
  /// Where the weights come from.
  public var weights: String
  /// What must be said of the answers: that they mean nothing, with weights that nobody trained.
  public var note: String?
  /// Where the picture comes from.
  public var image: String
  /// The network's input.
  public var input: Shape
  /// How many classes the network tells apart, its background included.
  public var classCount: Int
  /// The picture's width in pixels.
  public var width: Int
  /// The picture's height in pixels.
  public var height: Int

  /// A summary from its parts.
  public init(
    name: String, weights: String, note: String?, image: String, input: Shape, classCount: Int,
    width: Int, height: Int
  ) {
    self.name = name
    self.weights = weights
    self.note = note
    self.image = image
    self.input = input
    self.classCount = classCount
    self.width = width
    self.height = height
  }

  /// For programs, by name; without a note where there is none.
  var facts: [String: JSONValue] {
    var facts: [String: JSONValue] = [
      "name": .text(name), "weights": .text(weights), "image": .text(image),
      "input": JSONValue(input), "classCount": .integer(classCount), "width": .integer(width),
      "height": .integer(height),
    ]
    facts["note"] = note.map { .text($0) }
    return facts
  }
}

/// The name of a class, or its number.
func className(_ index: Int, _ labels: [String]) -> String {
  labels.indices.contains(index) ? labels[index] : "class \(index)"
}
