import Images

/// Why bytes do not become a picture.
public enum ImageDecodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are no bytes.
  case empty

  /// The bytes are neither PNG nor JPEG.
  case unsupported(FileContent)

  /// The library that decodes the format refuses the bytes, in its own words.
  case undecodable(FileContent, message: String)

  /// The sides that the file states are not those of a picture that may be decoded.
  case size(PixelImageError)

  /// One sentence for the reader.
  public var description: String {
    switch self {
    case .empty: "The file is empty, so it holds no picture."
    case .unsupported(let content): "Only PNG and JPEG pictures are read, and this is \(content)."
    case .undecodable(let content, let message):
      "The file begins as \(content) but cannot be decoded: \(message)."
    case .size(let error): error.description
    }
  }
}
