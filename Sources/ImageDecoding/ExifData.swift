import Images

/// The block of facts that cameras write into pictures: a TIFF file without a picture (EXIF 2.32).
struct ExifData {
  private let bytes: ArraySlice<UInt8>
  private let isBigEndian: Bool

  /// The block in some bytes; nothing if they do not begin as one.
  private init?(_ bytes: ArraySlice<UInt8>) {
    let start = Array(bytes.prefix(4))
    guard start == [0x49, 0x49, 0x2A, 0] || start == [0x4D, 0x4D, 0, 0x2A] else { return nil }
    self.bytes = bytes
    isBigEndian = start[0] == 0x4D
  }

  /// How the picture of a file is stored; upright if the file does not say, or not as it should.
  static func orientation(in file: [UInt8], _ content: FileContent) -> PictureOrientation {
    let block: ArraySlice<UInt8>?
    switch content {
    case .jpeg: block = inJPEG(file)
    case .png: block = inPNG(file)
    case .webp: block = inWebP(file)
    case .gif, .bmp, .tiff, .heic, .avif, .text, .unknown: block = nil
    }
    return block.flatMap { Self($0) }?.orientation ?? .upright
  }

  /// The tag 0x0112 of the first directory: a number of 16 bits.
  private var orientation: PictureOrientation? {
    guard let directory = number(at: 4, width: 4), let count = number(at: directory, width: 2)
    else {
      return nil
    }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(at: entry, width: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      guard number(at: entry + 2, width: 2) == 3, number(at: entry + 4, width: 4) == 1 else {
        return nil
      }
      return number(at: entry + 8, width: 2).flatMap { PictureOrientation(rawValue: $0) }
    }
    return nil
  }

  /// A whole number; nothing if it is not all there.
  private func number(at offset: Int, width: Int) -> Int? {
    let digits = bytes.dropFirst(offset).prefix(width)
    guard digits.count == width else { return nil }
    return isBigEndian
      ? digits.reduce(0) { $0 << 8 | Int($1) } : digits.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  // MARK: - Where files have it

  /// A segment APP1 before the pixels.
  private static func inJPEG(_ file: [UInt8]) -> ArraySlice<UInt8>? {
    let name = [UInt8]("Exif\0\0".utf8)
    var offset = 2
    while offset + 4 <= file.count, file[offset] == 0xFF {
      let marker = file[offset + 1]
      // Bytes may fill the place before a marker.
      if marker == 0xFF {
        offset += 1
        continue
      }
      guard marker != 0xDA, marker != 0xD9 else { return nil }
      let length = Int(file[offset + 2]) << 8 | Int(file[offset + 3])
      let content = file[min(offset + 4, file.count)..<min(offset + 2 + max(length, 2), file.count)]
      if marker == 0xE1, content.starts(with: name) { return content.dropFirst(name.count) }
      offset += 2 + max(length, 2)
    }
    return nil
  }

  /// A chunk eXIf.
  private static func inPNG(_ file: [UInt8]) -> ArraySlice<UInt8>? {
    chunk("eXIf", in: file.dropFirst(8), lengthFirst: true)
  }

  /// A chunk EXIF, which some programs begin as a segment of JPEG.
  private static func inWebP(_ file: [UInt8]) -> ArraySlice<UInt8>? {
    let block = chunk("EXIF", in: file.dropFirst(12), lengthFirst: false)
    let name = [UInt8]("Exif\0\0".utf8)
    return block.map { $0.starts(with: name) ? $0.dropFirst(name.count) : $0 }
  }

  /// The content of the first chunk of a type. PNG: length (big-endian), type, content, checksum. RIFF:
  /// type, length (little-endian), content, a byte more if the length is odd.
  private static func chunk(
    _ type: String, in bytes: ArraySlice<UInt8>, lengthFirst: Bool
  ) -> ArraySlice<UInt8>? {
    var rest = bytes
    while rest.count >= 8 {
      let head = Array(rest.prefix(8))
      let digits = lengthFirst ? Array(head[..<4]) : head[4...].reversed()
      let length = digits.reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(8)
      if (lengthFirst ? head[4...] : head[..<4]).elementsEqual(type.utf8) {
        return rest.prefix(length)
      }
      rest = rest.dropFirst(lengthFirst ? length + 4 : length + length % 2)
    }
    return nil
  }
}
