/// The height and width of a map, as people write it: `12x16`.
package struct MapSize: Hashable, Sendable {
  /// Rows of places.
  package var height: Int
  /// Places in a row.
  package var width: Int

  /// Reads a size.
  package init(_ text: String) throws(NotationError) {
    let extents = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard extents.count == 2, let height = extents[0], let width = extents[1] else {
      throw NotationError("must be a height and a width, such as 12x12")
    }
    (self.height, self.width) = (height, width)
  }
}
