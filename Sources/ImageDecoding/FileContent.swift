/// What a file holds, as far as its first bytes tell.
public enum FileContent: Equatable, Sendable, CaseIterable, CustomStringConvertible {
  /// Portable Network Graphics.
  case png
  /// JPEG.
  case jpeg
  /// Graphics Interchange Format.
  case gif
  /// WebP.
  case webp
  /// A Windows bitmap.
  case bmp
  /// Tagged Image File Format, which many raw formats of cameras build on.
  case tiff
  /// High Efficiency Image File Format, with HEVC.
  case heic
  /// AV1 Image File Format.
  case avif
  /// Text, which is what a download often is when it is not the picture.
  case text
  /// Nothing known.
  case unknown

  /// Recognizes the signature at the start of `bytes`.
  public init(of bytes: [UInt8]) {
    func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: signature)
    }
    func has(_ signature: String, at offset: Int = 0) -> Bool {
      has([UInt8](signature.utf8), at: offset)
    }
    self =
      if has(PNGChunks.signature) {
        .png
      } else if has([0xFF, 0xD8, 0xFF]) {
        .jpeg
      } else if has("GIF87a") || has("GIF89a") {
        .gif
      } else if has("RIFF") && has("WEBP", at: 8) {
        .webp
      } else if has("II*\0") || has("MM\0*") {
        .tiff
      } else if ["heic", "heix", "hevc", "mif1"].contains(where: { has("ftyp" + $0, at: 4) }) {
        .heic
      } else if has("ftypavif", at: 4) {
        .avif
      } else if isText(bytes) {
        .text
      } else if has("BM") {
        // After text, because two letters alone also begin words.
        .bmp
      } else {
        .unknown
      }
  }

  /// Whether such a file can be decoded as a picture.
  public var isDecoded: Bool {
    switch self {
    case .png, .jpeg, .webp: true
    case .gif, .bmp, .tiff, .heic, .avif, .text, .unknown: false
    }
  }

  /// How the names of such files usually end, the most frequent first.
  public var endings: [String] {
    switch self {
    case .png: ["png"]
    case .jpeg: ["jpg", "jpeg"]
    case .gif: ["gif"]
    case .webp: ["webp"]
    case .bmp: ["bmp"]
    case .tiff: ["tif", "dng"]
    case .heic: ["heic"]
    case .avif: ["avif"]
    case .text: ["txt"]
    case .unknown: []
    }
  }

  /// The name of the content, to end the sentence "this is …".
  public var description: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .gif: "GIF"
    case .webp: "WebP"
    case .bmp: "BMP"
    case .tiff: "TIFF"
    case .heic: "HEIC"
    case .avif: "AVIF"
    case .text: "text"
    case .unknown: "an unknown format"
    }
  }
}

/// Whether the first bytes are UTF-8 without control characters other than white space.
private func isText(_ bytes: [UInt8]) -> Bool {
  let examined = 512
  let scalars = String(decoding: bytes.prefix(examined), as: UTF8.self).unicodeScalars
  // The last character examined may have been cut in two.
  return scalars.dropLast(bytes.count > examined ? 1 : 0).allSatisfy { scalar in
    switch scalar.value {
    case 0x09...0x0D: true
    case 0..<0x20, 0x7F, 0xFFFD: false
    default: true
    }
  }
}
