import Architecture

extension Shape {
  /// The paper's notation with a real multiplication sign: `112×112×32`.
  var spaced: String { "\(height)×\(width)×\(channels)" }

  /// The same with so many channels that they would not find room in short.
  var brief: String {
    channels < 100_000 ? spaced : "\(height)×\(width)×\(FigureNumber.short(channels))"
  }
}
