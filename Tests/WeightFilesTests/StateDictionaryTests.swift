import Testing

@testable import WeightFiles

@Suite("The saved object is checked")
struct StateDictionaryTests {
  /// The error after changing the sample's first tensor.
  private func failureChanging(_ change: (inout LegacyFile.Tensor) -> Void) -> CheckpointError? {
    var file = LegacyFile.sample
    change(&file.tensors[0])
    return failure(file.bytes)
  }

  private func tensorError(_ problem: TensorProblem) -> CheckpointError {
    .tensor(name: "conv.weight", problem)
  }

  @Test("sizes, strides and offsets must make sense")
  func layouts() {
    #expect(failureChanging { $0.shape = [-2, 3] } == tensorError(.negative(-2)))
    #expect(failureChanging { $0.strides = [3, -1] } == tensorError(.negative(-1)))
    #expect(failureChanging { $0.offset = -1 } == tensorError(.negative(-1)))
    #expect(
      failureChanging { $0.strides = [1] } == tensorError(.strideCount(sizes: 2, strides: 1)))
    #expect(failureChanging { $0.shape = [1 << 40, 1 << 40] } == tensorError(.overflow))
    #expect(failureChanging { $0.strides = [.max, .max] } == tensorError(.overflow))
    #expect(
      failureChanging { $0.shape = [3, 3] }
        == tensorError(.largerThanStorage(elements: 9, storage: 6)))
    #expect(
      failureChanging { $0.strides = [4, 1] }
        == tensorError(.outsideStorage(position: 6, storage: 6)))
    #expect(
      failureChanging { $0.offset = 1 } == tensorError(.outsideStorage(position: 6, storage: 6)))
  }

  @Test("an integer beyond 64 bits is no size")
  func wideSize() {
    var object = PickleWriter()
    object.code("}")
    object.text("wide")
    object.global("torch._utils", "_rebuild_tensor")
    object.mark()
    LegacyFile.writeStorageReference(LegacyFile.sample.tensors[0], to: &object)
    object.integer(0)
    object.raw([0x8A, 9] + [UInt8](repeating: 0x7F, count: 9) + [0x85])
    object.integers([1])
    object.tuple()
    object.reduce()
    object.code("s")
    #expect(
      failure(LegacyFile.sample.bytes(object: object))
        == .tensor(name: "wide", .arguments(of: "torch._utils._rebuild_tensor")))
  }

  @Test("names must be unique texts")
  func names() {
    var file = LegacyFile.sample
    file.tensors[1].name = "conv.weight"
    #expect(failure(file.bytes) == .duplicateName("conv.weight"))
    var object = PickleWriter()
    object.code("}")
    object.integer(3)
    object.none()
    object.code("s")
    #expect(failure(file.bytes(object: object)) == .entryName(found: "the integer 3"))
  }

  @Test("entries must be tensors")
  func entries() {
    func entry(_ write: (inout PickleWriter) -> Void) -> CheckpointError? {
      var object = PickleWriter()
      object.code("}")
      object.text("epoch")
      write(&object)
      object.code("s")
      return failure(LegacyFile.sample.bytes(object: object))
    }
    func notTensor(_ found: String) -> CheckpointError {
      .tensor(name: "epoch", .notTensor(found: found))
    }
    #expect(entry { $0.integer(90) } == notTensor("the integer 90"))
    #expect(entry { $0.none() } == notTensor("None"))
    #expect(entry { $0.orderedDictionary() } == notTensor("a dictionary"))
    #expect(
      entry { LegacyFile.writeStorageReference(LegacyFile.sample.tensors[0], to: &$0) }
        == notTensor("a bare storage"))
    for function in ["_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_parameter"] {
      let error = entry {
        $0.global("torch._utils", function)
        $0.integers([1, 2])
        $0.reduce()
      }
      #expect(error == .tensor(name: "epoch", .arguments(of: "torch._utils.\(function)")))
    }
  }

  @Test("the object must be a dictionary")
  func objects() {
    var object = PickleWriter()
    object.integers([1])
    #expect(
      failure(LegacyFile.sample.bytes(object: object)) == .notStateDictionary(found: "a tuple"))
  }

  @Test("Python 2's OrderedDict of pairs and the first rebuilding functions are read")
  func python2() throws {
    let file = LegacyFile.sample
    var object = PickleWriter()
    object.global("collections", "OrderedDict")
    object.code("]")
    object.code("]")
    object.raw([0x55, 1, 0x77])
    object.code("a")
    object.global("torch._utils", "_rebuild_parameter")
    object.mark()
    object.global("torch._utils", "_rebuild_tensor")
    object.mark()
    LegacyFile.writeStorageReference(file.tensors[0], to: &object)
    object.integer(0)
    object.integers([3, 2])
    object.integers([2, 1])
    object.tuple()
    object.reduce()
    object.boolean(true)
    object.orderedDictionary()
    object.tuple()
    object.reduce()
    object.code("a")
    object.code("a")
    object.raw([0x85])
    object.reduce()
    var used = file
    used.runs.removeLast()
    let checkpoint = try Checkpoint(reading: MemoryByteSource(used.bytes(object: object)))
    #expect(checkpoint.names == ["w"])
    #expect(
      try checkpoint.contents() == [
        "w": TensorContent(shape: [3, 2], values: [0.5, -1, 2, 3.25, -0.125, 8])
      ])
  }
}
