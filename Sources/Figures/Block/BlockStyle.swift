import Drawing

/// The looks of a block figure: the fewer layers, the larger.
struct BlockStyle {
  /// The height of a layer with the gap below it, in points.
  let pitch: Double
  /// The height of the whole stack, in points.
  let height: Double
  private let scale: Double

  private static let least = 40.0
  /// The least pitch where a layer has three lines of text beside it.
  static let leastCompact = 60.0
  private static let greatest = 140.0

  /// The looks of a stack of layers for which there is some height, or more if they need it.
  init(layers: Int, height room: Double, leastPitch: Double = Self.least) {
    let layers = Double(max(1, layers))
    // The gap below the input and the bars grow with the scale; so little that one step will do.
    let guess = (room - 43) / layers
    scale = min(max(guess / 56, 1), 1.2)
    let ends = scale * (2 * 9 + 25)
    pitch = min(max((room - ends) / layers, leastPitch), Self.greatest)
    height = pitch * layers + ends
  }

  /// The height of the bars of input and output.
  var bar: Double { 9 * scale }
  /// The room between two layers.
  var gap: Double { 25 * scale }
  /// The radius of a layer that is only a symbol.
  var symbolRadius: Double { 12 * scale }
  var text: TextStyle { TextStyle(size: 13 * scale) }
  var strong: TextStyle { TextStyle(size: 13 * scale, weight: .bold) }
  var heading: TextStyle { TextStyle(size: 13 * scale, color: .mutedInk) }
}
