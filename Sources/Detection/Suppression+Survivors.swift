import Architecture

extension Suppression {
  /// The boxes that remain of those of one class, as indices, best first.
  ///
  /// Boxes without a score are dropped; a score that is NaN is above no threshold, and an overlap
  /// that is NaN (two boxes without area) suppresses nothing. The cost grows with candidates times
  /// survivors; 1000 of 25,200 boxes take well below a millisecond, even if all of them remain.
  package func survivors(of boxes: [Box], scores: [Float]) -> [Int] {
    let threshold = Float(score)
    var order: [Int] = []
    for index in 0..<min(boxes.count, scores.count) where scores[index] > threshold {
      order.append(index)
    }
    order.sort { (scores[$1], $0) < (scores[$0], $1) }
    var kept = BoxRow()
    var survivors: [Int] = []
    for index in order.prefix(max(candidates ?? order.count, 0))
    where !kept.hasOverlap(with: boxes[index], above: Float(overlap)) {
      kept.append(boxes[index])
      survivors.append(index)
    }
    return survivors
  }
}

/// Boxes side by side, eight to a vector.
private struct BoxRow {
  private struct Eight {
    // Where there is no box, edges that overlap none.
    var left = SIMD8<Float>(repeating: .infinity)
    var top = SIMD8<Float>(repeating: .infinity)
    var right = SIMD8<Float>(repeating: -.infinity)
    var bottom = SIMD8<Float>(repeating: -.infinity)
    var area = SIMD8<Float>.zero
  }

  private var vectors: [Eight] = []
  private var count = 0

  mutating func append(_ box: Box) {
    let lane = count % 8
    if lane == 0 { vectors.append(Eight()) }
    let last = vectors.count - 1
    vectors[last].left[lane] = box.left
    vectors[last].top[lane] = box.top
    vectors[last].right[lane] = box.right
    vectors[last].bottom[lane] = box.bottom
    vectors[last].area[lane] = box.area
    count += 1
  }

  /// Whether a box overlaps one of these by more than a share of their union, from 0 on.
  func hasOverlap(with box: Box, above threshold: Float) -> Bool {
    let area = box.area
    for eight in vectors {
      // Most boxes are apart from most others.
      let meet =
        (eight.left .< box.right) .& (eight.right .> box.left) .& (eight.top .< box.bottom)
        .& (eight.bottom .> box.top)
      guard any(meet) else { continue }
      let width = smaller(eight.right, box.right) - larger(eight.left, box.left)
      let height = smaller(eight.bottom, box.bottom) - larger(eight.top, box.top)
      let shared = larger(width, 0) * larger(height, 0)
      if any(shared / (eight.area + area - shared) .> threshold) { return true }
    }
    return false
  }

  private func smaller(_ values: SIMD8<Float>, _ bound: Float) -> SIMD8<Float> {
    values.replacing(with: bound, where: values .> bound)
  }

  private func larger(_ values: SIMD8<Float>, _ bound: Float) -> SIMD8<Float> {
    values.replacing(with: bound, where: values .< bound)
  }
}
