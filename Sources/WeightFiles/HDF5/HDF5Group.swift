/// The links of a group: the names of what it holds, and where the headers of these begin.
struct HDF5Group {
  /// A link to an object.
  struct Link: Equatable {
    let name: String
    /// Where the object's header begins.
    let header: Int
  }

  /// The links to objects of the file, in its order; others, such as those to paths, are left out.
  private(set) var links: [Link] = []

  private static let mostLinks = 1 << 16
  /// Levels of a tree of nodes; each holds many of the next.
  private static let mostLevels = 8

  /// Reads the links that the header of a group speaks of; none if it is no group's.
  init(_ header: HDF5Header, _ reader: inout HDF5Reader) throws(CheckpointError) {
    if var table = header.message(HDF5Header.Kind.symbolTable) {
      guard let tree = try table.address(reader.addressWidth),
        let heap = try table.address(reader.addressWidth)
      else { throw table.malformed }
      try readSymbolTable(&reader, tree: tree, heap: heap)
    }
    if var information = header.message(HDF5Header.Kind.linkInformation) {
      try information.skip(1)
      let flags = try information.integer(1)
      if flags & 1 != 0 { try information.skip(8) }
      if try information.address(reader.addressWidth) != nil {
        throw .hdf5(.unsupported("links of a group outside of its header"))
      }
    }
    for message in header.messages where message.kind == HDF5Header.Kind.link {
      try readLink(message.fields, reader)
    }
  }

  private mutating func add(_ link: Link) throws(CheckpointError) {
    guard links.count < Self.mostLinks else { throw .hdf5(.tooLarge) }
    links.append(link)
  }

  private mutating func readLink(
    _ message: HDF5Fields, _ reader: HDF5Reader
  ) throws(CheckpointError) {
    var fields = message
    try fields.require(try fields.integer(1) == 1)
    let flags = try fields.integer(1)
    let kind = flags & 0x08 != 0 ? try fields.integer(1) : 0
    // The order in which links were made, and how the name is encoded.
    if flags & 0x04 != 0 { try fields.skip(8) }
    if flags & 0x10 != 0 { try fields.skip(1) }
    let name = try fields.text(try fields.integer(1 << (flags & 3)))
    guard kind == 0, let header = try fields.address(reader.addressWidth) else { return }
    try add(Link(name: name, header: header))
  }

  // MARK: - Symbol tables

  private mutating func readSymbolTable(
    _ reader: inout HDF5Reader, tree: Int, heap: Int
  ) throws(CheckpointError) {
    var header = try reader.fields("heap of names", at: heap, count: 8 + 3 * reader.lengthWidth)
    try header.require(try header.take(4) == Array("HEAP".utf8))
    try header.skip(4)
    let length = try header.integer(reader.lengthWidth)
    try header.skip(reader.lengthWidth)
    guard let place = try header.address(reader.addressWidth) else { throw header.malformed }
    let names = try reader.fields(header.part, at: place, count: length)
    var nodes: Set<Int> = []
    try readNode(&reader, at: tree, names, &nodes, levels: Self.mostLevels)
  }

  /// Reads a node of a tree, and all below it.
  private mutating func readNode(
    _ reader: inout HDF5Reader, at offset: Int, _ names: HDF5Fields, _ nodes: inout Set<Int>,
    levels: Int
  ) throws(CheckpointError) {
    guard nodes.insert(offset).inserted else { throw .hdf5(.loop(offset: offset)) }
    let prefixLength = 8 + 2 * reader.addressWidth
    var prefix = try reader.fields("tree of names", at: offset, count: prefixLength)
    try prefix.require(try prefix.take(4) == Array("TREE".utf8))
    try prefix.require(try prefix.integer(1) == 0)
    let level = try prefix.integer(1)
    try prefix.require(level < levels)
    let count = try prefix.integer(2)
    var children = try reader.fields(
      prefix.part, at: offset + prefixLength,
      count: count * (reader.lengthWidth + reader.addressWidth))
    for _ in 0..<count {
      // The place of the last name before the child.
      try children.skip(reader.lengthWidth)
      guard let child = try children.address(reader.addressWidth) else {
        throw children.malformed
      }
      if level > 0 {
        try readNode(&reader, at: child, names, &nodes, levels: level)
      } else {
        guard nodes.insert(child).inserted else { throw .hdf5(.loop(offset: child)) }
        try readEntries(&reader, at: child, names)
      }
    }
  }

  private mutating func readEntries(
    _ reader: inout HDF5Reader, at offset: Int, _ names: HDF5Fields
  ) throws(CheckpointError) {
    var prefix = try reader.fields("node of names", at: offset, count: 8)
    try prefix.require(try prefix.take(4) == Array("SNOD".utf8))
    try prefix.skip(2)
    let count = try prefix.integer(2)
    var entries = try reader.fields(
      prefix.part, at: offset + 8, count: count * (2 * reader.addressWidth + 24))
    for _ in 0..<count {
      let place = try entries.integer(reader.addressWidth)
      let header = try entries.address(reader.addressWidth)
      let kind = try entries.integer(4)
      try entries.skip(20)
      // A link to a path has no header here.
      guard kind != 2, let header else { continue }
      var name = names
      try name.skip(place)
      let text = try name.text(min(name.remaining, Self.longestName))
      try reader.spend(text.utf8.count)
      try add(Link(name: text, header: header))
    }
  }

  /// Bytes of a name.
  private static let longestName = 1 << 12
}
