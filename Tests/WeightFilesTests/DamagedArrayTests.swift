import Testing

@testable import WeightFiles

@Suite("Damaged files of Paddle give errors, never traps")
struct DamagedArrayTests {
  /// The error after changing a well-formed array.
  private func failureChanging(_ change: (inout ArrayPickle) -> Void) -> CheckpointError? {
    var pickle = ArrayPickle()
    change(&pickle)
    return failure(pickle.bytes)
  }

  private func tensorError(_ problem: TensorProblem) -> CheckpointError {
    .tensor(name: "fc.weight", problem)
  }

  @Test("what is changed below is read before the change")
  func wellFormed() throws {
    let numbers = (0..<6).flatMap { littleEndian(Float($0).bitPattern) }
    let forms: [ArrayPickle.Numbers] = [
      .bytes(numbers), .byteString(numbers), .text(utf8(numbers), encoding: "latin1"),
    ]
    for form in forms {
      var pickle = ArrayPickle()
      pickle.numbers = form
      let checkpoint = try Checkpoint(reading: MemoryByteSource(pickle.bytes))
      #expect(
        try checkpoint.contents() == ["fc.weight": PaddleFixture.counted([2, 3])], "\(form)")
    }
  }

  /// The text in UTF-8 whose characters are bytes.
  private func utf8(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
  }

  @Test(
    "every truncation is an error",
    arguments: [
      "arrays-2.pkl", "arrays-4.pkl", "arrays-5.pkl", "types-2.pdparams", "training-4.pdparams",
    ])
  func truncation(name: String) throws {
    let bytes = try PaddleFixture.bytes(name)
    for length in 1..<bytes.count {
      guard case .truncated(let size, _) = failure(Array(bytes.prefix(length))) else {
        Issue.record("\(length) bytes gave another error")
        return
      }
      #expect(size == length)
    }
  }

  @Test(
    "every byte replaced by instructions and others is survived",
    arguments: ["arrays-2.pkl", "arrays-4.pkl", "arrays-5.pkl"])
  func corruption(name: String) throws {
    let original = try PaddleFixture.bytes(name)
    let replacements: [UInt8] = [0x00, 0x01, 0x29, 0x52, 0x62, 0x68, 0x7F, 0xC2, 0xFE, 0xFF]
    var bytes = original
    for position in bytes.indices {
      for replacement in replacements + [original[position] ^ 1, original[position] ^ 0x80] {
        bytes[position] = replacement
        if case .success(let checkpoint) = read(bytes) {
          let elements = try checkpoint.contents().values.reduce(0) { $0 + $1.values.count }
          #expect(elements <= bytes.count)
        }
      }
      bytes[position] = original[position]
    }
  }

  @Test("shapes must make sense, and have as many numbers as are there")
  func shapes() {
    #expect(failureChanging { $0.shape = [-2, 3] } == tensorError(.negative(-2)))
    #expect(failureChanging { $0.shape = [-2, -3] } == tensorError(.negative(-2)))
    #expect(failureChanging { $0.shape = [1 << 40, 1 << 40] } == tensorError(.overflow))
    #expect(failureChanging { $0.shape = [1 << 62] } == tensorError(.overflow))
    #expect(
      failureChanging { $0.shape = Array(repeating: 1, count: 65) }
        == tensorError(.tooManyDimensions(65, limit: 64)))
    #expect(
      failureChanging { $0.shape = [1 << 40] }
        == tensorError(.byteCount(expected: 1 << 42, stored: 24)))
    #expect(
      failureChanging { $0.shape = [5] } == tensorError(.byteCount(expected: 20, stored: 24)))
    #expect(
      failureChanging { $0.type = "f8" } == tensorError(.byteCount(expected: 48, stored: 24)))
  }

  @Test("texts that stand for numbers must be bytes, and as many")
  func texts() {
    let high = Array(repeating: UInt8(0xC3), count: 12).flatMap { [$0, UInt8(0xBF)] }
    #expect(
      failureChanging {
        $0.shape = [3]
        $0.numbers = .text(high, encoding: "latin1")
      } == nil)
    #expect(
      failureChanging { $0.numbers = .text(high, encoding: "latin1") }
        == tensorError(.byteCount(expected: 24, stored: 12)))
    #expect(
      failureChanging { $0.numbers = .text(high, encoding: "utf8") }
        == tensorError(.arguments(of: "numpy.core.multiarray._reconstruct")))
    for text in [[0xC4, 0x80], [0xC3, 0x41], [0xFF, 0xFF], [0x41, 0xC3]] as [[UInt8]] {
      let text = Array(repeating: text, count: 12).flatMap { $0 }
      #expect(
        failureChanging {
          $0.shape = [3]
          $0.numbers = .text(text, encoding: "latin1")
        } == tensorError(.textOfNumbers), "\(text.prefix(2))")
    }
  }

  @Test("types that no weights have are named")
  func types() {
    for type in ["c8", "O8", "U3", "V2", "M8", "f", "", "float32"] {
      #expect(failureChanging { $0.type = type } == tensorError(.elementType(type)))
    }
    #expect(failureChanging { $0.isStructure = true } == tensorError(.elementType("f4")))
    #expect(failureChanging { $0.order = "?" } == tensorError(.elementType("?f4")))
    for count in [2, 5, 7, 10] {
      #expect(
        failureChanging { $0.typeStateCount = count } == tensorError(.arguments(of: "numpy.dtype")))
    }
  }

  @Test("an array must be made as NumPy does it")
  func arguments() {
    let unsuitable = tensorError(.arguments(of: "numpy.core.multiarray._reconstruct"))
    #expect(failureChanging { $0.array = ("numpy", "memmap") } == unsuitable)
    #expect(failureChanging { $0.version = 2 } == unsuitable)
    #expect(failureChanging { $0.numbers = .none } == unsuitable)
    #expect(failureChanging { $0.builds = 0 } == unsuitable)
    #expect(failureChanging { $0.builds = 2 } == unsuitable)
    #expect(failureChanging { $0.trailing = [1, 2] } == .trailingBytes(count: 2))
  }

  @Test(
    "other functions are names that nothing calls",
    arguments: [
      ("os", "system"), ("builtins", "eval"), ("builtins", "exec"), ("numpy", "fromfile"),
      ("numpy.core.multiarray", "scalar"), ("paddle", "load"),
      ("numpy._core.numeric", "frombuffer"),
    ])
  func otherFunctions(module: String, name: String) throws {
    #expect(
      failureChanging { $0.reconstruct = (module, name) } == .unsupportedFormat(.otherPickle))
    // Beside an array.
    var object = PickleWriter()
    object.code("}")
    object.mark()
    object.text("fc.weight")
    ArrayPickle().writeArray(to: &object)
    object.text("hook")
    object.global(module, name)
    object.text("touch /tmp/called")
    object.raw([0x85])
    object.reduce()
    object.code("u")
    let checkpoint = try Checkpoint(reading: MemoryByteSource(object.stopped()))
    #expect(checkpoint.names == ["fc.weight"])
    #expect(
      checkpoint.beside.map { "\($0.name): \($0.description)" }
        == ["hook: an object of \"\(module).\(name)\""])
  }

  @Test("a small file cannot have its array copied many times")
  func copies() {
    let numbers = [UInt8](repeating: 0, count: 40_000)
    for form in [.bytes(numbers), .text(numbers, encoding: "latin1")] as [ArrayPickle.Numbers] {
      var pickle = ArrayPickle()
      pickle.shape = [10_000]
      pickle.numbers = form
      pickle.copies = 20
      #expect(failure(pickle.bytes) == .tooManyElements(limit: pickle.bytes.count))
    }
    var empty = ArrayPickle()
    empty.shape = [0]
    empty.numbers = .text(numbers, encoding: "latin1")
    #expect(
      failure(empty.bytes) == tensorError(.byteCount(expected: 0, stored: numbers.count)))
  }

  @Test("an array that Paddle has cut into slices is refused with the way out")
  func slices() {
    var object = PickleWriter()
    object.code("}")
    object.mark()
    object.text("fc.weight@@.0")
    ArrayPickle().writeArray(to: &object)
    object.text("UnpackBigParamInfor@@")
    object.code("}")
    object.code("u")
    let error = failure(object.stopped())
    #expect(error == tensorError(.slices))
    #expect(
      error?.description
        == "the tensor \"fc.weight\" is cut into slices, which is not supported; load it in Python, and"
        + " save it by paddle.save with protocol=4")
  }
}
