import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// What a function gives for every element, in order; as many at a time as there are cores.
  func mapConcurrently<Value: Sendable>(
    _ transform: @Sendable (Element) -> Value
  ) -> [Value] {
    let values = Mutex([Value?](repeating: nil, count: count))
    withoutActuallyEscaping(transform) { transform in
      DispatchQueue.concurrentPerform(iterations: count) { index in
        let value = transform(self[index])
        values.withLock { $0[index] = value }
      }
    }
    return values.withLock { $0.compactMap { $0 } }
  }
}
