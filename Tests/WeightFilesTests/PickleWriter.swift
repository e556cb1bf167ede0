/// Writes pickles, well-formed or not, with the instructions of protocol 2.
struct PickleWriter {
  private(set) var bytes: [UInt8] = []

  init(protocol version: UInt8? = 2) {
    if let version { raw([0x80, version]) }
  }

  mutating func raw(_ bytes: [UInt8]) {
    self.bytes += bytes
  }

  /// An instruction without operands, by its ASCII code.
  mutating func code(_ character: Unicode.Scalar) {
    bytes.append(UInt8(ascii: character))
  }

  mutating func mark() { code("(") }
  mutating func tuple() { code("t") }
  mutating func emptyTuple() { code(")") }
  mutating func reduce() { code("R") }
  mutating func none() { code("N") }
  mutating func boolean(_ value: Bool) { raw([value ? 0x88 : 0x89]) }

  mutating func text(_ text: String) {
    code("X")
    raw(littleEndian(UInt32(text.utf8.count)))
    raw(Array(text.utf8))
  }

  /// The shortest encoding: BININT for 32 bits, LONG1 for the rest.
  mutating func integer(_ value: Int) {
    if let small = Int32(exactly: value) {
      code("J")
      raw(littleEndian(small))
    } else {
      raw([0x8A, 8])
      raw(littleEndian(value))
    }
  }

  mutating func global(_ module: String, _ name: String) {
    code("c")
    raw(Array("\(module)\n\(name)\n".utf8))
  }

  mutating func put(_ index: UInt8) {
    code("q")
    raw([index])
  }

  mutating func get(_ index: UInt8) {
    code("h")
    raw([index])
  }

  mutating func integers(_ values: [Int]) {
    mark()
    for value in values { integer(value) }
    tuple()
  }

  /// An empty `OrderedDict`.
  mutating func orderedDictionary() {
    global("collections", "OrderedDict")
    emptyTuple()
    reduce()
  }

  /// The bytes with the instruction that ends the pickle.
  func stopped() -> [UInt8] {
    bytes + [UInt8(ascii: ".")]
  }
}

/// The bytes of an integer or a floating-point number's bit pattern, least significant first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
