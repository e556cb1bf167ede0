import Architecture
import Images
import Testing

private let mean: [Float] = [0.485, 0.456, 0.406]
private let standardDeviation: [Float] = [0.229, 0.224, 0.225]

private func preprocessing(resolution: Int) throws -> Preprocessing {
  try Preprocessing(
    resolution: Resolution(resolution), cropFraction: 0.875, mean: mean,
    standardDeviation: standardDeviation)
}

@Suite("Preparing a network's input")
struct PreprocessingTests {
  @Test(arguments: [(224, 256), (192, 219), (160, 182), (128, 146), (96, 109), (1, 1)])
  func cropsSevenEighths(resolution: Int, shorterSide: Int) throws {
    let preprocessing = try preprocessing(resolution: resolution)
    #expect(preprocessing.fit == .crop(covering: Resolution(shorterSide)))
    #expect(preprocessing.resolution == Resolution(resolution))
  }

  @Test(arguments: try Recorded.table("prepared.csv"))
  func equalsPillowAndFloatArithmetic(recorded: Recorded) throws {
    try #require(recorded.numbers.count == 3)
    let side = recorded.numbers[2]
    let image = try pattern(width: recorded.numbers[0], height: recorded.numbers[1])
    let input = try preprocessing(resolution: side).apply(to: image)
    #expect(input.count == side * side * 3)
    let bytes = input.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    #expect(fnv1a(bytes) == recorded.hash)
  }

  @Test func normalizesEachChannelByItsOwnStatistics() throws {
    let preprocessing = try Preprocessing(
      fit: .crop(covering: 1), resolution: 1, mean: [0, 0.5, 1], standardDeviation: [1, 0.5, 2])
    let image = try PixelImage(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255])
    #expect(preprocessing.normalized(image) == [0, -1, -0.5, 1, 1, 0])
  }

  @Test func theLongerSideIsRoundedDown() throws {
    // 3 × 5 ÷ 4 is 3.75.
    let image = try pattern(width: 5, height: 4)
    let preprocessing = try Preprocessing(
      fit: .crop(covering: 3), resolution: 3, mean: mean, standardDeviation: standardDeviation)
    #expect(
      try preprocessing.fitted(image) == image.resized(width: 3, height: 3))
  }

  @Test func aCropLargerThanThePictureIsPadded() throws {
    let preprocessing = try Preprocessing(
      fit: .crop(covering: 1), resolution: 3, mean: mean, standardDeviation: standardDeviation)
    let image = try PixelImage(width: 1, height: 1, pixels: [9, 8, 7])
    let expected = [UInt8](repeating: 0, count: 12) + [9, 8, 7] + [UInt8](repeating: 0, count: 12)
    #expect(try preprocessing.fitted(image).pixels == expected)
  }

  @Test func refusesANeedleThatWouldGrowTooLarge() throws {
    let needle = try PixelImage.drawn(width: 10_000, height: 1)
    #expect(throws: PixelImageError.tooLarge(width: 2_560_000, height: 256)) {
      try preprocessing(resolution: 224).apply(to: needle)
    }
  }

  @Test(arguments: [Int.min, -1, 0, 10_001, Int.max])
  func refusesSides(side: Int) {
    #expect(throws: PreprocessingError.side(side)) { try preprocessing(resolution: side) }
    #expect(throws: PreprocessingError.side(side)) {
      try Preprocessing(
        fit: .crop(covering: Resolution(side)), resolution: 1, mean: mean,
        standardDeviation: standardDeviation)
    }
  }

  @Test(arguments: [0, -1, 1.01, .infinity, 1e-300])
  func refusesCropFractions(fraction: Double) {
    #expect(throws: PreprocessingError.cropFraction(fraction)) {
      try Preprocessing(
        resolution: 224, cropFraction: fraction, mean: mean, standardDeviation: standardDeviation)
    }
  }

  @Test(arguments: [
    (Float.infinity, Float(1)), (.nan, 1), (0, 0), (0, -1), (0, .nan), (0, .infinity),
  ])
  func refusesStatistics(mean: Float, deviation: Float) {
    #expect(throws: PreprocessingError.self) {
      try Preprocessing(
        fit: .crop(covering: 1), resolution: 1, mean: [0, 0, mean],
        standardDeviation: [1, 1, deviation])
    }
  }

  @Test(arguments: [
    PreprocessingError.side(0), .cropFraction(2), .statistics(mean: 0, standardDeviation: 0),
  ])
  func errorsAreOneSentence(error: PreprocessingError) {
    #expect(error.description.first?.isLowercase == true)
    #expect(!error.description.hasSuffix("."))
    #expect(!error.description.dropLast().contains(". "))
  }
}
