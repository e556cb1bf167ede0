import Kernels

/// Numbers of bits as people list them: `8,6,4`.
package struct BitList: Hashable, Sendable, CustomStringConvertible {
  /// The numbers, in the order of the text, each once.
  package private(set) var numbers: [Int] = []

  /// From eight, as integer kernels have them, to four.
  package static let usual = BitList(numbers: [8, 7, 6, 5, 4])

  /// Reads a list.
  package init(_ text: String) throws(NotationError) {
    let range = Quantizer.bitCounts
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let bits = Int(part), range.contains(bits) else {
        throw NotationError(
          "must be a list of whole numbers from \(range.lowerBound) to \(range.upperBound), such as"
            + " 8,6,4")
      }
      if !numbers.contains(bits) { numbers.append(bits) }
    }
  }

  private init(numbers: [Int]) { self.numbers = numbers }

  /// The list as people write it.
  package var description: String { numbers.map { "\($0)" }.joined(separator: ",") }
}
