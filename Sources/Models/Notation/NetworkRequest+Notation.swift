import Architecture

extension NetworkRequest {
  /// Reads a network with its own multipliers: `NAME`, `NAME@DIALECT`, `NAME:0.75`,
  /// `NAME:0.75/192`, `NAME:/192`,
  /// `NAME:/192x640`.
  package init(notation text: String) throws(NotationError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(String(parts[0]))
    guard parts.count == 2 else { return }
    let malformed = NotationError(
      "'\(text)' must be NAME, NAME:ALPHA, NAME:ALPHA/PIXELS or NAME:/PIXELS")
    let numbers = parts[1].split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(numbers.count), !parts[1].isEmpty else { throw malformed }
    if !numbers[0].isEmpty {
      guard let width = Double(numbers[0]) else { throw malformed }
      self.width = width
    }
    if numbers.count == 2 {
      guard let resolution = Resolution(String(numbers[1])) else { throw malformed }
      self.resolution = resolution
    }
  }
}
