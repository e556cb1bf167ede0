import Images

/// Why bytes do not become a picture.
public enum ImageDecodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are no bytes.
  case empty

  /// The bytes are neither PNG nor JPEG nor WebP.
  case unsupported(FileContent)

  /// The library that decodes the format refuses the bytes, in its own words.
  case undecodable(FileContent, message: String)

  /// The sides that the file states are not those of a picture that may be decoded.
  case size(PixelImageError)

  /// One sentence for the reader.
  public var description: String {
    switch self {
    case .empty: "the file is empty"
    case .unsupported(let content):
      "only PNG, JPEG and WebP pictures can be read, but this is \(content)"
    case .undecodable(let content, let message):
      "the file begins like \(content) but cannot be decoded: \(message)"
    case .size(let error): error.description
    }
  }
}
