import Architecture

/// A place that has a score above the threshold: its box, and how its answers become scores.
struct Candidate: Sendable {
  /// How an answer for a class becomes its score.
  enum Scale: Sendable {
    /// By a softmax, of which the largest answer and the sum are known.
    case softmax(largest: Float, sum: Float)
    /// By a sigmoid, times what the place has of an object.
    case logistic(times: Float)
  }

  var box: Box
  var scale: Scale
  /// The answer, and where its numbers for the classes begin.
  var output: Int
  var start: Int
  /// The class with the best score; the first of equal ones.
  var best: DetectedBox
}

extension Suppression {
  /// Classes whose candidates are in memory at one time.
  private static let classesAtOnce = 64

  /// What remains of all candidates, best first; equal scores by class, then in their order.
  ///
  /// `scored` gives the score of a class at a place. The memory grows with the candidates and with what
  /// remains, not with places times classes.
  func remaining(
    _ candidates: [Candidate], classCount: Int, background: Int?,
    scored: (Candidate, Int) -> Float
  ) -> [DetectedBox] {
    guard classOffset == nil else {
      return best(survivors(of: candidates.map { $0.best }))
    }
    var remaining: [DetectedBox] = []
    var groups = [[DetectedBox]](repeating: [], count: min(Self.classesAtOnce, classCount))
    for first in stride(from: 0, to: classCount, by: Self.classesAtOnce) {
      let classes = first..<min(first + Self.classesAtOnce, classCount)
      for candidate in candidates {
        for index in classes where index != background {
          let score = scored(candidate, index)
          guard score > Float(self.score) else { continue }
          groups[index - first].append(
            DetectedBox(box: candidate.box, classIndex: index, score: score))
        }
      }
      for index in groups.indices where !groups[index].isEmpty {
        remaining += survivors(of: groups[index])
        groups[index].removeAll(keepingCapacity: true)
      }
      // What later classes have of equal scores comes after what is here.
      if remaining.count > max(kept, 0) { remaining = best(remaining) }
    }
    return best(remaining)
  }

  private func survivors(of group: [DetectedBox]) -> [DetectedBox] {
    let boxes = group.map { apart($0.box, class: $0.classIndex) }
    return survivors(of: boxes, scores: group.map { $0.score }).map { group[$0] }
  }

  /// As many as are kept, best first; equal ones stay in their order.
  private func best(_ boxes: [DetectedBox]) -> [DetectedBox] {
    let order = boxes.indices.sorted { (boxes[$1].score, $0) < (boxes[$0].score, $1) }
    return order.prefix(max(kept, 0)).map { boxes[$0] }
  }

  private func apart(_ box: Box, class index: Int) -> Box {
    guard let classOffset else { return box }
    let offset = Float(classOffset) * Float(index)
    return Box(
      left: box.left + offset, top: box.top + offset, right: box.right + offset,
      bottom: box.bottom + offset)
  }
}
