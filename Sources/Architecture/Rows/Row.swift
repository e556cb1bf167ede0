/// One cell as the table prints it.
public struct Cell: Hashable, Sendable {
  /// The column's name as the header has it.
  public var column: String
  /// The text of the cell; a list is printed as YAML prints it in one line, absence as `~`.
  public var text: String
  /// Where the cell stands.
  public var location: SourceLocation

  /// A cell from its parts.
  public init(column: String, text: String, location: SourceLocation) {
    self.column = column
    self.text = text
    self.location = location
  }
}

/// Where a row takes a tensor from.
public struct Source: Hashable, Sendable, CustomStringConvertible {
  /// The row that a source names.
  public enum Anchor: Hashable, Sendable {
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
  public var anchor: Anchor
  /// A place inside the row: a role (`expand`) or a named row or result of its block.
  public var place: String?

  /// A source from its parts.
  public init(_ anchor: Anchor, place: String? = nil) {
    self.anchor = anchor
    self.place = place
  }

  /// As a table writes it.
  public var description: String {
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
  /// The classifier's body, or all of a network without other parts.
  case backbone
  /// What joins maps of several scales.
  case neck
  /// Layers added below the backbone for smaller maps.
  case extras
  /// What gives the answer.
  case head
}

/// One row of a table: what it does, to what, how often, and what it claims.
public struct Row: Sendable {
  /// The number as one reads it in the paper.
  public var number: Int
  /// The row's own name, or its operator and how many of that operator came before (`bneck13`).
  public var name: String
  /// Where its tensors come from; empty means the row before.
  public var sources: [Source]
  /// What it does.
  public var operation: RowOperation
  /// How often it is repeated (column n or number).
  public var repeats: Quantity
  /// The number of the group of rows that are repeated together, if the row is in one, and how
  /// often: MobileNetV1's "5x" spans two rows.
  public var group: Group?
  /// The part of the system.
  public var part: Part
  /// The shape of its input that the table claims, in the papers' Input column.
  public var inputClaim: ShapeClaim?
  /// Input channels that the table claims elsewhere (V1's filter shapes).
  public var channelsClaim: ChannelsClaim?
  /// The cells as printed.
  public var cells: [Cell]
  /// Where the row stands.
  public var location: SourceLocation

  /// Rows that are repeated together.
  public struct Group: Hashable, Sendable {
    /// Distinguishes one group from another in its table.
    public var index: Int
    /// How often the group is repeated.
    public var count: Int

    /// A group from its parts.
    public init(index: Int, count: Int) {
      self.index = index
      self.count = count
    }
  }

  /// A row from its parts.
  public init(
    number: Int, name: String, sources: [Source] = [], operation: RowOperation,
    repeats: Quantity = Quantity(1), group: Group? = nil, part: Part = .backbone,
    inputClaim: ShapeClaim? = nil, channelsClaim: ChannelsClaim? = nil, cells: [Cell] = [],
    location: SourceLocation
  ) {
    self.number = number
    self.name = name
    self.sources = sources
    self.operation = operation
    self.repeats = repeats
    self.group = group
    self.part = part
    self.inputClaim = inputClaim
    self.channelsClaim = channelsClaim
    self.cells = cells
    self.location = location
  }

  /// Where a column's cell stands, or the row if it has none.
  public func location(of column: String) -> SourceLocation {
    location(ofAny: [column])
  }

  /// The location of the first of several columns that the row has.
  public func location(ofAny columns: [String]) -> SourceLocation {
    cells.first { columns.contains($0.column.lowercased()) }?.location ?? location
  }
}

/// A claim about a row's input shape, as the papers' Input column makes it; it is checked, never
/// used to compute.
public struct ShapeClaim: Hashable, Sendable {
  /// The claimed extents; channels may name a variable.
  public var height: Int
  /// Columns.
  public var width: Int
  /// Channels.
  public var channels: Quantity
  /// Where the claim stands.
  public var location: SourceLocation

  /// A claim from its parts.
  public init(height: Int, width: Int, channels: Quantity, location: SourceLocation) {
    self.height = height
    self.width = width
    self.channels = channels
    self.location = location
  }
}

/// A claim about a row's input channels.
public struct ChannelsClaim: Hashable, Sendable {
  /// The claimed channels.
  public var channels: Quantity
  /// Where the claim stands.
  public var location: SourceLocation

  /// A claim from its parts.
  public init(channels: Quantity, location: SourceLocation) {
    self.channels = channels
    self.location = location
  }
}
