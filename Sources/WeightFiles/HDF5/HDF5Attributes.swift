/// The attributes of an object, by name.
struct HDF5Attributes {
  private var attributes: [String: Attribute] = [:]

  /// Reads the attributes that an object's header holds.
  init(_ header: HDF5Header, _ reader: HDF5Reader) throws(CheckpointError) {
    for message in header.messages where message.kind == HDF5Header.Kind.attribute {
      let attribute = try Attribute(message.fields, reader)
      attributes[attribute.name] = attribute
    }
    if var information = header.message(HDF5Header.Kind.attributeInformation) {
      try information.skip(1)
      let flags = try information.integer(1)
      if flags & 1 != 0 { try information.skip(2) }
      if try information.address(reader.addressWidth) != nil {
        throw .hdf5(.unsupported("attributes outside of an object's header"))
      }
    }
  }

  /// The texts of an attribute, one if it has no dimensions; nothing if there is no such attribute.
  func texts(
    _ name: String, _ reader: inout HDF5Reader
  ) throws(CheckpointError) -> [String]? {
    try attributes[name]?.texts(&reader)
  }

  /// The texts of an attribute that may be in pieces, `NAME0`, `NAME1`, ..., because a header has no
  /// room for all of it.
  func textsInPieces(
    _ name: String, _ reader: inout HDF5Reader
  ) throws(CheckpointError) -> [String]? {
    if let texts = try texts(name, &reader) { return texts }
    guard var texts = try texts("\(name)0", &reader) else { return nil }
    var number = 1
    while let more = try self.texts("\(name)\(number)", &reader) {
      texts += more
      number += 1
    }
    return texts
  }

  /// An attribute: what its elements are, how many there are, and the elements.
  private struct Attribute {
    let name: String
    let datatype: HDF5Datatype
    let count: Int
    let content: HDF5Fields

    /// Reads a message of an attribute.
    init(_ message: HDF5Fields, _ reader: HDF5Reader) throws(CheckpointError) {
      var fields = message
      let version = try fields.integer(1)
      guard (1...3).contains(version) else {
        throw .hdf5(.unsupported("an attribute of version \(version)"))
      }
      let flags = try fields.integer(1)
      let lengths = [
        try fields.integer(2), try fields.integer(2), try fields.integer(2),
      ]
      // How the name is encoded.
      if version == 3 { try fields.skip(1) }
      var parts: [HDF5Fields] = []
      for length in lengths {
        let offset = fields.offset + fields.position
        parts.append(HDF5Fields(try fields.take(length), "attribute", offset: offset))
        // Up to a multiple of eight, counted from the message's beginning, where all else has one too.
        if version == 1 { fields.align() }
      }
      name = try parts[0].text(lengths[0])
      guard version == 1 || flags & 3 == 0 else {
        throw .hdf5(.unsupported("attributes with types that objects share"))
      }
      datatype = try HDF5Datatype(parts[1])
      count = try HDF5Dataspace.count(try HDF5Dataspace.shape(parts[2], reader), fields)
      content = fields
    }

    func texts(_ reader: inout HDF5Reader) throws(CheckpointError) -> [String] {
      var content = content
      let (length, overflow) = count.multipliedReportingOverflow(by: datatype.width)
      guard !overflow, length <= content.remaining else { throw content.malformed }
      var texts: [String] = []
      for _ in 0..<count {
        switch datatype {
        case .text(let width): texts.append(try content.text(width))
        case .texts: texts.append(try reader.heapText(&content))
        // h5py writes an empty list of names as a list of no numbers.
        case .numbers, .opaque, .other: throw content.malformed
        }
      }
      return texts
    }
  }
}

extension HDF5Reader {
  /// Takes the place of a text in a global heap, and reads it there.
  fileprivate mutating func heapText(
    _ fields: inout HDF5Fields
  ) throws(CheckpointError) -> String {
    let length = try fields.integer(4)
    let heap = try fields.address(addressWidth)
    let number = try fields.integer(4)
    guard let heap, length > 0 else { return "" }
    var collection = try self.fields("global heap", at: heap, count: 8 + lengthWidth)
    try collection.require(try collection.take(4) == Array("GCOL".utf8))
    try collection.skip(4)
    let end = try collection.integer(lengthWidth)
    var offset = 8 + lengthWidth
    while offset < end {
      var object = try self.fields(collection.part, at: heap + offset, count: 8 + lengthWidth)
      let found = try object.integer(2)
      try object.skip(6)
      let size = try object.integer(lengthWidth)
      // The object 0 is what is free, and the last.
      guard found != 0 else { break }
      offset += 8 + lengthWidth
      if found == number {
        var text = try self.fields(collection.part, at: heap + offset, count: min(length, size))
        return try text.text(text.remaining)
      }
      let (next, overflow) = offset.addingReportingOverflow(size)
      guard !overflow, next <= self.size else { throw collection.malformed }
      offset = (next + 7) / 8 * 8
    }
    throw collection.malformed
  }
}
