import Architecture

/// Collects everything that is wrong while a file is read, so that all of it is shown together.
final class ProblemLog {
  private(set) var problems: [TableProblem] = []
  /// Rows of blocks that have been unfolded; blocks of blocks may double at every level.
  var unfoldedRows = 0
  /// The row whose block is being unfolded: what is wrong in there is said of the row, if the block
  /// is in another file.
  var caller: (block: String, location: SourceLocation)?

  /// Far more than anybody reads; looking for each among the others takes its time.
  private static let mostProblems = 1000

  func report(_ message: String, at location: SourceLocation) {
    guard problems.count < Self.mostProblems else { return }
    var problem = TableProblem(message, at: location)
    if let caller, caller.location.file != location.file {
      problem = TableProblem("\(caller.block): \(message)", at: caller.location)
    }
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// Throws what has been collected, if anything.
  func finish() throws(TableError) {
    if !problems.isEmpty { throw TableError(problems) }
  }
}
