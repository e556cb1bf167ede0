/// Takes numbers and texts off the front of one of a file's structures.
struct HDF5Fields {
  /// What the structure is, for errors.
  let part: String
  /// Where in the file it begins.
  let offset: Int
  /// How many bytes of it have been taken.
  private(set) var position = 0

  let bytes: [UInt8]

  init(_ bytes: [UInt8], _ part: String, offset: Int) {
    self.bytes = bytes
    self.part = part
    self.offset = offset
  }

  /// The number of bytes that are left.
  var remaining: Int { bytes.count - position }

  /// The error of a structure that is not as it should be.
  var malformed: CheckpointError { .hdf5(.malformed(part, offset: offset)) }

  /// Throws if a condition does not hold.
  func require(_ condition: Bool) throws(CheckpointError) {
    guard condition else { throw malformed }
  }

  /// Takes `count` bytes.
  mutating func take(_ count: Int) throws(CheckpointError) -> [UInt8] {
    guard count >= 0, count <= remaining else { throw malformed }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Passes over `count` bytes.
  mutating func skip(_ count: Int) throws(CheckpointError) {
    guard count >= 0, count <= remaining else { throw malformed }
    position += count
  }

  /// Passes over bytes up to the next multiple of eight, or to the end.
  mutating func align() { position = min((position + 7) / 8 * 8, bytes.count) }

  /// Takes an unsigned number of `width` bytes, the lowest first.
  mutating func unsigned(_ width: Int) throws(CheckpointError) -> UInt64 {
    guard width <= 8, width <= remaining else { throw malformed }
    var number: UInt64 = 0
    for index in (0..<width).reversed() { number = number << 8 | UInt64(bytes[position + index]) }
    position += width
    return number
  }

  /// Takes a number of `width` bytes, clamped to what an `Int` can be.
  mutating func integer(_ width: Int) throws(CheckpointError) -> Int {
    Int(clamping: try unsigned(width))
  }

  /// Takes an address of `width` bytes; nothing if all bits are set, which means that there is none.
  mutating func address(_ width: Int) throws(CheckpointError) -> Int? {
    let number = try unsigned(width)
    let isUndefined = width == 8 ? number == .max : number == 1 << UInt64(8 * width) - 1
    return isUndefined ? nil : Int(clamping: number)
  }

  /// Takes a text of `count` bytes, which ends before the first zero.
  mutating func text(_ count: Int) throws(CheckpointError) -> String {
    let bytes = try take(count).prefix { $0 != 0 }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed }
    return text
  }
}
