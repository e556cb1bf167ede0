import Inference

/// Numbers of threads as people list them: `1,2`.
package struct ThreadCounts: Hashable, Sendable {
  /// The numbers, in the order of the text.
  package var counts: [Int]

  /// Reads a list.
  package init(_ text: String) throws(NotationError) {
    counts = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let count = Int(part), PlanRunner.threadCounts.contains(count) else {
        throw NotationError(
          "must be numbers from \(PlanRunner.threadCounts.lowerBound) to"
            + " \(PlanRunner.threadCounts.upperBound), with commas, such as 1,2")
      }
      counts.append(count)
    }
  }
}
