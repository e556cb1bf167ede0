/// In place of the one with threads, of which there are none here: the caller does all parts.
final class ThreadPool: Sendable {
  /// Threads, the caller's included: one, whatever was asked for.
  let count = 1

  /// A pool of the caller's thread.
  init(count: Int) {}

  /// Runs `body` for the parts 0..<parts, in order.
  func run(_ parts: Int, _ body: @Sendable (_ part: Int, _ worker: Int) -> Void) {
    for part in 0..<parts { body(part, 0) }
  }
}
