import Inference

extension Agreement {
  /// Why the engine and the plain kernels have nothing to agree about, if it is the weights that are to
  /// blame; nothing if it is not.
  package func blame(_ faults: [WeightFault]) -> String? {
    guard !holds else { return nil }
    let spoiling = faults.filter { $0.spoils }
    if !spoiling.isEmpty {
      return "the weights are to blame, not the engine: \(WeightFault.list(spoiling))"
    }
    return overflows
      ? "the weights are to blame, not the engine: they are too large for single precision" : nil
  }
}
