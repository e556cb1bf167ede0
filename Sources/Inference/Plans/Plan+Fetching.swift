import Architecture
import KernelInterface

extension Plan {
  /// Multiply-accumulates in whose time one scalar comes from memory: a tile of 7 x 32 sums asks for a
  /// line of 16 at every step of its walk, and some tiles ask for their own layer.
  private static let operationsOfScalar: WideCount = 20

  /// A fully connected layer takes as long as its weights take to come from memory, a convolution as
  /// long as it computes. So convolutions ask for the weights of the fully connected layers after
  /// them, the nearest convolution first.
  mutating func planFetches() {
    for (index, weights, count) in fullyConnected {
      var left = count
      for host in (0..<index).reversed() where left > 0 && steps[host].fetch == nil {
        guard case .dense(let dense) = steps[host].work, dense.isPointwise else { continue }
        let shape = tensors[steps[host].output].shape
        guard shape.places > 1 else { continue }
        let room = Int(min(dense.operations(shape) / Self.operationsOfScalar, WideCount(left)))
        steps[host].fetch = Fetch(weights: weights, range: left - room..<left)
        left -= room
      }
    }
  }

  /// Fully connected layers whose weights stand together: where the first one runs, its weights, and
  /// how many scalars there are.
  private var fullyConnected: [(step: Int, weights: PackedMatrix, count: Int)] {
    var groups: [(step: Int, weights: PackedMatrix, count: Int)] = []
    for (index, step) in steps.enumerated() {
      guard case .dense(let dense) = step.work, dense.isPointwise,
        tensors[step.output].shape.places == 1
      else { continue }
      let weights = dense.groups[0]
      if let last = groups.last, last.weights.weights + last.count == weights.weights {
        groups[groups.count - 1].count += weights.arenaCount
      } else {
        groups.append((index, weights, weights.arenaCount))
      }
    }
    return groups
  }
}

extension Plan.Dense {
  /// Whether it multiplies one matrix by all places.
  fileprivate var isPointwise: Bool { groups.count == 1 && convolution.isPointwise }
}

extension Plan.Fetch {
  /// The share of a part of the step's work.
  func share(_ part: Range<Int>, of count: Int) -> UnsafeBufferPointer<Float> {
    func share(_ index: Int) -> Int {
      Int(WideCount(range.count) * WideCount(index) / WideCount(count))
    }
    let (first, end) = (share(part.lowerBound), share(part.upperBound))
    return UnsafeBufferPointer(
      start: weights.weights + range.lowerBound + first, count: end - first)
  }
}
