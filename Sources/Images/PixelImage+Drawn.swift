extension PixelImage {
  /// A drawn landscape: a sky that pales towards the horizon, a sun and a meadow.
  ///
  /// The same sides always give the same pixels, so that a program can be shown at work where there
  /// is no photograph. Throws ``PixelImageError`` for sides that no picture may have.
  public static func drawn(width: Int, height: Int) throws(PixelImageError) -> PixelImage {
    let count = try pixelCount(width: width, height: height)
    let horizon = height * 2 / 3
    let sun = (x: width * 3 / 4, y: height / 4, radius: min(width, height) / 8)
    var values: [UInt8] = []
    values.reserveCapacity(count * 3)
    for y in 0..<height {
      for x in 0..<width {
        let (fromSunX, fromSunY) = (x - sun.x, y - sun.y)
        let color: (red: Int, green: Int, blue: Int)
        if fromSunX * fromSunX + fromSunY * fromSunY < sun.radius * sun.radius {
          color = (255, 220, 90)
        } else if y < horizon {
          let paleness = 140 * y / horizon
          color = (70 + paleness, 110 + paleness * 4 / 5, 235)
        } else {
          let nearness = 60 * (y - horizon) / (height - horizon)
          color = (80 - nearness / 2, 150 - nearness, 60)
        }
        values.append(UInt8(clamping: color.red))
        values.append(UInt8(clamping: color.green))
        values.append(UInt8(clamping: color.blue))
      }
    }
    return PixelImage(width: width, height: height, checkedPixels: values)
  }
}
