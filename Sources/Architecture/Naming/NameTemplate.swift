/// A pattern of names: text in which `{variable}` and `{variable+1}` replace what differs from
/// layer to layer.
package struct NameTemplate: Hashable, Sendable, CustomStringConvertible {
  /// What a template may name.
  package enum Variable: String, CaseIterable, Hashable, Sendable {
    /// Blocks that make a map, from 0, in order.
    case index
    /// Blocks with the same operator before this one.
    case ordinal
    /// Runs of blocks of equal printed width, after the rows with names of their own.
    case stage
    /// The place in the run.
    case unit
    /// The row's number; in a head, the number after the last row's.
    case row
    /// Layers inside the block, from 0, a gate counting as one.
    case layer
    /// Norms inside the block, from 1.
    case norm
    /// Earlier layers of the network with weights of the same kind: convolutions, depthwise ones, matrices.
    case alike
    /// Earlier norms of the network.
    case norms
    /// The maps of a head, from 0.
    case map
    /// The channels of the layer's output.
    case channels
    /// The channels of the block's output.
    case out
    /// The naming's own prefix.
    case prefix
    /// The row's name.
    case name
    /// `.0`, `.1`, ... in a row that stands several times; nothing in others.
    case `repeat`
    /// The names inside a composite block, from outside in, with dots between.
    case path
    /// The module of the block that a head's map comes from.
    case source

    /// Whether it is a number, so that sums make sense.
    package var isNumber: Bool {
      switch self {
      case .index, .ordinal, .stage, .unit, .row, .layer, .norm, .alike, .norms, .map, .channels,
        .out:
        true
      case .prefix, .name, .repeat, .path, .source: false
      }
    }
  }

  /// The values of variables in one place, under their names; fields, because names are filled in by the
  /// hundred thousand while a checkpoint is compared with the tables.
  package struct Values: Sendable {
    package var index: Int?
    package var ordinal: Int?
    package var stage: Int?
    package var unit: Int?
    package var row: Int?
    package var layer: Int?
    package var norm: Int?
    package var alike: Int?
    package var norms: Int?
    package var map: Int?
    package var channels: Int?
    package var out: Int?
    package var prefix: String?
    package var name: String?
    package var `repeat`: String?
    package var path: String?
    package var source: String?

    /// No variable has a value.
    package init() {}

    fileprivate func number(_ variable: Variable) -> Int? {
      switch variable {
      case .index: index
      case .ordinal: ordinal
      case .stage: stage
      case .unit: unit
      case .row: row
      case .layer: layer
      case .norm: norm
      case .alike: alike
      case .norms: norms
      case .map: map
      case .channels: channels
      case .out: out
      case .prefix, .name, .repeat, .path, .source: nil
      }
    }

    fileprivate func text(_ variable: Variable) -> String? {
      switch variable {
      case .prefix: prefix
      case .name: name
      case .repeat: `repeat`
      case .path: path
      case .source: source
      case .index, .ordinal, .stage, .unit, .row, .layer, .norm, .alike, .norms, .map, .channels,
        .out:
        nil
      }
    }
  }

  private enum Piece: Hashable, Sendable {
    case text(String)
    case variable(Variable, offset: Int)
  }

  /// The text as it was written.
  package let description: String
  private var pieces: [Piece] = []

  /// A template from its text.
  ///
  /// - Throws: `NameTemplateError` for an unknown variable, a malformed sum, an open brace.
  package init(_ text: String) throws(NameTemplateError) {
    description = text
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { throw .openBrace(text) }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(try Self.variable(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  private static func variable(_ text: Substring) throws(NameTemplateError) -> Piece {
    let name = text.prefix { $0 != "+" && $0 != "-" }
    guard let variable = Variable(rawValue: String(name)) else {
      throw .unknownVariable(String(name))
    }
    let sum = text[name.endIndex...]
    if sum.isEmpty { return .variable(variable, offset: 0) }
    guard variable.isNumber, let offset = Int(sum), (-1000...1000).contains(offset) else {
      throw .noSum(String(text))
    }
    return .variable(variable, offset: offset)
  }

  /// Whether the template names a variable.
  package func uses(_ variable: Variable) -> Bool {
    pieces.contains { piece in
      switch piece {
      case .text: false
      case .variable(let found, offset: _): found == variable
      }
    }
  }

  /// The name under the given values; a variable without a value stays as it is written.
  package func filled(_ values: Values) -> String {
    pieces.reduce(into: "") { result, piece in
      switch piece {
      case .text(let text): result += text
      case .variable(let variable, let offset):
        let number = values.number(variable).map { String($0 + offset) }
        result += number ?? values.text(variable) ?? "{\(variable.rawValue)}"
      }
    }
  }
}

/// What is wrong with a template of names.
package enum NameTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A brace is not closed.
  case openBrace(String)
  /// There is no such variable.
  case unknownVariable(String)
  /// The braces do not contain a sum of a numeric variable and a whole number.
  case noSum(String)

  /// One sentence.
  package var description: String {
    switch self {
    case .openBrace(let text): return "'\(text)' has an opening brace without a closing one"
    case .unknownVariable(let name):
      let known = NameTemplate.Variable.allCases.map { $0.rawValue }.joined(separator: ", ")
      return "unknown variable '{\(name)}'; known: \(known)"
    case .noSum(let text):
      return "'{\(text)}' must be a numeric variable plus or minus a whole number up to 1000"
    }
  }
}
