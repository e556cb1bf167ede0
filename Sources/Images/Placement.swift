/// Where a picture stands in a network's input: x' = scale x + offset, in pixels.
package struct Placement: Equatable, Sendable {
  /// Pixels of the input for a pixel of the picture's width.
  package let scaleX: Double

  /// Pixels of the input for a pixel of the picture's height.
  package let scaleY: Double

  /// The input's column at which the picture begins; negative where a crop leaves some of it out.
  package let offsetX: Double

  /// The input's row at which the picture begins.
  package let offsetY: Double

  /// A placement from its parts.
  package init(scaleX: Double, scaleY: Double, offsetX: Double, offsetY: Double) {
    self.scaleX = scaleX
    self.scaleY = scaleY
    self.offsetX = offsetX
    self.offsetY = offsetY
  }
}
