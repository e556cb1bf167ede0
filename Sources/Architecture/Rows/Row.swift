/// One cell as the table prints it.
package struct Cell: Hashable, Sendable {
  /// The column's name as the header has it.
  package var column: String
  /// The text of the cell; a list is printed as YAML prints it in one line, absence as `~`.
  package var text: String
  /// Where the cell stands.
  package var location: SourceLocation

  /// A cell from its parts.
  package init(column: String, text: String, location: SourceLocation) {
    self.column = column
    self.text = text
    self.location = location
  }
}

/// Where a row takes a tensor from.
package struct Source: Hashable, Sendable, CustomStringConvertible {
  /// The row that a source names.
  package enum Anchor: Hashable, Sendable {
    /// The picture.
    case input
    /// A row so many rows back: 1 is the row before.
    case back(Int)
    /// A row by its number.
    case number(Int)
    /// A row by its name.
    case name(String)
  }

  /// The row.
  package var anchor: Anchor
  /// A place inside the row: a role (`expand`), a named row or result of its block, or either in one
  /// repeat (`2.expand`).
  package var place: String?

  /// A source from its parts.
  package init(_ anchor: Anchor, place: String? = nil) {
    self.anchor = anchor
    self.place = place
  }

  /// As a table writes it.
  package var description: String {
    let row =
      switch anchor {
      case .input: "input"
      case .back(let rows): "-\(rows)"
      case .number(let number): "\(number)"
      case .name(let name): name
      }
    return place.map { "\(row).\($0)" } ?? row
  }
}

/// The parts of a system by which every report can split.
public enum Part: String, CaseIterable, Hashable, Sendable {
  /// The layers that make features of a picture, or all of a network without other parts.
  case backbone
  /// What makes scores of classes of the last features.
  case classifier
  /// What joins maps of several scales.
  case neck
  /// Layers added below the backbone for smaller maps.
  case extras
  /// What gives the answer.
  case head
}

/// One row of a table: what it does, to what, how often, and what it claims.
package struct Row: Sendable {
  /// The number as one reads it in the paper.
  package var number: Int
  /// The row's own name, or its operator and how many of that operator came before (`bneck13`).
  package var name: String
  /// What its repeats are called, one name each; none if they go by the row's name and a number.
  package var repeatNames: [String]
  /// Where its tensors come from; empty means the row before.
  package var sources: [Source]
  /// What it does.
  package var operation: RowOperation
  /// How often it is repeated (column n or number).
  package var repeats: Quantity
  /// Whether it stands (column when); one that does not hands on what it takes.
  package var condition: Condition?
  /// The number of the group of rows that are repeated together, if the row is in one, and how
  /// often: MobileNetV1's "5x" spans two rows.
  package var group: Group?
  /// The part of the system.
  package var part: Part
  /// The shape of its input that the table claims, in the papers' Input column.
  package var inputClaim: ShapeClaim?
  /// Input channels that the table claims elsewhere (V1's filter shapes).
  package var channelsClaim: ChannelsClaim?
  /// The cells as printed.
  package var cells: [Cell]
  /// Where the row stands.
  package var location: SourceLocation

  /// Rows that are repeated together.
  package struct Group: Hashable, Sendable {
    /// Distinguishes one group from another in its table.
    package var index: Int
    /// How often the group is repeated.
    package var count: Quantity
    /// Where that stands.
    package var location: SourceLocation

    /// A group from its parts.
    package init(index: Int, count: Quantity, location: SourceLocation) {
      self.index = index
      self.count = count
      self.location = location
    }
  }

  /// A row from its parts.
  package init(
    number: Int, name: String, repeatNames: [String] = [], sources: [Source] = [],
    operation: RowOperation,
    repeats: Quantity = Quantity(1), condition: Condition? = nil, group: Group? = nil,
    part: Part = .backbone,
    inputClaim: ShapeClaim? = nil, channelsClaim: ChannelsClaim? = nil, cells: [Cell] = [],
    location: SourceLocation
  ) {
    self.number = number
    self.name = name
    self.repeatNames = repeatNames
    self.sources = sources
    self.operation = operation
    self.repeats = repeats
    self.condition = condition
    self.group = group
    self.part = part
    self.inputClaim = inputClaim
    self.channelsClaim = channelsClaim
    self.cells = cells
    self.location = location
  }

  /// What the row does, as its table writes it.
  package var operatorText: String {
    cells.first { ["operator", "module", "type / stride"].contains($0.column.lowercased()) }?.text
      ?? name
  }

  /// Where a column's cell stands, or the row if it has none.
  package func location(of column: String) -> SourceLocation {
    location(ofAny: [column])
  }

  /// The location of the first of several columns that the row has.
  package func location(ofAny columns: [String]) -> SourceLocation {
    cells.first { columns.contains($0.column.lowercased()) }?.location ?? location
  }
}

/// A claim about a row's input shape, as the papers' Input column makes it; it is checked, never
/// used to compute.
package struct ShapeClaim: Hashable, Sendable {
  /// The claimed extents; channels may name a variable.
  package var height: Int
  /// Columns.
  package var width: Int
  /// Channels.
  package var channels: Quantity
  /// Where the claim stands.
  package var location: SourceLocation

  /// A claim from its parts.
  package init(height: Int, width: Int, channels: Quantity, location: SourceLocation) {
    self.height = height
    self.width = width
    self.channels = channels
    self.location = location
  }
}

/// A claim about a row's input channels.
package struct ChannelsClaim: Hashable, Sendable {
  /// The claimed channels.
  package var channels: Quantity
  /// Where the claim stands.
  package var location: SourceLocation

  /// A claim from its parts.
  package init(channels: Quantity, location: SourceLocation) {
    self.channels = channels
    self.location = location
  }
}
