/// The messages of an object's header, which say all about a group or a dataset.
struct HDF5Header {
  /// A message: what is said, by its number, and how.
  struct Message {
    let kind: Int
    var fields: HDF5Fields
  }

  /// What messages are about, of those that are read here.
  enum Kind {
    static let dataspace = 0x01, linkInformation = 0x02, datatype = 0x03, link = 0x06
    static let layout = 0x08, filters = 0x0B, attribute = 0x0C, continuation = 0x10
    static let symbolTable = 0x11, attributeInformation = 0x15
  }

  private(set) var messages: [Message] = []

  /// Where its parts begin; a part that comes twice is a loop.
  private var parts: Set<Int> = []
  private var continuations: [Range<Int>] = []
  private var isNew = false
  private var hasOrder = false

  private static let newSignature = Array("OHDR".utf8)
  private static let continuationSignature = Array("OCHK".utf8)
  /// Messages of one header.
  private static let mostMessages = 1 << 16

  /// Reads the header at an offset, with all its parts.
  init(_ reader: inout HDF5Reader, at offset: Int) throws(CheckpointError) {
    var prefix = try reader.fields("object header", at: offset, atMost: 32)
    let signature = try prefix.take(4)
    parts.insert(offset)
    if signature == Self.newSignature {
      isNew = true
      try readNew(&reader, &prefix)
    } else {
      try prefix.require(signature[0] == 1)
      // The number of messages, which the length makes superfluous, and that of references.
      try prefix.skip(4)
      let length = try prefix.integer(4)
      try readMessages(try reader.fields(prefix.part, at: offset + 16, count: length), reader)
    }
    while let next = continuations.popLast() {
      guard parts.insert(next.lowerBound).inserted else {
        throw .hdf5(.loop(offset: next.lowerBound))
      }
      var fields = try reader.fields(
        "continued object header", at: next.lowerBound, count: next.count)
      if isNew {
        try fields.require(try fields.take(4) == Self.continuationSignature)
        try fields.requireChecksum()
      }
      try readMessages(fields, reader)
    }
  }

  private mutating func readNew(
    _ reader: inout HDF5Reader, _ prefix: inout HDF5Fields
  ) throws(CheckpointError) {
    try prefix.require(try prefix.integer(1) == 2)
    let flags = try prefix.integer(1)
    // Times, and limits of attributes in the header.
    if flags & 0x20 != 0 { try prefix.skip(16) }
    if flags & 0x10 != 0 { try prefix.skip(4) }
    hasOrder = flags & 0x04 != 0
    let length = try prefix.integer(1 << (flags & 3))
    let start = prefix.offset + prefix.position
    // A checksum of 4 bytes ends every part.
    let (count, overflow) = length.addingReportingOverflow(4)
    guard !overflow else { throw prefix.malformed }
    let (whole, overflows) = count.addingReportingOverflow(prefix.position)
    guard !overflows else { throw prefix.malformed }
    try reader.fields(prefix.part, at: prefix.offset, count: whole).requireChecksum()
    try readMessages(try reader.fields(prefix.part, at: start, count: count), reader)
  }

  private mutating func readMessages(
    _ part: HDF5Fields, _ reader: HDF5Reader
  ) throws(CheckpointError) {
    var fields = part
    let end = isNew ? 4 : 0
    let prefixLength = isNew ? (hasOrder ? 6 : 4) : 8
    while fields.remaining >= end + prefixLength {
      let kind = try fields.integer(isNew ? 1 : 2)
      let length = try fields.integer(2)
      let flags = try fields.integer(1)
      try fields.skip(prefixLength - (isNew ? 4 : 5))
      let start = fields.offset + fields.position
      try fields.require(length <= fields.remaining - end)
      var message = HDF5Fields(try fields.take(length), "message of a header", offset: start)
      if kind == Kind.continuation {
        let offset = try message.address(reader.addressWidth) ?? reader.size
        let (end, overflow) = offset.addingReportingOverflow(
          try message.integer(reader.lengthWidth))
        guard !overflow else { throw message.malformed }
        continuations.append(offset..<end)
      } else {
        guard flags & 2 == 0 || kind == 0 else {
          throw .hdf5(.unsupported("messages that objects share"))
        }
        messages.append(Message(kind: kind, fields: message))
      }
      try fields.require(messages.count + continuations.count <= Self.mostMessages)
    }
  }

  /// The first message of a kind.
  func message(_ kind: Int) -> HDF5Fields? { messages.first { $0.kind == kind }?.fields }
}
