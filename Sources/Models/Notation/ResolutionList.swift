import Architecture

/// Resolutions as people list them: `160,192x640`, or `96...256:32`, a range of squares.
package struct ResolutionList: Hashable, Sendable {
  /// The resolutions, in the order of the text.
  package var resolutions: [Resolution]

  /// Reads a list.
  package init(_ text: String) throws(NotationError) {
    resolutions = []
    guard text.contains("x") else {
      for number in try NumberList(text).numbers {
        guard let side = Int(exactly: number) else {
          throw NotationError("needs whole numbers, not \(number)")
        }
        resolutions.append(Resolution(side))
      }
      return
    }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let resolution = Resolution(String(part)) else {
        throw NotationError("must be a list such as 160,192x640 or a range such as 96...256:32")
      }
      resolutions.append(resolution)
    }
  }
}
