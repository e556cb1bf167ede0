import Architecture

extension PixelImage {
  /// The picture in gray, its three values the luminance of ITU-R 601-2, 0.299 red + 0.587 green +
  /// 0.114 blue, in the fixed-point arithmetic of `Image.convert("L")` in Pillow.
  public func gray() -> PixelImage {
    var values: [UInt8] = []
    values.reserveCapacity(pixels.count)
    for start in stride(from: 0, to: pixels.count, by: 3) {
      let (red, green, blue) = (Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2]))
      // The weights times 2^16; they add up to 2^16, so what is gray stays as it is.
      let luminance = (red * 19_595 + green * 38_470 + blue * 7_471 + 32_768) >> 16
      for _ in 0..<3 { values.append(UInt8(luminance)) }
    }
    return PixelImage(width: width, height: height, checkedPixels: values)
  }

  /// Height and width.
  var resolution: Resolution { Resolution(height: height, width: width) }
}
