/// Floats at an address that is a multiple of 64, so that no vector spans two cache lines.
///
/// Who makes a memory fills it before others see it, or keeps it to one thread at a time.
public final class FloatMemory: @unchecked Sendable {
  /// The first float.
  public let start: UnsafeMutablePointer<Float>
  /// Floats.
  public let count: Int

  /// Memory for `count` floats, all zero.
  public init(count: Int) {
    // A vector that begins at the last float may be read, so that kernels need no care at the end.
    let capacity = max(count, 0) + 16
    start = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: capacity)
    start.initialize(repeating: 0, count: capacity)
    self.count = max(count, 0)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
