import Architecture
import Kernels
import Testing

@Suite("Pooling")
struct PoolingTests {
  private func pooled(
    _ input: Tensor<Float>, _ kind: PoolRow.Kind, kernel: PerAxis<Int>, stride: PerAxis<Int>,
    _ padding: Padding, ceiling: Bool = false
  ) throws -> Tensor<Float> {
    let pool = Pool(
      kind: kind, kernel: kernel, stride: stride, padding: padding, ceiling: ceiling)
    let extents = try Axis.allCases.map { axis in
      try #require(
        WindowExtent(
          input: axis == .vertical ? input.shape.height : input.shape.width, kernel: kernel[axis],
          stride: stride[axis], padding: padding, ceiling: ceiling))
    }
    return ReferenceKernels.pool(
      input, pool,
      output: Shape(
        height: extents[0].output, width: extents[1].output, channels: input.shape.channels))
  }

  private let counting = Tensor<Float>.map([[1, 2, 3], [4, 5, 6], [7, 8, 9]])

  @Test("windows inside the map")
  func inside() throws {
    #expect(
      try pooled(counting, .average, kernel: 2, stride: 1, .valid).values == [3, 4, 6, 7])
    #expect(
      try pooled(counting, .maximum, kernel: 2, stride: 1, .valid).values == [5, 6, 8, 9])
    #expect(try pooled(counting, .average, kernel: 3, stride: 1, .valid).values == [5])
  }

  @Test("rectangles have their own sides and steps along each axis")
  func rectangles() throws {
    let (row, column) = (PerAxis(height: 1, width: 2), PerAxis(height: 2, width: 1))
    #expect(
      try pooled(counting, .average, kernel: row, stride: 1, .valid).values
        == [1.5, 2.5, 4.5, 5.5, 7.5, 8.5])
    #expect(
      try pooled(counting, .maximum, kernel: column, stride: row, .valid).values == [4, 6, 7, 9])
  }

  @Test("padding counts neither for the mean nor for the maximum")
  func padding() throws {
    #expect(
      try pooled(counting, .average, kernel: 3, stride: 2, .symmetric).values
        == [3, 4, 6, 7])
    let negative = Tensor<Float>.map([[-1, -2], [-3, -4]])
    #expect(
      try pooled(negative, .maximum, kernel: 3, stride: 1, .symmetric).values
        == [-1, -1, -1, -1])
    #expect(
      try pooled(negative, .average, kernel: 3, stride: 1, .symmetric).values
        == [-2.5, -2.5, -2.5, -2.5])
    // SAME pads after only: two windows of two places, then the last of one.
    #expect(
      try pooled(Tensor.map([[2, 4, 6]]), .average, kernel: 2, stride: 1, .same).values
        == [3, 5, 6])
  }

  @Test("a ceiling counts the window that reaches over the end")
  func ceiling() throws {
    let row = Tensor<Float>.map([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]])
    #expect(
      try pooled(row, .maximum, kernel: 2, stride: 2, .valid).values == [2, 4])
    #expect(
      try pooled(row, .maximum, kernel: 2, stride: 2, .valid, ceiling: true).values == [2, 4, 5])
    #expect(
      try pooled(row, .average, kernel: 2, stride: 2, .valid, ceiling: true).values
        == [1.5, 3.5, 5])
    // VGG's third pooling in SSD300: 75 to 38.
    let large = Tensor<Float>(shape: Shape(height: 75, width: 75, channels: 1), repeating: 2)
    let result = try pooled(large, .average, kernel: 2, stride: 2, .valid, ceiling: true)
    #expect(result.shape == Shape(height: 38, width: 38, channels: 1))
    #expect(result.values.allSatisfy { $0 == 2 })
  }

  @Test("a ceiling counts no window that begins behind the map")
  func ceilingBehind() throws {
    let row = Tensor<Float>.map([[1, 2, 3], [1, 2, 3], [1, 2, 3]])
    let result = try pooled(row, .maximum, kernel: 2, stride: 2, .explicit(1), ceiling: true)
    #expect(result.shape == Shape(height: 2, width: 2, channels: 1))
    #expect(result.values == [1, 3, 1, 3])
  }

  @Test("every channel is pooled by itself, as a plain computation has it")
  func channels() throws {
    let input = Tensor<Float>.eighths(Shape(height: 7, width: 6, channels: 5), seed: 6)
    for kind in [PoolRow.Kind.average, .maximum] {
      let output = try pooled(input, kind, kernel: 3, stride: 2, .explicit(1))
      for y in 0..<output.shape.height {
        for x in 0..<output.shape.width {
          for channel in 0..<5 {
            var window: [Float] = []
            for inputY in (2 * y - 1)...(2 * y + 1) where (0..<7).contains(inputY) {
              for inputX in (2 * x - 1)...(2 * x + 1) where (0..<6).contains(inputX) {
                window.append(input.at(inputY, inputX, channel))
              }
            }
            let expected =
              switch kind {
              case .average: window.reduce(0, +) / Float(window.count)
              case .maximum: try #require(window.max())
              }
            #expect(output.at(y, x, channel) == expected)
          }
        }
      }
    }
  }

  @Test("the global pool is the mean of each channel")
  func global() {
    var input = Tensor<Float>(shape: Shape(height: 2, width: 2, channels: 2))
    input.values = [1, 10, 2, 20, 3, 30, 6, 40]
    let output = ReferenceKernels.globalPool(input)
    #expect(output.shape == Shape(height: 1, width: 1, channels: 2))
    #expect(output.values == [3, 25])
  }
}
