@testable import WeightFiles

/// A legacy checkpoint to be written, with every part open to change.
struct LegacyFile {
  /// A tensor as `_rebuild_tensor_v2` receives it.
  struct Tensor {
    var name: String
    var storageClass = "FloatStorage"
    var key: String
    var storageCount: Int
    var offset = 0
    var shape: [Int]
    var strides: [Int]
  }

  /// A stored run of elements.
  struct Run {
    var key: String
    var count: Int
    var bytes: [UInt8]
  }

  var tensors: [Tensor] = []
  var runs: [Run] = []
  /// The keys to list; those of the runs unless set.
  var listedKeys: [String]?
  var version = 1001
  var isLittleEndian = true

  static let magic: [UInt8] = [
    0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// Adds a row-major tensor with a storage of its own.
  mutating func add(
    _ name: String, shape: [Int], storageClass: String = "FloatStorage", elements: [[UInt8]]
  ) {
    let key = "key \(runs.count)"
    tensors.append(
      Tensor(
        name: name, storageClass: storageClass, key: key, storageCount: elements.count,
        shape: shape, strides: Self.rowMajorStrides(shape)))
    runs.append(Run(key: key, count: elements.count, bytes: elements.flatMap { $0 }))
  }

  mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
    add(name, shape: shape, elements: values.map { littleEndian($0.bitPattern) })
  }

  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var stride = 1
    for size in shape.reversed() {
      strides.insert(stride, at: 0)
      stride *= max(size, 1)
    }
    return strides
  }

  /// The file's bytes up to the saved object, without it.
  var preamble: [UInt8] {
    var version = PickleWriter()
    version.integer(self.version)
    var system = PickleWriter()
    system.code("}")
    system.mark()
    system.text("little_endian")
    system.boolean(isLittleEndian)
    system.code("u")
    return Self.magic + version.stopped() + system.stopped()
  }

  var object: [UInt8] {
    var pickle = PickleWriter()
    pickle.orderedDictionary()
    for tensor in tensors {
      pickle.text(tensor.name)
      Self.write(tensor, to: &pickle)
      pickle.code("s")
    }
    return pickle.stopped()
  }

  static func write(
    _ tensor: Tensor, to pickle: inout PickleWriter, withView: Bool = true
  ) {
    pickle.global("torch._utils", "_rebuild_tensor_v2")
    pickle.mark()
    writeStorageReference(tensor, to: &pickle, withView: withView)
    pickle.integer(tensor.offset)
    pickle.integers(tensor.shape)
    pickle.integers(tensor.strides)
    pickle.boolean(false)
    pickle.orderedDictionary()
    pickle.tuple()
    pickle.reduce()
  }

  /// The older format ends a reference with a view, or nothing in its place.
  static func writeStorageReference(
    _ tensor: Tensor, to pickle: inout PickleWriter, withView: Bool = true
  ) {
    pickle.mark()
    pickle.text("storage")
    pickle.global("torch", tensor.storageClass)
    pickle.text(tensor.key)
    pickle.text("cpu")
    pickle.integer(tensor.storageCount)
    if withView { pickle.none() }
    pickle.tuple()
    pickle.code("Q")
  }

  /// The list of keys and the storages.
  var storages: [UInt8] {
    var pickle = PickleWriter()
    pickle.code("]")
    pickle.mark()
    for key in listedKeys ?? runs.map(\.key) { pickle.text(key) }
    pickle.code("e")
    return pickle.stopped() + runs.flatMap { littleEndian(Int64($0.count)) + $0.bytes }
  }

  var bytes: [UInt8] { preamble + object + storages }

  /// The file with another pickle for its saved object.
  func bytes(object: PickleWriter) -> [UInt8] {
    preamble + object.stopped() + storages
  }

  /// A file with a 2 by 3 matrix, a view of its last column and a count of batches.
  static var sample: LegacyFile {
    var file = LegacyFile()
    file.add("conv.weight", shape: [2, 3], [0.5, -1, 2, 3.25, -0.125, 8])
    file.tensors.append(
      Tensor(
        name: "conv.column", key: "key 0", storageCount: 6, offset: 2, shape: [2], strides: [3]))
    file.add("batches", shape: [], storageClass: "LongStorage", elements: [littleEndian(41)])
    return file
  }
}

/// A tensor with its numbers.
struct TensorContent: Equatable {
  var shape: [Int]
  var values: [Float]
}

extension Checkpoint {
  /// All tensors with their numbers, by name.
  func contents() throws -> [String: TensorContent] {
    try tensors.mapValues { TensorContent(shape: $0.shape, values: try values(of: $0)) }
  }
}

/// Reads a checkpoint, with its errors as a result.
func read(_ bytes: [UInt8]) -> Result<Checkpoint, CheckpointError> {
  do {
    return .success(try Checkpoint(reading: MemoryByteSource(bytes)))
  } catch {
    return .failure(error)
  }
}

/// The error of reading a checkpoint; nil when there is none.
func failure(_ bytes: [UInt8]) -> CheckpointError? {
  switch read(bytes) {
  case .success: nil
  case .failure(let error): error
  }
}
