import Architecture

/// Boxes with scores above a threshold, one entry for each class that has one.
struct Candidates: Sendable {
  private(set) var entries: [DetectedBox] = []

  mutating func append(_ box: Box, classes: [Int], scores: [Float]) {
    for index in classes {
      entries.append(DetectedBox(box: box, classIndex: index, score: scores[index]))
    }
  }

  mutating func mapBoxes(_ transform: (Box) -> Box) {
    for index in entries.indices { entries[index].box = transform(entries[index].box) }
  }

  mutating func clip(width: Float, height: Float) {
    mapBoxes { $0.clipped(width: width, height: height) }
  }

  mutating func removeBoxesThatAreNotFinite() { entries.removeAll { !$0.box.isFinite } }
}

extension Suppression {
  /// What remains of all candidates, best first; equal scores by class, then in their order.
  func remaining(_ candidates: Candidates, classCount: Int) -> [DetectedBox] {
    var groups: [[DetectedBox]]
    if classOffset == nil {
      groups = Array(repeating: [], count: classCount)
      for entry in candidates.entries { groups[entry.classIndex].append(entry) }
    } else {
      groups = [candidates.entries]
    }
    var remaining: [DetectedBox] = []
    for group in groups where !group.isEmpty {
      let boxes = group.map { apart($0.box, class: $0.classIndex) }
      remaining += survivors(of: boxes, scores: group.map { $0.score }).map { group[$0] }
    }
    let order = remaining.indices.sorted {
      (remaining[$1].score, $0) < (remaining[$0].score, $1)
    }
    return order.prefix(max(kept, 0)).map { remaining[$0] }
  }

  private func apart(_ box: Box, class index: Int) -> Box {
    guard let classOffset else { return box }
    let offset = Float(classOffset) * Float(index)
    return Box(
      left: box.left + offset, top: box.top + offset, right: box.right + offset,
      bottom: box.bottom + offset)
  }
}
