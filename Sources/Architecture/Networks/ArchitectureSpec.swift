/// A table in typed form: everything that is known about one architecture, and nothing computed.
public struct ArchitectureSpec: Sendable {
  /// The name on the command line, with its dialect if one was asked for (`mobilenet-v2@timm`).
  public var name: String
  /// Shorter names.
  public var aliases: [String]
  /// The name in headings.
  public var title: String
  /// Networks that share their rules for names and dialects.
  public var family: String
  /// What the network is among the others, if the table says.
  public var kind: Kind?
  /// Where the table comes from.
  public var reference: Reference
  /// The dialect that was asked for, if one was.
  public var dialect: Dialect?
  /// The input at resolution multiplier 1.
  public var input: Shape
  /// The width multiplier of the table itself.
  public var nominalWidth: Double
  /// Named numbers that cells may use, such as `classes`.
  public var variables: [String: Int]
  /// What the source says in prose.
  package var rules: Rules
  /// The header of the table.
  public var columns: [String]
  /// The rows.
  package var rows: [Row]
  /// Heads over several maps.
  package var heads: [Head]
  /// What the source misprints.
  package var errata: [Erratum]
  /// How checkpoints name the tensors, if any is known.
  package var naming: TensorNaming?
  /// How pictures become input, if the table says.
  public var preprocessing: PreprocessingSpec?
  /// The list of class names, if the table says.
  public var labels: String?
  /// The file.
  public var location: SourceLocation
  /// The model that the network comes from, if it is no table's.
  public var imported: ImportedModel?

  /// The paper or code that a table is typed from.
  public struct Reference: Hashable, Sendable {
    /// Title of the paper.
    public var paper: String
    /// Number in the arXiv.
    public var arxiv: String?
    /// Which table of it.
    public var table: String?

    /// A reference from its parts.
    public init(paper: String, arxiv: String? = nil, table: String? = nil) {
      self.paper = paper
      self.arxiv = arxiv
      self.table = table
    }
  }

  /// Who builds a network otherwise than its table.
  public struct Dialect: Hashable, Sendable {
    /// The name behind the @.
    public var name: String
    /// What it is, in a few words.
    public var title: String
    /// Who says so: a paper, a code base, a text; nothing if the file does not say.
    public var source: String?

    /// A dialect from its parts.
    public init(name: String, title: String, source: String? = nil) {
      self.name = name
      self.title = title
      self.source = source
    }
  }

  /// What a network is among the others.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A MobileNet, an ancestor or an heir.
    case family
    /// A classifier to compare with.
    case yardstick
    /// A detector or a segmentation network.
    case system
  }

  /// Names that no network may have, for figures that are of no network alone have them.
  package static let figureNames: Set<String> = ["conv", "residual", "last-stage"]

  /// A specification from its parts.
  package init(
    name: String, aliases: [String] = [], title: String, family: String, kind: Kind? = nil,
    reference: Reference, dialect: Dialect? = nil, input: Shape, nominalWidth: Double = 1,
    variables: [String: Int],
    rules: Rules,
    columns: [String], rows: [Row], heads: [Head] = [], errata: [Erratum] = [],
    naming: TensorNaming? = nil, preprocessing: PreprocessingSpec? = nil, labels: String? = nil,
    location: SourceLocation
  ) {
    self.name = name
    self.aliases = aliases
    self.title = title
    self.family = family
    self.kind = kind
    self.reference = reference
    self.dialect = dialect
    self.input = input
    self.nominalWidth = nominalWidth
    self.variables = variables
    self.rules = rules
    self.columns = columns
    self.rows = rows
    self.heads = heads
    self.errata = errata
    self.naming = naming
    self.preprocessing = preprocessing
    self.labels = labels
    self.location = location
  }
}

/// What the source, or a text about it, misprints or gets wrong, and why.
package struct Erratum: Hashable, Sendable {
  /// A cell of the table.
  package struct Cell: Hashable, Sendable {
    /// The number of the row.
    package var row: Int
    /// The column.
    package var column: String

    /// A cell from its parts.
    package init(row: Int, column: String) {
      self.row = row
      self.column = column
    }
  }

  /// The cell, which holds what is right; nothing if it is prose that errs.
  package var cell: Cell?
  /// The text that errs: "the note on ..."; nothing if it is the table's source.
  package var text: String?
  /// What is printed there.
  package var printed: String
  /// Why that is wrong.
  package var reason: String

  /// An erratum from its parts.
  package init(cell: Cell?, text: String? = nil, printed: String, reason: String) {
    self.cell = cell
    self.text = text
    self.printed = printed
    self.reason = reason
  }
}
