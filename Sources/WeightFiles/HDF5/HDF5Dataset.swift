/// A dataset: what its elements are, how many there are, and where.
struct HDF5Dataset {
  /// Where a dataset's elements are in the source.
  enum Place: Equatable {
    /// At these bytes.
    case whole(Range<Int>)
    /// In pieces.
    case chunks(HDF5Chunks)
  }

  let datatype: HDF5Datatype
  let shape: [Int]
  /// Nothing if no element was ever written.
  let place: Place?

  /// Reads what the header of a dataset says; nothing if it is no dataset's.
  init?(_ header: HDF5Header, _ reader: inout HDF5Reader) throws(CheckpointError) {
    guard let type = header.message(HDF5Header.Kind.datatype),
      let space = header.message(HDF5Header.Kind.dataspace),
      var layout = header.message(HDF5Header.Kind.layout)
    else { return nil }
    datatype = try HDF5Datatype(type)
    shape = try HDF5Dataspace.shape(space, reader)
    let version = try layout.integer(1)
    let kind = try layout.integer(1)
    switch (version, kind) {
    case (3, 0), (4, 0):
      let count = try layout.integer(2)
      try layout.require(count <= layout.remaining)
      let offset = reader.start + layout.offset + layout.position
      place = .whole(offset..<offset + count)
    case (3, 1), (4, 1):
      guard let offset = try layout.address(reader.addressWidth) else {
        place = nil
        return
      }
      let count = try layout.integer(reader.lengthWidth)
      guard offset <= reader.size, count <= reader.size - offset else {
        throw .hdf5(.outside(offset: offset))
      }
      place = .whole(reader.start + offset..<reader.start + offset + count)
    case (3, 2):
      place = .chunks(
        try HDF5Chunks(
          layout, shape: shape, width: datatype.width,
          filters: try header.message(HDF5Header.Kind.filters).map(HDF5Chunks.filters) ?? [],
          &reader))
    default: throw .hdf5(.unsupported("a layout of kind \(kind) and version \(version)"))
    }
  }
}
