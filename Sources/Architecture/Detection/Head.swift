/// A head repeated over several sources: one answer per place of every map.
package struct Head: Sendable {
  /// One of the answers that a head gives at each place, with its own rows.
  package struct Branch: Sendable {
    /// For example `box` or `class`.
    package var name: String
    /// The rows over each source; the last one's channels are places' answers.
    package var rows: [Row]
    /// Answers of one box, field by field: what the last channels are split into when maps are
    /// joined.
    package var fields: [Field]

    /// A branch from its parts.
    package init(name: String, rows: [Row], fields: [Field]) {
      self.name = name
      self.rows = rows
      self.fields = fields
    }
  }

  /// Some of the numbers that a head gives for one box.
  package struct Field: Hashable, Sendable {
    /// For example `box`, `objectness` or `class`.
    package var name: String
    /// How many numbers.
    package var count: Quantity

    /// A field from its parts.
    package init(name: String, count: Quantity) {
      self.name = name
      self.count = count
    }
  }

  /// How the maps' answers are handed over.
  package enum Join: String, CaseIterable, Hashable, Sendable {
    /// One list of boxes: flattened place by place, one map after the other.
    case places
    /// Map by map.
    case maps
  }

  /// The maps.
  package var sources: [Source]
  /// Boxes per place of each map.
  package var boxes: [Int]
  /// The answers.
  package var branches: [Branch]
  /// How they are handed over.
  package var join: Join
  /// How the answers become boxes in a picture; nothing if they do not or no source says.
  package var detection: DetectionSpec?
  /// The number and the cells of the row that the head is, where it is one.
  package var row: (number: Int, cells: [Cell])?
  /// Where the head stands.
  package var location: SourceLocation

  /// A head from its parts.
  package init(
    sources: [Source], boxes: [Int], branches: [Branch], join: Join,
    detection: DetectionSpec? = nil, row: (number: Int, cells: [Cell])? = nil,
    location: SourceLocation
  ) {
    self.sources = sources
    self.boxes = boxes
    self.branches = branches
    self.join = join
    self.detection = detection
    self.row = row
    self.location = location
  }
}
