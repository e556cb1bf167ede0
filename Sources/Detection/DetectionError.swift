/// Why a network's answers do not become boxes.
package enum DetectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No head of the table says how.
  case noBoxes(String)
  /// The table does not say what the training makes small.
  case noLoss(String)
  /// The answers are not those that the head describes.
  case unfit(String, String)

  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .noBoxes(let name): "'\(name)' has no head that predicts boxes"
    case .noLoss(let name):
      "the table of '\(name)' does not say what its loss is (key 'loss' of its head)"
    case .unfit(let name, let reason): "the boxes of '\(name)' do not fit its outputs: \(reason)"
    }
  }
}
