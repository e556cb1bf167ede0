/// An order in which tensors are given their places in a plan's memory.
enum PlacementOrder: CaseIterable {
  /// The largest first.
  case size
  /// Those that live at the fullest step first, the longest-lived below; then the largest.
  case fullestStep
  /// The product of size and life first.
  case area
  /// The longest-lived first.
  case life
  /// In the order of the steps that write them.
  case firstUse

  /// The indices of tensors in this order; equal ones as they come.
  func sorted(_ indices: [Int], _ tensors: [Plan.Tensor], fullest step: Int) -> [Int] {
    /// What comes first has the largest key.
    func key(_ index: Int) -> (Int, Int, Int) {
      let tensor = tensors[index]
      let (count, life) = (tensor.count, tensor.life.count)
      switch self {
      case .size: return (count, 0, -index)
      case .fullestStep:
        return tensor.life.contains(step) ? (1, life, -index) : (0, count, -index)
      case .area: return (count * life, count, -index)
      case .life: return (life, count, -index)
      case .firstUse: return (-tensor.life.lowerBound, count, -index)
      }
    }
    return indices.sorted { key($1) < key($0) }
  }
}
