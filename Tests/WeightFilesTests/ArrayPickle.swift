/// A pickled dictionary with one array of NumPy, with every part open to change.
struct ArrayPickle {
  /// The bytes as the array's state has them.
  enum Numbers {
    /// Bytes, as since protocol 3.
    case bytes([UInt8])
    /// A text of characters, as in protocol 2, in the encoding of this name.
    case text([UInt8], encoding: String)
    /// A string of bytes, as Python 2 wrote it.
    case byteString([UInt8])
    /// None.
    case none
  }

  var name = "fc.weight"
  var reconstruct = (module: "numpy.core.multiarray", name: "_reconstruct")
  var array = (module: "numpy", name: "ndarray")
  var version = 1
  var shape = [2, 3]
  var type = "f4"
  var order = "<"
  var typeStateCount = 8
  var isStructure = false
  var isColumnMajor = false
  var numbers = Numbers.bytes((0..<6).flatMap { littleEndian(Float($0).bitPattern) })
  /// How often the state is given to the array.
  var builds = 1
  /// How many more entries are the same array.
  var copies = 0
  /// What is behind the dictionary.
  var trailing: [UInt8] = []

  var bytes: [UInt8] {
    var writer = PickleWriter()
    writer.code("}")
    writer.mark()
    writer.text(name)
    writeArray(to: &writer)
    writer.put(0)
    for copy in 0..<copies {
      writer.text("\(copy)")
      writer.get(0)
    }
    writer.code("u")
    return writer.stopped() + trailing
  }

  func writeArray(to writer: inout PickleWriter) {
    writer.global(reconstruct.module, reconstruct.name)
    writer.global(array.module, array.name)
    writer.integers([0])
    writer.raw([0x43, 1, 0x62])
    writer.raw([0x87])
    writer.reduce()
    for _ in 0..<builds {
      writer.mark()
      writer.integer(version)
      writer.integers(shape)
      writeType(to: &writer)
      writer.boolean(isColumnMajor)
      writeNumbers(to: &writer)
      writer.tuple()
      writer.code("b")
    }
  }

  private func writeType(to writer: inout PickleWriter) {
    writer.global("numpy", "dtype")
    writer.mark()
    writer.text(type)
    writer.boolean(false)
    writer.boolean(true)
    writer.tuple()
    writer.reduce()
    writer.mark()
    writer.integer(3)
    writer.text(order)
    for index in 2..<max(typeStateCount, 2) {
      if isStructure && index == 3 {
        writer.integers([1])
      } else if index < 5 {
        writer.none()
      } else {
        writer.integer(-1)
      }
    }
    writer.tuple()
    writer.code("b")
  }

  private func writeNumbers(to writer: inout PickleWriter) {
    switch numbers {
    case .bytes(let bytes):
      writer.code("B")
      writer.raw(littleEndian(UInt32(bytes.count)) + bytes)
    case .text(let text, let encoding):
      writer.global("_codecs", "encode")
      writer.code("X")
      writer.raw(littleEndian(UInt32(text.count)) + text)
      writer.text(encoding)
      writer.raw([0x86])
      writer.reduce()
    case .byteString(let bytes):
      writer.code("T")
      writer.raw(littleEndian(UInt32(bytes.count)) + bytes)
    case .none: writer.none()
    }
  }
}
