import Architecture

extension Padding {
  /// Reads a padding: by name, or how many places on each side.
  package init(notation text: String) throws(NotationError) {
    switch text {
    case "valid": self = .valid
    case "same": self = .same
    case "symmetric": self = .symmetric
    default:
      guard let margin = Int(text), (0...1024).contains(margin) else {
        throw NotationError("must be valid, same, symmetric or a number")
      }
      self = .explicit(margin)
    }
  }
}
