import Architecture

extension PixelImage {
  /// How the values between pixels are computed; a cubic one has OpenCV's
  /// coefficient -3/4, antialiased Pillow's -1/2.
  public typealias Filter = PreprocessingSpec.Filter

  /// The picture at another size.
  ///
  /// Antialiased, it is equal byte for byte to `Image.resize` with `Resampling.BILINEAR` or `BICUBIC` in Pillow up
  /// to version 12, the filters of torchvision's `Resize` on pictures: within the rows first, then down the columns,
  /// each pass rounded to 8 bits, and a pass that would change nothing left out. (Pillow 13 takes
  /// the columns first where the height shrinks far more than the width, which can move a value by
  /// one step.) The other filters are rounded to 8 bits after each pass too, where OpenCV rounds
  /// once; pixels beyond an edge are those of the edge.
  ///
  /// Throws ``PixelImageError`` where the result, or the picture between the passes, is empty or
  /// has more than ``maximumPixelCount`` pixels.
  public func resized(
    width newWidth: Int, height newHeight: Int, filter: Filter = .antialiased
  ) throws(PixelImageError) -> PixelImage {
    _ = try PixelImage.pixelCount(width: newWidth, height: newHeight)
    _ = try PixelImage.pixelCount(width: newWidth, height: height)
    var values = pixels
    if newWidth != width {
      values = resampled(
        values, lines: height, from: width, to: newWidth, run: 3, filter: filter)
    }
    if newHeight != height {
      values = resampled(
        values, lines: 1, from: height, to: newHeight, run: newWidth * 3, filter: filter)
    }
    return PixelImage(width: newWidth, height: newHeight, checkedPixels: values)
  }
}

/// Resamples the middle axis of an array of `lines`×`inputLength`×`run` values.
///
/// Across a picture the lines are its rows and a run is one pixel; down a picture there is one
/// line, and a run is a row.
private func resampled(
  _ values: [UInt8], lines: Int, from inputLength: Int, to outputLength: Int, run: Int,
  filter: PixelImage.Filter
) -> [UInt8] {
  let half = 1 << (ResamplingWindow.fractionBits - 1)
  var result = [UInt8](repeating: 0, count: lines * outputLength * run)
  for position in 0..<outputLength {
    let window = ResamplingWindow(
      filter, position: position, inputLength: inputLength, outputLength: outputLength)
    for line in 0..<lines {
      let source = (line * inputLength + window.start) * run
      let target = (line * outputLength + position) * run
      for element in 0..<run {
        var sum = half
        var index = source + element
        for weight in window.weights {
          sum += Int(values[index]) * weight
          index += run
        }
        result[target + element] = UInt8(clamping: sum >> ResamplingWindow.fractionBits)
      }
    }
  }
  return result
}
