import Testing

@testable import WeightFiles

@Suite("Layouts place tensors in storages")
struct TensorLayoutTests {
  private func values(
    offset: Int = 0, _ shape: [Int], _ strides: [Int], of count: Int
  ) throws -> [Int] {
    let layout = try TensorLayout(
      offset: offset, shape: shape, strides: strides, storageCount: count)
    return layout.gather(Array(layout.span))
  }

  @Test("contiguous, shifted, transposed, spread and repeated elements")
  func places() throws {
    #expect(try values([2, 3], [3, 1], of: 6) == [0, 1, 2, 3, 4, 5])
    #expect(try values(offset: 2, [2, 2], [2, 1], of: 7) == [2, 3, 4, 5])
    #expect(try values([3, 2], [1, 3], of: 6) == [0, 3, 1, 4, 2, 5])
    #expect(try values(offset: 1, [2, 2], [4, 2], of: 8) == [1, 3, 5, 7])
    #expect(try values([2, 3], [0, 1], of: 6) == [0, 1, 2, 0, 1, 2])
    #expect(try values([2, 2], [1, 1], of: 4) == [0, 1, 1, 2])
  }

  @Test("a single number, at any offset")
  func scalar() throws {
    #expect(try values(offset: 3, [], [], of: 4) == [3])
  }

  @Test("a dimension of size 1 may have any stride")
  func unitDimensions() throws {
    #expect(try values([2, 1, 2], [2, .max, 1], of: 4) == [0, 1, 2, 3])
    #expect(try values([2, 1, 2], [1, .max, 2], of: 4) == [0, 2, 1, 3])
  }

  @Test("an empty tensor may lie at the storage's end but not beyond")
  func empty() throws {
    #expect(try values(offset: 4, [0, 3], [3, 1], of: 4) == [])
    #expect(try values([2, 0], [.max, .max], of: 0) == [])
    #expect(throws: TensorProblem.outsideStorage(position: 5, storage: 4)) {
      try values(offset: 5, [0], [1], of: 4)
    }
  }

  @Test("a zero stride cannot make more elements than the storage has")
  func expansion() {
    #expect(throws: TensorProblem.largerThanStorage(elements: 1 << 40, storage: 1)) {
      try values([1 << 40], [0], of: 1)
    }
  }

  @Test("the number of dimensions is bounded")
  func dimensions() throws {
    let ones = [Int](repeating: 1, count: 65)
    #expect(try values(Array(ones.dropLast()), Array(ones.dropLast()), of: 1) == [0])
    #expect(throws: TensorProblem.tooManyDimensions(65, limit: 64)) {
      try values(ones, ones, of: 1)
    }
  }

  @Test("gathering agrees with the defining sum on random permuted layouts", arguments: 0..<50)
  func definition(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let rank = Int.random(in: 1...4, using: &generator)
    let shape = (0..<rank).map { _ in Int.random(in: 1...4, using: &generator) }
    var strides = [Int](repeating: 0, count: rank)
    var step = 1
    for axis in (0..<rank).shuffled(using: &generator) {
      strides[axis] = step
      step *= shape[axis]
    }
    var expected = [0]
    for (size, stride) in zip(shape, strides) {
      expected = expected.flatMap { start in (0..<size).map { start + $0 * stride } }
    }
    #expect(try values(shape, strides, of: step) == expected)
  }
}
