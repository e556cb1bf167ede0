/// What kind of file a figure becomes.
public enum FigureFormat: String, CaseIterable, Sendable {
  /// Scalable Vector Graphics; letters are outlines, so no font is needed to view them.
  case svg
  /// Portable Document Format with embedded letters.
  case pdf
  /// Portable Network Graphics: pixels.
  case png
}
