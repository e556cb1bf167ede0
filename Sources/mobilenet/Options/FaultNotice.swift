import Inference
import Models
import Synchronization

/// Tells on standard error which tensors of a file hold suspicious numbers: once, however often the
/// weights are read.
final class FaultNotice: Sendable {
  private let source: String
  private let isGiven = Mutex(false)

  init(_ source: String) { self.source = source }

  func give(_ faults: [WeightFault]) {
    let isFirst = isGiven.withLock { isGiven in
      defer { isGiven = true }
      return !isGiven
    }
    if isFirst { Console.complain("\(ModelError.faultyWeights(source: source, faults))") }
  }
}
