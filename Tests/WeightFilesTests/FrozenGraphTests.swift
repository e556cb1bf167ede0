import Testing

@testable import WeightFiles

@Suite("Frozen graphs of TensorFlow")
struct FrozenGraphTests {
  private typealias Writer = GraphWriter

  private static func contents(_ graph: GraphWriter) throws -> [String: TensorContent] {
    try Checkpoint(reading: MemoryByteSource(graph.bytes)).contents()
  }

  /// A graph of one convolution whose weights are a tensor.
  private static func convolution(_ tensor: [UInt8]) -> GraphWriter {
    var graph = GraphWriter()
    graph.constant("w", tensor)
    graph.add("Conv2D", "conv", ["input", "w/read"])
    return graph
  }

  @Test("what layers take are tensors, in the file's order, with dimensions in the usual order")
  func layers() throws {
    let checkpoint = try Checkpoint(reading: MemoryByteSource(Writer.sample.bytes))
    #expect(
      checkpoint.names == [
        "a/weights", "b/depthwise_weights", "b/BatchNorm/gamma", "b/BatchNorm/beta",
        "b/BatchNorm/moving_mean", "b/BatchNorm/moving_variance", "c/weights", "c/biases",
      ])
    #expect(
      try checkpoint.contents() == [
        // Element [o, i, y, x] is [y, x, i, o] in the file.
        "a/weights": TensorContent(
          shape: [3, 2, 1, 2], values: [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]),
        // Filter 2 c + m sees channel c.
        "b/depthwise_weights": TensorContent(
          shape: [6, 1, 2, 1], values: [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]),
        "b/BatchNorm/gamma": TensorContent(shape: [2], values: [0, -1]),
        "b/BatchNorm/beta": TensorContent(shape: [2], values: [1, -1]),
        "b/BatchNorm/moving_mean": TensorContent(shape: [2], values: [2, -1]),
        "b/BatchNorm/moving_variance": TensorContent(shape: [2], values: [3, -1]),
        "c/weights": TensorContent(shape: [2, 3], values: [1, 3, 5, 2, 4, 6]),
        "c/biases": TensorContent(shape: [2], values: [7, 8]),
      ])
  }

  @Test("a matrix that the layer turns is out x in already")
  func transposed() throws {
    var graph = GraphWriter()
    graph.constant("w", [2, 3], [1, 2, 3, 4, 5, 6])
    graph.add(
      "MatMul", "product", ["input", "w"], Writer.attribute("transpose_b", [0x28, 1]))
    #expect(
      try Self.contents(graph)["w"] == TensorContent(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]))
  }

  @Test("the bias that a norm was merged into is called by its layer's scope")
  func mergedNorm() throws {
    var graph = GraphWriter()
    graph.constant("N/a/weights", [1, 1, 1, 2], [1, 2])
    graph.add("Conv2D", "N/N/a/convolution", ["input", "N/a/weights/read"])
    graph.constant("N/N/a/convolution_bn_offset", [2], [3, 4])
    graph.add(
      "BiasAdd", "N/N/a/BatchNorm/FusedBatchNorm",
      ["N/N/a/convolution", "N/N/a/convolution_bn_offset/read"])
    graph.constant("depthwise_weights", [1, 1, 2, 1], [5, 6])
    graph.add(
      "DepthwiseConv2dNative", "b", ["N/N/a/BatchNorm/FusedBatchNorm", "depthwise_weights"])
    graph.constant("b_bn_offset", [2], [7, 8])
    graph.add("BiasAdd", "sum", ["b:0", "b_bn_offset"])
    let checkpoint = try Checkpoint(reading: MemoryByteSource(graph.bytes))
    #expect(checkpoint.names == ["N/a/weights", "N/a/biases", "depthwise_weights", "biases"])
    #expect(try checkpoint.contents()["N/a/biases"]?.values == [3, 4])
    graph.constant("N/a/biases", [2], [9, 9])
    #expect(throws: CheckpointError.duplicateName("N/a/biases")) {
      try Checkpoint(reading: MemoryByteSource(graph.bytes))
    }
  }

  @Test("a norm of plain arithmetic has the tensors of one operation")
  func arithmetic() throws {
    var graph = GraphWriter()
    for (index, part) in ["gamma", "beta", "moving_mean", "moving_variance"].enumerated() {
      graph.constant("n/\(part)", [2], [Float(index), 9])
    }
    let scope = "n/batchnorm/"
    graph.constant(scope + "add/y", [], [0.001])
    graph.add("Add", scope + "add", ["n/moving_variance/read", scope + "add/y"])
    graph.add("Rsqrt", scope + "Rsqrt", [scope + "add"])
    graph.add("Mul", scope + "mul", [scope + "Rsqrt", "n/gamma/read"])
    graph.add("Mul", scope + "mul_1", ["x", scope + "mul"])
    graph.add("Mul", scope + "mul_2", ["n/moving_mean/read", scope + "mul"])
    graph.add("Sub", scope + "sub", ["n/beta/read", scope + "mul_2"])
    graph.add("AddV2", scope + "add_1", [scope + "mul_1", scope + "sub"])
    // Arithmetic elsewhere takes no weights.
    graph.constant("shift", [2], [1, 2])
    graph.add("Add", "sum", [scope + "add_1", "shift"])
    let contents = try Self.contents(graph)
    #expect(
      contents == [
        "n/gamma": TensorContent(shape: [2], values: [0, 9]),
        "n/beta": TensorContent(shape: [2], values: [1, 9]),
        "n/moving_mean": TensorContent(shape: [2], values: [2, 9]),
        "n/moving_variance": TensorContent(shape: [2], values: [3, 9]),
      ])
  }

  @Test("numbers are read when they are asked for, and only those")
  func onDemand() throws {
    let checkpoint = try Checkpoint(reading: MemoryByteSource(Writer.sample.bytes))
    let tensor = try #require(checkpoint.tensors["a/weights"])
    #expect(tensor.bytes?.count == 48 && tensor.element == .float32)
  }

  @Test(
    "single numbers and rows of them, of which the last stands for what is left",
    arguments: [
      // One number alone, packed and not.
      (Writer.field(5, Writer.floats([2])), [2, 2, 2, 2]),
      ([0x2D] + Writer.floats([2]), [2, 2, 2, 2]),
      ([0x2D] + Writer.floats([1]) + [0x2D] + Writer.floats([2]), [1, 2, 2, 2]),
      (Writer.field(5, Writer.floats([1, 2, 3, 4])), [1, 2, 3, 4]),
      (
        Writer.field(5, Writer.floats([1, 2])) + Writer.field(5, Writer.floats([3])), [1, 2, 3, 3]
      ),
      ([], [0, 0, 0, 0]),
    ] as [([UInt8], [Float])])
  func numbers(fields: [UInt8], values: [Float]) throws {
    // Four filters of one number each.
    let graph = Self.convolution(Writer.tensor([1, 1, 1, 4], fields))
    #expect(
      try Self.contents(graph) == ["w": TensorContent(shape: [4, 1, 1, 1], values: values)])
    // Rows of four, one for each filter: their order is turned as well.
    let rows = Self.convolution(Writer.tensor([2, 1, 1, 2], fields))
    #expect(
      try Self.contents(rows)["w"]?.values == [values[0], values[2], values[1], values[3]])
  }

  @Test("other precisions")
  func precisions() throws {
    let doubles = [1.5, -2].flatMap { littleEndian($0.bitPattern) }
    for (type, numbers) in [
      (2, Writer.field(4, doubles)), (2, Writer.field(6, doubles)),
      (19, Writer.field(4, [0x00, 0x3E, 0x00, 0xC0])),
      (14, Writer.field(4, [0xC0, 0x3F, 0x00, 0xC0])),
    ] as [(UInt64, [UInt8])] {
      let graph = Self.convolution(Writer.tensor(type: type, [1, 1, 1, 2], numbers))
      #expect(try Self.contents(graph)["w"]?.values == [1.5, -2])
    }
  }

  @Test(
    "weights that make no sense are refused",
    arguments: [
      (Writer.tensor([2], Writer.field(4, Writer.floats([1, 2]))), .dimensions([2], expected: 4)),
      (
        Writer.tensor([1, 1, 1, 2], Writer.field(4, Writer.floats([1]))),
        .byteCount(expected: 8, stored: 4)
      ),
      (
        Writer.tensor([1, 1, 1, 1], Writer.field(5, Writer.floats([1, 2]))),
        .byteCount(expected: 4, stored: 8)
      ),
      (
        Writer.tensor([1, 1, 1, 2], Writer.field(5, [1, 2, 3, 4, 5])),
        .byteCount(expected: 8, stored: 5)
      ),
      (Writer.tensor([1, 1, 1, -1], []), .negative(-1)),
      (Writer.tensor([1 << 40, 1 << 40, 1, 1], []), .overflow),
      (Writer.tensor([1, 1, 1, 1 << 62], []), .overflow),
      (Writer.tensor(Array(repeating: 1, count: 65), []), .tooManyDimensions(65, limit: 64)),
      (Writer.tensor(type: 7, [1, 1, 1, 1], Writer.field(8, [65])), .elementType("7")),
      (Writer.tensor(type: 200, [1, 1, 1, 1], []), .elementType("200")),
      // 16-bit numbers one by one, and 32-bit ones where 64 are promised.
      (Writer.tensor(type: 19, [1, 1, 1, 1], Writer.field(13, [1])), .entry),
      (Writer.tensor(type: 2, [1, 1, 1, 1], Writer.field(5, Writer.floats([1]))), .entry),
      (Writer.tensor(type: 3, [1, 1, 1, 1], Writer.field(7, [1])), .entry),
    ] as [([UInt8], TensorProblem)])
  func refused(tensor: [UInt8], problem: TensorProblem) {
    #expect(failure(Self.convolution(tensor).bytes) == .tensor(name: "w", problem))
  }

  @Test("a few bytes that claim many numbers are refused before they take memory")
  func bombs() {
    for shape in [[1, 1, 1, 1 << 40], [1 << 15, 1 << 15, 1, 1]] {
      let bytes = Self.convolution(
        Writer.tensor(shape, Writer.field(5, Writer.floats([1])))
      ).bytes
      #expect(failure(bytes) == .tooManyElements(limit: bytes.count))
    }
    // Each is small enough, but not all of them together.
    var graph = GraphWriter()
    for index in 0..<100 {
      graph.constant("w\(index)", Writer.tensor([1, 1, 90, 90], []))
      graph.add("Conv2D", "conv\(index)", ["input", "w\(index)"])
    }
    #expect(graph.bytes.count > 90 * 90)
    #expect(failure(graph.bytes) == .tooManyElements(limit: graph.bytes.count))
  }

  @Test("two operations of one name, a name that is no text, copies in a circle")
  func names() {
    var twice = Writer.sample
    twice.add("Const", "a/weights", [])
    #expect(failure(twice.bytes) == .duplicateName("a/weights"))
    let nameless = Writer.field(1, Writer.field(1, [0xFF]) + Writer.text(2, "Const"))
    #expect(failure(nameless) == .graph(.invalidText))
    var circle = GraphWriter()
    circle.add("Identity", "a", ["b"])
    circle.add("Identity", "b", ["a"])
    circle.add("Conv2D", "conv", ["input", "a"])
    #expect(failure(circle.bytes) == nil)
  }

  @Test("fields that cannot be told apart")
  func malformed() {
    let start = Writer.sample.bytes
    // A group, a number without an end, a length beyond the end of all.
    #expect(failure(start + [0x0B, 0x0C]) == .graph(.malformed))
    #expect(
      failure(start + [0x18] + Array(repeating: 0xFF, count: 11)) == .graph(.malformed))
    #expect(failure(start + [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == .graph(.truncated))
    // Fields that are passed over: a library, a version, fixed numbers.
    let others = Writer.field(2, [1, 2, 3]) + [0x18, 27] + [0x25, 1, 2, 3, 4, 0x29]
    #expect(failure(start + others + Array(repeating: 0, count: 8)) == nil)
  }

  @Test("a truncated graph is an error unless it ends between two operations")
  func truncated() {
    let bytes = Writer.sample.bytes
    var whole = 0
    for length in bytes.indices.dropFirst() {
      switch read(Array(bytes.prefix(length))) {
      case .success: whole += 1
      case .failure(let error):
        guard case .graph(.truncated) = error else {
          // A file so short is no graph.
          #expect(length < 30, "\(length): \(error)")
          continue
        }
      }
    }
    #expect(whole == 26)
  }

  @Test("4,000 damaged graphs give an error or tensors no larger than the file", arguments: 0..<4)
  func damaged(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let original = Writer.sample.bytes
    for _ in 0..<1000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2:
          bytes.insert(
            [0x0A, 0x12, 0x2A, 0x22, 0x80, 0xFF].randomElement(using: &generator) ?? 0, at: place)
        case 3: bytes.remove(at: place)
        // A length that claims almost anything.
        default:
          bytes.replaceSubrange(
            place..<min(place + 5, bytes.count), with: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F])
        }
      }
      guard case .success(let checkpoint) = read(bytes) else { continue }
      for content in try checkpoint.contents().values {
        #expect(content.values.count <= bytes.count)
      }
    }
  }
}
