import Foundation
import Inference
import Kernels
import Testing

/// What memory holds that no kernel may write.
let untouched = Float(bitPattern: 0x7123_4567)

/// Scalars between pages that nobody may touch, at the first or at the last of them: a kernel that
/// reads before the first scalar or behind the last ends the process.
final class FencedMemory {
  /// Which page is next to the scalars.
  enum Edge: CaseIterable { case start, end }

  /// The first scalar.
  let start: UnsafeMutablePointer<Float>
  private let pages: UnsafeMutableRawPointer
  private let byteCount: Int

  init(_ values: [Float], fence edge: Edge = .end) throws {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = values.count * MemoryLayout<Float>.stride
    let inner = (bytes + page - 1) / page * page
    byteCount = inner + 2 * page
    let pages = mmap(nil, byteCount, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0)
    self.pages = try #require(pages == MAP_FAILED ? nil : pages)
    try #require(inner == 0 || mprotect(self.pages + page, inner, PROT_READ | PROT_WRITE) == 0)
    start = (self.pages + page + (edge == .start ? 0 : inner - bytes))
      .bindMemory(to: Float.self, capacity: values.count)
    start.initialize(from: values, count: values.count)
  }

  deinit { munmap(pages, byteCount) }
}

/// What a kernel wrote, with what stood around it before.
struct Output: Sendable {
  /// Untouched scalars before and behind.
  static let margin = 64

  private var memory: [Float]

  /// Memory for `count` scalars.
  init(count: Int) {
    memory = Array(repeating: untouched, count: count + 2 * Self.margin)
  }

  /// Memory that holds scalars already.
  init(_ values: [Float]) {
    self.init(count: values.count)
    memory.replaceSubrange(Self.margin..<Self.margin + values.count, with: values)
  }

  /// Lets a kernel write from the first scalar on.
  mutating func write(_ body: (UnsafeMutablePointer<Float>) throws -> Void) rethrows {
    try memory.withUnsafeMutableBufferPointer {
      if let start = $0.baseAddress { try body(start + Self.margin) }
    }
  }

  /// Some scalars.
  subscript(_ range: Range<Int>) -> ArraySlice<Float> {
    memory[range.lowerBound + Self.margin..<range.upperBound + Self.margin]
  }

  /// Whether all scalars, those around them included, have the same bits.
  func hasBits(of other: Output) -> Bool {
    memory.withUnsafeBytes { own in
      other.memory.withUnsafeBytes { other in
        own.count == other.count
          && own.baseAddress.map { memcmp($0, other.baseAddress ?? $0, own.count) == 0 } ?? true
      }
    }
  }

  /// Copies scalars of another output of the same size.
  mutating func copy(_ other: Output, _ range: Range<Int>) {
    let range = range.lowerBound + Self.margin..<range.upperBound + Self.margin
    memory.replaceSubrange(range, with: other.memory[range])
  }

  /// Where the first scalar is that is not as expected; nothing if all are. What the expected
  /// output leaves untouched must be untouched here; what it has as not a number or infinite must be
  /// the same here.
  func firstDifference(
    from expected: Output, absolute: Float, relative: Float
  ) -> String? {
    memory.withUnsafeBufferPointer { got in
      expected.memory.withUnsafeBufferPointer { expected in
        for index in expected.indices {
          let (value, wanted) = (got[index], expected[index])
          if value.bitPattern == wanted.bitPattern { continue }
          if wanted != untouched,
            isClose(value, wanted, absolute: absolute, relative: relative)
          {
            continue
          }
          return "[\(index - Self.margin)] is \(value), not \(wanted)"
        }
        return nil
      }
    }
  }
}

/// Numbers by formula in [-1, 1).
func numbers(_ name: String, _ count: Int) -> [Float] {
  SeededNumbers.uniform(name, count: count)
}

/// Whether two scalars differ by no more than rounding; what is not a number or infinite must be the
/// same.
func isClose(
  _ value: Float, _ expected: Float, absolute: Float = 1e-6, relative: Float = 1e-6
) -> Bool {
  value == expected || (value.isNaN && expected.isNaN)
    || (expected.isFinite && abs(value - expected) <= absolute + relative * abs(expected))
}
