import Architecture

/// A value as JSON has it.
package enum JSONValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case integer(wide: WideCount)
  /// What is not finite stands as the text `nan`, `inf` or `-inf`, for JSON has no such numbers.
  case number(Double)
  /// A number in single precision, with the digits that tell it from others of its kind.
  case single(Float)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// A whole number of any type.
  package static func integer(_ value: some BinaryInteger) -> Self {
    .integer(wide: WideCount(value))
  }

  /// A shape.
  package init(_ shape: Shape) {
    self = .object([
      "height": .integer(shape.height), "width": .integer(shape.width),
      "channels": .integer(shape.channels),
    ])
  }

  /// A resolution: a square is one number.
  package init(_ resolution: Resolution) {
    self =
      resolution.isSquare
      ? .integer(resolution.height)
      : .object(["height": .integer(resolution.height), "width": .integer(resolution.width)])
  }

  /// A number for each axis: one if both are the same, else height and width as text, `1x3`.
  package init(_ sides: PerAxis<Int>) {
    self = sides.isSquare ? .integer(sides.height) : .text(sides.description)
  }

  /// The value in a tree of lines, with a line feed at the end: members in the order of their names,
  /// the same bytes each time.
  package var document: String {
    var writer = JSONWriter(isPretty: true)
    writer.write(self)
    return writer.text + "\n"
  }

  /// The value in one line, without a line feed.
  package var line: String {
    var writer = JSONWriter(isPretty: false)
    writer.write(self)
    return writer.text
  }
}

/// Where a value stands in a JSON object: a member's name, or the names on the way to it.
package struct JSONKey: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  /// The names.
  let path: [String]

  /// The member of a name.
  package init(_ name: String) { path = [name] }
  /// The member of a name.
  package init(stringLiteral name: String) { path = [name] }
  /// A member inside others.
  package init(arrayLiteral path: String...) { self.path = path }
}

extension [String: JSONValue] {
  /// Sets a member inside others, which are made as needed.
  mutating func set(_ value: JSONValue, at path: some Collection<String>) {
    guard let name = path.first else { return }
    let rest = path.dropFirst()
    guard !rest.isEmpty else {
      self[name] = value
      return
    }
    var members: [String: JSONValue] = [:]
    if case .object(let own)? = self[name] { members = own }
    members.set(value, at: Array(rest))
    self[name] = .object(members)
  }
}
