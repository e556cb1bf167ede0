import Architecture
import Testing

@Suite struct WindowTests {
  @Test("The places of a window are those of its elements that lie in the map")
  func places() {
    for input in 1...9 {
      for (kernel, stride) in [(1, 1), (2, 1), (3, 2), (4, 3), (5, 1)] {
        for padding in [Padding.valid, .symmetric, .same, .explicit(1), .explicit(6)] {
          for ceiling in [false, true] {
            let window = Window(
              kernel: kernel, stride: stride, padding: padding, ceiling: ceiling)
            guard let extent = window.extent(over: input) else { continue }
            #expect(window.before(input) == extent.before)
            for output in 0..<extent.output {
              let elements = (0..<kernel).map { output * stride - extent.before + $0 }
              let inside = elements.filter { (0..<input).contains($0) }
              #expect(Array(window.places(of: output, over: input)) == inside)
            }
          }
        }
      }
    }
  }

  @Test("A convolution's window and a pooling's are those of their numbers")
  func windows() {
    let convolution = Convolution(
      kernel: 3, inputChannels: 1, outputChannels: 1, stride: 2, dilation: 4, padding: .same)
    #expect(
      convolution.window
        == PerAxis(Window(kernel: 3, stride: 2, dilation: 4, padding: .same)))
    #expect(convolution.window.height.reach == 9)
    let pool = Pool(kind: .maximum, kernel: 2, stride: 2, padding: .valid, ceiling: true)
    #expect(pool.window == PerAxis(Window(kernel: 2, stride: 2, padding: .valid, ceiling: true)))
    let long = Convolution(
      kernel: PerAxis(height: 1, width: 7), inputChannels: 1, outputChannels: 1,
      stride: PerAxis(height: 2, width: 3))
    #expect(long.window.height == Window(kernel: 1, stride: 2, padding: .symmetric))
    #expect(long.window.width == Window(kernel: 7, stride: 3, padding: .symmetric))
    #expect(long.weightShape == [1, 1, 1, 7])
    #expect(!long.isPointwise)
    #expect(Window(kernel: 4, padding: .valid).extent(over: 3) == nil)
    #expect(Window(kernel: 4, padding: .valid).before(3) == 0)
  }
}
