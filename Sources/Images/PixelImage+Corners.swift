extension PixelImage {
  /// The picture at another size, bilinear between the top left corners of pixels, as values from 0 to
  /// 255 that are not rounded: what TensorFlow 1's `ResizeBilinear` computes unless it is asked to
  /// align other corners or the pixels' centers.
  ///
  /// Throws ``PixelImageError`` where the result is empty or has more than ``maximumPixelCount``
  /// pixels.
  func resizedBetweenCorners(
    width newWidth: Int, height newHeight: Int
  ) throws(PixelImageError) -> [Float] {
    let count = try PixelImage.pixelCount(width: newWidth, height: newHeight)
    let columns = (0..<newWidth).map {
      ResamplingCorner(position: $0, inputLength: width, outputLength: newWidth)
    }
    var values: [Float] = []
    values.reserveCapacity(count * 3)
    for y in 0..<newHeight {
      let row = ResamplingCorner(position: y, inputLength: height, outputLength: newHeight)
      let (top, bottom) = (row.start * width, row.end * width)
      for column in columns {
        for channel in 0..<3 {
          func value(_ line: Int, _ place: Int) -> Float {
            Float(pixels[(line + place) * 3 + channel])
          }
          func across(_ line: Int) -> Float {
            let left = value(line, column.start)
            return left + (value(line, column.end) - left) * column.share
          }
          let upper = across(top)
          values.append(upper + (across(bottom) - upper) * row.share)
        }
      }
    }
    return values
  }
}

/// The two pixels between whose top left corners an output pixel's corner is, along one axis.
struct ResamplingCorner {
  /// The pixel before it, or at it.
  let start: Int
  /// The next one; the same at the edge.
  let end: Int
  /// How far it is from the one to the other, from 0 to 1, in TensorFlow's precision.
  let share: Float

  /// The pixels of the output pixel `position` when `inputLength` pixels become `outputLength`.
  init(position: Int, inputLength: Int, outputLength: Int) {
    let corner = Float(position) * (Float(inputLength) / Float(outputLength))
    let whole = corner.rounded(.down)
    start = min(Int(whole), inputLength - 1)
    end = min(start + 1, inputLength - 1)
    share = corner - whole
  }
}
