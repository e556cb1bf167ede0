import Architecture
import Kernels
import Testing

@Suite("Resizing")
struct ResizeTests {
  private func resized(
    _ input: Tensor<Float>, bilinear: Bool, _ height: Int, _ width: Int
  ) -> [Float] {
    ReferenceKernels.resize(
      input, bilinear: bilinear,
      output: Shape(height: height, width: width, channels: input.shape.channels)
    ).values
  }

  @Test("nearest repeats places")
  func nearest() {
    #expect(
      resized(.map([[1, 2], [3, 4]]), bilinear: false, 4, 4)
        == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
    #expect(resized(.map([[1, 2, 3]]), bilinear: false, 1, 5) == [1, 1, 2, 2, 3])
    #expect(resized(.map([[1, 2, 3, 4]]), bilinear: false, 1, 2) == [1, 3])
  }

  @Test("bilinear is linear between pixel centers and flat beyond them")
  func bilinear() {
    #expect(resized(.map([[0, 1]]), bilinear: true, 1, 4) == [0, 0.25, 0.75, 1])
    #expect(resized(.map([[0, 1, 2, 3]]), bilinear: true, 1, 2) == [0.5, 2.5])
    #expect(
      resized(.map([[0, 4], [8, 12]]), bilinear: true, 4, 4) == [
        0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12,
      ])
    // Corners aligned would give 0, 5, 10, 15, 20.
    let thirds = resized(.map([[0, 10, 20]]), bilinear: true, 1, 5)
    for (value, expected) in zip(thirds, [0, 4, 10, 16, 20] as [Float]) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  @Test("a map of one place fills everything", arguments: [false, true])
  func single(bilinear: Bool) {
    var input = Tensor<Float>(shape: Shape(height: 1, width: 1, channels: 2))
    input.values = [3, -4]
    #expect(resized(input, bilinear: bilinear, 2, 2) == [3, -4, 3, -4, 3, -4, 3, -4])
  }

  @Test("the same size changes nothing", arguments: [false, true])
  func identity(bilinear: Bool) {
    let input = Tensor<Float>.eighths(Shape(height: 5, width: 7, channels: 3), seed: 7)
    #expect(resized(input, bilinear: bilinear, 5, 7) == input.values)
  }

  @Test(
    "bilinear equals a plain computation",
    arguments: [(4, 5, 9, 11), (7, 7, 3, 2), (10, 10, 33, 17), (2, 3, 2, 6)])
  func plain(height: Int, width: Int, toHeight: Int, toWidth: Int) {
    let input = Tensor<Float>.eighths(
      Shape(height: height, width: width, channels: 2), seed: 8)
    let values = resized(input, bilinear: true, toHeight, toWidth)
    /// The place in the input, kept between its first and last center.
    func center(_ place: Int, _ from: Int, _ to: Int) -> Double {
      min(max((Double(place) + 0.5) * Double(from) / Double(to) - 0.5, 0), Double(from - 1))
    }
    var index = 0
    for y in 0..<toHeight {
      for x in 0..<toWidth {
        for channel in 0..<2 {
          let (centerY, centerX) = (center(y, height, toHeight), center(x, width, toWidth))
          var expected = 0.0
          // The tent of every place in the input.
          for inputY in 0..<height {
            for inputX in 0..<width {
              let weight =
                max(1 - abs(centerY - Double(inputY)), 0)
                * max(1 - abs(centerX - Double(inputX)), 0)
              expected += weight * Double(input.at(inputY, inputX, channel))
            }
          }
          #expect(abs(Double(values[index]) - expected) < 1e-5)
          index += 1
        }
      }
    }
  }
}
