import SwiftProtobuf

extension ProtobufProblem {
  /// The problem behind an error of SwiftProtobuf.
  init(_ error: any Error) {
    switch error as? BinaryDecodingError {
    case .truncated: self = .truncated
    case .invalidUTF8: self = .invalidText
    case .trailingGarbage, .malformedProtobuf, .missingRequiredFields, .internalExtensionError,
      .messageDepthLimit, nil:
      self = .malformed
    }
  }
}
