/// What is wrong with a text that a person wrote.
package struct NotationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A clause of which the text is the subject.
  package var description: String

  init(_ description: String) { self.description = description }
}
