import Architecture
import Testing

@Suite struct WindowExtentTests {
  struct Window: Hashable {
    var input: Int
    var kernel: Int
    var stride: Int
    var dilation: Int
    /// Elements from the first to the last of the window.
    var reach: Int { dilation * (kernel - 1) + 1 }
  }

  /// Many small windows.
  static let windows = (1...17).flatMap { input in
    (1...6).flatMap { kernel in
      (1...4).flatMap { stride in
        (1...3).map { Window(input: input, kernel: kernel, stride: stride, dilation: $0) }
      }
    }
  }

  /// The positions at which a window stays inside the padded axis, counted one by one.
  func count(_ window: Window, before: Int, after: Int) -> Int {
    var (count, position) = (0, -before)
    while position + window.reach <= window.input + after {
      count += 1
      position += window.stride
    }
    return count
  }

  func extents(_ window: Window, _ padding: Padding, ceiling: Bool = false) -> WindowExtent? {
    WindowExtent(
      input: window.input, kernel: window.kernel, stride: window.stride,
      dilation: window.dilation, padding: padding, ceiling: ceiling)
  }

  func check(_ window: Window, _ padding: Padding, before: Int, after: Int) {
    let places = count(window, before: before, after: after)
    let extent = extents(window, padding)
    #expect(extent?.output == (places == 0 ? nil : places), "\(window) \(padding)")
    guard let extent else { return }
    #expect((extent.before, extent.after) == (before, after), "\(window) \(padding)")
  }

  @Test("Valid: as many places as positions inside the map")
  func valid() {
    for window in Self.windows { check(window, .valid, before: 0, after: 0) }
  }

  @Test("Explicit: as many places as positions inside the margins")
  func explicit() {
    for window in Self.windows {
      for margin in 0...3 { check(window, .explicit(margin), before: margin, after: margin) }
    }
  }

  @Test("Symmetric: half the reach on both sides; at stride 1 an odd window keeps the size")
  func symmetric() {
    for window in Self.windows {
      let margin = window.reach / 2
      check(window, .symmetric, before: margin, after: margin)
      guard window.kernel % 2 == 1 else { continue }
      #expect(margin == window.dilation * (window.kernel - 1) / 2)
      #expect(extents(window, .symmetric)?.output == (window.input - 1) / window.stride + 1)
    }
  }

  @Test("Same: ceil(n / stride) places, as little padding as that needs, the smaller half first")
  func same() throws {
    for window in Self.windows {
      var places = 0
      while places * window.stride < window.input { places += 1 }
      var total = 0
      while count(window, before: 0, after: total) < places { total += 1 }
      let extent = try #require(extents(window, .same))
      #expect(extent.output == places, "\(window)")
      #expect(extent.before + extent.after == total, "\(window)")
      #expect(extent.after - extent.before == total % 2, "\(window)")
    }
  }

  @Test("Ceiling: one window more if it begins inside the map and the others leave a rest")
  func ceiling() {
    for window in Self.windows {
      for margin in 0...2 {
        let inside = count(window, before: margin, after: margin)
        let end = -margin + (inside - 1) * window.stride + window.reach
        let next = -margin + inside * window.stride
        let oneMore = inside > 0 && end < window.input + margin && next < window.input
        let extent = extents(window, .explicit(margin), ceiling: true)
        #expect(extent?.output == (inside == 0 ? nil : inside + (oneMore ? 1 : 0)), "\(window)")
        guard let extent else { continue }
        #expect(extent.before == margin)
        // What is reported as padding is what the last window needs.
        let last = -extent.before + (extent.output - 1) * window.stride + window.reach
        #expect(last <= window.input + extent.after, "\(window)")
        #expect(oneMore ? last == window.input + extent.after : extent.after == margin)
      }
    }
  }

  @Test(
    "TensorFlow's SAME shifts the grid of even maps, not of odd ones",
    arguments: [
      (224, 3, 0, 1), (112, 3, 0, 1), (75, 3, 1, 1), (19, 3, 1, 1), (7, 3, 1, 1), (28, 5, 1, 2),
      (224, 5, 1, 2), (7, 5, 2, 2),
    ])
  func sameAtStrideTwo(input: Int, kernel: Int, before: Int, after: Int) throws {
    let same = try #require(
      WindowExtent(input: input, kernel: kernel, stride: 2, padding: .same))
    #expect((same.before, same.after) == (before, after))
    let symmetric = WindowExtent(input: input, kernel: kernel, stride: 2, padding: .symmetric)
    #expect(symmetric?.output == same.output)
    #expect(symmetric?.before == kernel / 2)
  }

  @Test(
    "300 pixels under five strides, in both conventions", arguments: [Padding.same, .symmetric])
  func chain(padding: Padding) {
    var sizes = [300]
    for _ in 1...5 {
      let extent = WindowExtent(
        input: sizes[sizes.count - 1], kernel: 3, stride: 2, padding: padding)
      sizes.append(extent?.output ?? 0)
    }
    #expect(sizes == [300, 150, 75, 38, 19, 10])
  }

  @Test("What is not positive has no extent")
  func impossible() {
    for number in [0, -1] {
      #expect(WindowExtent(input: number, kernel: 3, stride: 1, padding: .same) == nil)
      #expect(WindowExtent(input: 9, kernel: number, stride: 1, padding: .same) == nil)
      #expect(WindowExtent(input: 9, kernel: 3, stride: number, padding: .same) == nil)
      #expect(WindowExtent(input: 9, kernel: 3, stride: 1, dilation: number, padding: .same) == nil)
    }
    #expect(WindowExtent(input: 9, kernel: 3, stride: 1, padding: .explicit(-1)) == nil)
  }
}
