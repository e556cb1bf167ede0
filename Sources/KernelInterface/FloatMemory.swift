#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#elseif canImport(Musl)
  import Musl
#endif

/// Floats at an address that is a multiple of 64, so that no vector spans two cache lines.
///
/// Who makes a memory fills it before others see it, or keeps it to one thread at a time.
package final class FloatMemory: @unchecked Sendable {
  /// The first float.
  package let start: UnsafeMutablePointer<Float>
  /// Floats.
  package let count: Int

  private static let largePage = 2 << 20

  /// Memory for `count` floats, all zero.
  package init(count: Int) {
    // A vector that begins at the last float may be read, so that kernels need no care at the end.
    let capacity = max(count, 0) + 16
    let bytes = capacity * MemoryLayout<Float>.stride
    let isLarge = bytes >= 2 * Self.largePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePage : 64)
    #if os(Linux)
      // Weights are walked over once a run: with small pages most of their addresses would have to
      // be looked up anew each time. The system may refuse; nothing depends on it.
      if isLarge { _ = madvise(memory, bytes / Self.largePage * Self.largePage, MADV_HUGEPAGE) }
    #endif
    start = memory.bindMemory(to: Float.self, capacity: capacity)
    start.initialize(repeating: 0, count: capacity)
    self.count = max(count, 0)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}

/// A memory that is given out piece by piece, so that the weights of a network stand in the order in
/// which they are read.
package struct FloatArena {
  private var memory: FloatMemory
  private var used = 0

  /// An arena for `count` floats; more are found elsewhere.
  package init(count: Int) { memory = FloatMemory(count: count) }

  /// The floats that a piece takes: whole cache lines.
  package static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// A piece of the memory, all zero.
  mutating func take(_ count: Int) -> FloatPiece {
    if used + Self.rounded(count) > memory.count {
      memory = FloatMemory(count: Self.rounded(count))
      used = 0
    }
    defer { used += Self.rounded(count) }
    return FloatPiece(memory: memory, start: memory.start + used, count: count)
  }
}

/// A piece of a memory, which lives as long as the piece.
struct FloatPiece: @unchecked Sendable {
  private let memory: FloatMemory
  let start: UnsafeMutablePointer<Float>
  let count: Int

  init(memory: FloatMemory, start: UnsafeMutablePointer<Float>, count: Int) {
    self.memory = memory
    self.start = start
    self.count = count
  }
}
