import Testing

@testable import WeightFiles

@Suite("Elements in another order of dimensions")
struct TranspositionTests {
  @Test(
    "come into the order that gathering gives, in pieces of any length",
    arguments: 0..<40)
  func random(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let shape = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      Int.random(in: 1...9, using: &generator)
    }
    // The dimensions as they lie, innermost first.
    var strides = [Int](repeating: 0, count: shape.count)
    var stride = 1
    for axis in shape.indices.shuffled(using: &generator) {
      strides[axis] = stride
      stride *= shape[axis]
    }
    let layout = try TensorLayout(
      offset: 0, shape: shape, strides: strides, storageCount: stride)
    let stored = (0..<stride).map { Float($0) }
    let turn = try #require(Transposition(layout))
    let pieceCount = turn.pieceCount(about: Int.random(in: 1...300, using: &generator))
    let result = [Float](unsafeUninitializedCapacity: stride) { result, count in
      result.initialize(repeating: -1)
      for first in Swift.stride(from: 0, to: stored.count, by: pieceCount) {
        let piece = Array(stored[first..<min(first + pieceCount, stored.count)])
        if let start = result.baseAddress { turn.place(piece, from: first, in: start) }
      }
      count = stride
    }
    #expect(result == layout.gather(stored))
  }

  @Test("with gaps, or twice, have no such order")
  func views() throws {
    for (shape, strides) in [([2, 3], [6, 1]), ([2, 2], [1, 1]), ([3, 2], [1, 4])] {
      let layout = try TensorLayout(offset: 0, shape: shape, strides: strides, storageCount: 40)
      #expect(Transposition(layout) == nil)
    }
  }
}
