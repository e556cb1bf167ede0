import Architecture
import Images
import Testing

@Suite("Preparing a gray input")
struct GrayTests {
  /// Worked out by hand: red, green and blue at full give 76.245, 149.685 and 29.07.
  @Test(
    arguments: [
      ([255, 0, 0], 76), ([0, 255, 0], 150), ([0, 0, 255], 29), ([255, 255, 255], 255),
      ([0, 0, 0], 0), ([17, 17, 17], 17), ([10, 20, 30], 18), ([200, 100, 50], 124),
    ] as [([UInt8], UInt8)])
  func luminanceIsThatOfITUR601(pixel: [UInt8], gray: UInt8) throws {
    let image = try PixelImage(width: 1, height: 1, pixels: pixel)
    #expect(image.gray().pixels == [gray, gray, gray])
  }

  @Test func whatIsGrayStaysAsItIs() throws {
    let image = try PixelImage(
      width: 256, height: 1, pixels: (0...255).flatMap { [UInt8($0), UInt8($0), UInt8($0)] })
    #expect(image.gray() == image)
  }

  @Test func aGrayInputHasOneChannelOfThePictureInGray() throws {
    let image = try pattern(width: 11, height: 7)
    let preprocessing = try Preprocessing(
      resolution: Resolution(height: 4, width: 6), cropFraction: 0.8, mean: [0.5],
      standardDeviation: [0.25])
    #expect(preprocessing.isGray)
    let fitted = try preprocessing.fitted(image)
    #expect(fitted == fitted.gray())
    let expected = stride(from: 0, to: fitted.pixels.count, by: 3).map {
      (Float(fitted.pixels[$0]) / 255 - 0.5) / 0.25
    }
    #expect(try preprocessing.apply(to: image) == expected)
    #expect(expected.count == 24)
  }

  @Test(arguments: [(0, 0), (2, 2), (4, 4), (1, 3), (3, 1)])
  func otherNumbersOfChannelsAreRefused(means: Int, deviations: Int) {
    let expected = PreprocessingError.channels(means: means, standardDeviations: deviations)
    #expect(throws: expected) {
      try Preprocessing(
        fit: .stretch, resolution: 4, mean: Array(repeating: 0, count: means),
        standardDeviation: Array(repeating: 1, count: deviations))
    }
    #expect(
      expected.description
        == "a picture has 1 or 3 channels, not \(means) means and \(deviations) standard deviations"
    )
  }
}
