/// What is wrong with a text that a person wrote.
public struct NotationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A clause of which the text is the subject.
  public var description: String

  init(_ description: String) { self.description = description }
}
