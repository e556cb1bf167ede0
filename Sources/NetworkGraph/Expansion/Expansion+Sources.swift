import Architecture

extension Expansion {
  /// The tensor that a source names, as seen from a row.
  mutating func source(
    _ source: Source, from row: Int, picture: Value, at location: SourceLocation
  ) -> Value? {
    let found: Int?
    switch source.anchor {
    case .input: return picture
    case .back(let rows):
      if row - rows == -1 { return picture }
      found = row - rows
    case .number(let number): found = spec.rows.firstIndex { $0.number == number }
    case .name(let name): found = spec.rows.firstIndex { $0.name == name }
    }
    guard let found, found < row, let value = results[found] else {
      report("'from' names row '\(source)', which is not before this row", at: location)
      return nil
    }
    guard let place = source.place else { return value }
    guard let inside = places[found]?[place] else {
      let known = (places[found] ?? [:]).keys.sorted().joined(separator: ", ")
      report("row '\(spec.rows[found].name)' has no part '\(place)' (\(known))", at: location)
      return nil
    }
    return inside
  }
}
