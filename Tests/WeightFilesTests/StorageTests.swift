import Testing

@testable import WeightFiles

@Suite("Storages are checked")
struct StorageTests {
  private func failureChanging(_ change: (inout LegacyFile) -> Void) -> CheckpointError? {
    var file = LegacyFile.sample
    change(&file)
    return failure(file.bytes)
  }

  @Test("the list of keys must name each used storage once and no other")
  func keys() {
    #expect(
      failureChanging { $0.runs.removeLast() } == .storage(key: "key 1", .missing))
    #expect(
      failureChanging { $0.tensors.removeLast() } == .storage(key: "key 1", .unused))
    #expect(
      failureChanging { $0.listedKeys = ["key 0", "key 0"] }
        == .storage(key: "key 0", .listedTwice))
    let file = LegacyFile.sample
    var keys = PickleWriter()
    keys.integers([1])
    #expect(
      failure(file.preamble + file.object + keys.stopped()) == .storageKeys(found: "a tuple"))
    keys = PickleWriter()
    keys.code("]")
    keys.none()
    keys.code("a")
    #expect(
      failure(file.preamble + file.object + keys.stopped()) == .storageKeys(found: "None"))
  }

  @Test("counts must agree, be non-negative and fit into the file")
  func counts() {
    #expect(
      failureChanging { $0.tensors[1].storageCount = 7 } == .storage(key: "key 0", .conflict))
    #expect(
      failureChanging { $0.tensors[1].storageClass = "IntStorage" }
        == .storage(key: "key 0", .conflict))
    for stored in [5, -1, Int.max] {
      #expect(
        failureChanging { $0.runs[0].count = stored }
          == .storage(key: "key 0", .count(declared: 6, stored: Int64(stored))))
    }
    #expect(
      failureChanging { $0.tensors[2].storageCount = -1 }
        == .tensor(name: "batches", .arguments(of: "torch._utils._rebuild_tensor_v2")))
    for count in [1000, 1 << 40, Int.max] {
      let error = failureChanging {
        $0.tensors[2].storageCount = count
        $0.runs[1].count = count
      }
      let size = LegacyFile.sample.bytes.count + (count == 1000 ? 0 : 5)
      #expect(error == .truncated(size: size, offset: size - 8))
    }
  }

  @Test("views of storages are refused")
  func views() {
    let file = LegacyFile.sample
    var reference = PickleWriter(protocol: nil)
    LegacyFile.writeStorageReference(file.tensors[0], to: &reference)
    let withView = reference.bytes.dropLast(3) + [0x29, 0x74, 0x51]
    var object = PickleWriter()
    object.code("}")
    object.text("view")
    object.global("torch._utils", "_rebuild_tensor")
    object.mark()
    object.raw(Array(withView))
    object.integer(0)
    object.emptyTuple()
    object.emptyTuple()
    object.tuple()
    object.reduce()
    object.code("s")
    #expect(failure(file.bytes(object: object)) == .storage(key: "key 0", .view))
  }

  @Test("half-precision numbers convert exactly, all 65536 of them")
  func halfPrecision() {
    for bits in UInt16.min...UInt16.max {
      let converted = Float(halfBitPattern: bits)
      let expected = Float(Float16(bitPattern: bits))
      #expect(converted == expected || converted.isNaN && expected.isNaN)
      #expect(converted.sign == expected.sign)
    }
  }
}
