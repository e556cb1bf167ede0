extension [Row] {
  /// The place of the row of which a repeat has a name, and which repeat that is, from 1.
  package func `repeat`(named name: String) -> (row: Int, repetition: Int)? {
    for (index, row) in enumerated() {
      if let place = row.repeatNames.firstIndex(of: name) { return (index, place + 1) }
    }
    return nil
  }
}
