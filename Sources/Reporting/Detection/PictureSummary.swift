import Architecture

/// What a report on a picture says first: which network saw which picture.
package struct PictureSummary: Sendable {
  /// The architecture, with its dialect.
  package var name: String
  /// Where the weights come from.
  package var weights: String
  /// What must be said of the answers: that they mean nothing, with weights that nobody trained.
  package var note: String?
  /// Where the picture comes from.
  package var image: String
  /// The network's input.
  package var input: Shape
  /// How many classes the network tells apart, its background included.
  package var classCount: Int
  /// The picture's width in pixels.
  package var width: Int
  /// The picture's height in pixels.
  package var height: Int

  /// A summary from its parts.
  package init(
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
