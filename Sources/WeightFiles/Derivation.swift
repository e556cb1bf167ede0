/// How a weight follows from other tensors, by which PyTorch replaces it while a network is trained.
indirect enum Derivation: Equatable {
  /// Pruning: the weight, times 0 or 1.
  case masked(StoredTensor, mask: StoredTensor)
  /// Weight normalization: each filter's direction, at a length.
  case directed(StoredTensor, lengths: StoredTensor)
  /// Spectral normalization: the weight, divided by its largest singular value, which is the weight as a
  /// matrix between two vectors.
  case normalized(StoredTensor, left: StoredTensor, right: StoredTensor)

  /// The tensor of which the weight has the shape.
  var first: StoredTensor {
    switch self {
    case .masked(let first, mask: _), .directed(let first, lengths: _),
      .normalized(let first, left: _, right: _):
      first
    }
  }

  /// The same of tensors that begin `distance` bytes further back.
  func moved(by distance: Int) -> Derivation {
    switch self {
    case .masked(let weight, let mask):
      .masked(weight.moved(by: distance), mask: mask.moved(by: distance))
    case .directed(let directions, let lengths):
      .directed(directions.moved(by: distance), lengths: lengths.moved(by: distance))
    case .normalized(let weight, let left, let right):
      .normalized(
        weight.moved(by: distance), left: left.moved(by: distance), right: right.moved(by: distance)
      )
    }
  }

  /// Whether the shapes are those of such tensors.
  var isPossible: Bool {
    switch self {
    case .masked(let weight, let mask): return weight.shape == mask.shape
    case .directed(let directions, let lengths):
      return Self.axis(of: lengths.shape, in: directions.shape) != nil
    case .normalized(let weight, let left, let right):
      guard let rows = weight.shape.first, rows > 0 else { return false }
      return left.shape == [rows] && right.shape == [weight.count / rows]
    }
  }

  /// The dimension whose every index has a length of its own; the first if all have the same.
  private static func axis(of lengths: [Int], in shape: [Int]) -> Int? {
    if lengths.isEmpty { return shape.isEmpty ? nil : shape.count }
    guard lengths.count == shape.count else { return nil }
    let long = lengths.indices.filter { lengths[$0] != 1 }
    guard let axis = long.first else { return shape.first == 1 ? 0 : shape.count }
    return long.count == 1 && lengths[axis] == shape[axis] ? axis : nil
  }

  /// The weight's numbers, in row-major order.
  func values(in source: CheckedBytes) throws(CheckpointError) -> [Float] {
    switch self {
    case .masked(let weight, let mask):
      return zip(try source.values(of: weight), try source.values(of: mask)).map { $0 * $1 }
    case .directed(let directions, let lengths):
      let axis = Self.axis(of: lengths.shape, in: directions.shape) ?? 0
      return Self.directed(
        try source.values(of: directions), directions.shape, axis, try source.values(of: lengths))
    case .normalized(let weight, let left, let right):
      return Self.normalized(
        try source.values(of: weight), try source.values(of: left), try source.values(of: right))
    }
  }

  /// Source: `torch/_weight_norm`, v * (g / |v|).
  private static func directed(
    _ directions: [Float], _ shape: [Int], _ axis: Int, _ lengths: [Float]
  ) -> [Float] {
    let inner = shape.dropFirst(axis + 1).reduce(1, *)
    let count = lengths.count
    func index(_ place: Int) -> Int { place / inner % count }
    var squares = [Double](repeating: 0, count: count)
    for (place, number) in directions.enumerated() {
      squares[count == 1 ? 0 : index(place)] += Double(number) * Double(number)
    }
    let factors = zip(lengths, squares).map { $0 / Float($1.squareRoot()) }
    return directions.enumerated().map { place, number in
      number * factors[count == 1 ? 0 : index(place)]
    }
  }

  /// Source: `torch/nn/utils/spectral_norm.py`, W / (u (W v)).
  private static func normalized(
    _ weight: [Float], _ left: [Float], _ right: [Float]
  ) -> [Float] {
    var largest = 0.0
    for (row, factor) in left.enumerated() {
      var sum = 0.0
      for (column, other) in right.enumerated() {
        sum += Double(weight[row * right.count + column]) * Double(other)
      }
      largest += Double(factor) * sum
    }
    let divisor = Float(largest)
    return weight.map { $0 / divisor }
  }
}
