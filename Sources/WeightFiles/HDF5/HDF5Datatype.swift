/// What the elements of a dataset or an attribute are.
enum HDF5Datatype: Equatable {
  /// Numbers, as they are in memory.
  case numbers(ElementType)
  /// Bytes that only somebody else knows the meaning of.
  case opaque(width: Int)
  /// Texts of a width, which end at the first zero.
  case text(width: Int)
  /// Texts of any length, each by its place in a heap.
  case texts(width: Int)
  /// Something else; with a noun phrase.
  case other(String, width: Int)

  /// Bytes of an element.
  var width: Int {
    switch self {
    case .numbers(let element): element.width
    case .opaque(let width), .text(let width), .texts(let width), .other(_, let width): width
    }
  }

  /// Reads a message of a datatype.
  init(_ message: HDF5Fields) throws(CheckpointError) {
    var fields = message
    let kind = try fields.integer(1) & 0x0F
    let bits = try fields.integer(3)
    let width = try fields.integer(4)
    try fields.require(width > 0)
    switch kind {
    case 0: self = try Self.whole(&fields, bits, width)
    case 1: self = try Self.floating(&fields, bits, width)
    case 3: self = .text(width: width)
    case 5: self = .opaque(width: width)
    case 9 where bits & 0x0F == 1: self = .texts(width: width)
    default: self = .other(Self.names[kind] ?? "elements of an unknown type", width: width)
    }
  }

  private static let names = [
    2: "times", 4: "bit fields", 6: "compound elements", 7: "references", 8: "enumerations",
    9: "sequences of any length", 10: "arrays as elements",
  ]

  private static func whole(
    _ fields: inout HDF5Fields, _ bits: Int, _ width: Int
  ) throws(CheckpointError) -> HDF5Datatype {
    let (offset, precision) = (try fields.integer(2), try fields.integer(2))
    guard offset == 0, precision == 8 * width else {
      return .other("whole numbers with padding", width: width)
    }
    if bits & 1 != 0, width > 1 { return .other("big-endian whole numbers", width: width) }
    let isSigned = bits & 8 != 0
    return switch (width, isSigned) {
    case (1, false): .numbers(.uint8)
    case (1, true): .numbers(.int8)
    case (2, true): .numbers(.int16)
    case (4, true): .numbers(.int32)
    case (8, true): .numbers(.int64)
    default:
      .other("\(isSigned ? "" : "unsigned ")whole numbers of \(width) bytes", width: width)
    }
  }

  private static func floating(
    _ fields: inout HDF5Fields, _ bits: Int, _ width: Int
  ) throws(CheckpointError) -> HDF5Datatype {
    if bits & 0x41 != 0 { return .other("big-endian floating-point numbers", width: width) }
    let numbers = [
      try fields.integer(2), try fields.integer(2), try fields.integer(1), try fields.integer(1),
      try fields.integer(1), try fields.integer(1), try fields.integer(4),
    ]
    // The sign's place is the second byte of the bits.
    switch [bits >> 8 & 0xFF] + numbers {
    case [15, 0, 16, 10, 5, 0, 10, 15]: return .numbers(.float16)
    case [15, 0, 16, 7, 8, 0, 7, 127]: return .numbers(.bfloat16)
    case [31, 0, 32, 23, 8, 0, 23, 127]: return .numbers(.float32)
    case [63, 0, 64, 52, 11, 0, 52, 1023]: return .numbers(.float64)
    default: return .other("floating-point numbers of an unknown kind", width: width)
    }
  }
}

/// The sizes of a dataset or an attribute.
enum HDF5Dataspace {
  /// Reads a message of sizes, outermost first; empty for a single element, and one zero for none.
  static func shape(
    _ message: HDF5Fields, _ reader: HDF5Reader
  ) throws(CheckpointError) -> [Int] {
    var fields = message
    let version = try fields.integer(1)
    let rank = try fields.integer(1)
    // Flags: whether largest sizes follow.
    try fields.skip(1)
    switch version {
    case 1: try fields.skip(5)
    case 2:
      if try fields.integer(1) == 2 { return [0] }
    default: throw fields.malformed
    }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try fields.integer(reader.lengthWidth)) }
    return shape
  }

  /// The number of elements of a shape.
  static func count(_ shape: [Int], _ fields: HDF5Fields) throws(CheckpointError) -> Int {
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw fields.malformed }
      count = product
    }
    return count
  }
}
