import Architecture

extension Shape {
  /// The paper's notation with a real multiplication sign: `112×112×32`.
  var spaced: String { "\(height)×\(width)×\(channels)" }
}
