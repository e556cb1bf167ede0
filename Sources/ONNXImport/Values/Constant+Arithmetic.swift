extension Constant {
  /// A function of two numbers, place by place, by ONNX's name for it; nothing for another operation.
  static func binary(_ operation: String, isInteger: Bool) -> ((Double, Double) -> Double)? {
    switch operation {
    case "Add": { $0 + $1 }
    case "Sub": { $0 - $1 }
    case "Mul": { $0 * $1 }
    // Whole numbers are cut, and nobody says what a division by 0 gives.
    case "Div":
      isInteger ? { $1 == 0 ? 0 : ($0 / $1).rounded(.towardZero) } : { $0 / $1 }
    case "Mod": { $1 == 0 ? 0 : $0 - $1 * ($0 / $1).rounded(.down) }
    case "Max": { Swift.max($0, $1) }
    case "Min": { Swift.min($0, $1) }
    case "Equal": { $0 == $1 ? 1 : 0 }
    case "Greater": { $0 > $1 ? 1 : 0 }
    case "GreaterOrEqual": { $0 >= $1 ? 1 : 0 }
    case "Less": { $0 < $1 ? 1 : 0 }
    case "LessOrEqual": { $0 <= $1 ? 1 : 0 }
    case "And": { $0 != 0 && $1 != 0 ? 1 : 0 }
    case "Or": { $0 != 0 || $1 != 0 ? 1 : 0 }
    default: nil
    }
  }

  /// A function of one number, by ONNX's name for it; nothing for another operation.
  static func unary(_ operation: String) -> ((Double) -> Double)? {
    switch operation {
    case "Neg": { -$0 }
    case "Abs": { Swift.abs($0) }
    case "Sqrt": { $0.squareRoot() }
    case "Floor": { $0.rounded(.down) }
    case "Ceil": { $0.rounded(.up) }
    case "Round": { $0.rounded(.toNearestOrEven) }
    case "Reciprocal": { 1 / $0 }
    case "Not": { $0 == 0 ? 1 : 0 }
    default: nil
    }
  }

  /// The shape of what two tensors are spread over; nothing if they do not fit.
  static func spread(_ first: [Int], _ second: [Int]) -> [Int]? {
    let rank = max(first.count, second.count)
    var shape: [Int] = []
    for axis in 0..<rank {
      let left = axis - rank + first.count
      let right = axis - rank + second.count
      let sizes = (left >= 0 ? first[left] : 1, right >= 0 ? second[right] : 1)
      guard sizes.0 == sizes.1 || sizes.0 == 1 || sizes.1 == 1 else { return nil }
      shape.append(sizes.0 == 1 ? sizes.1 : sizes.0)
    }
    guard let count = count(shape), count >= 0 else { return nil }
    return shape
  }

  /// The position among the elements of `shape` of an index into what it is spread over.
  static func position(_ index: [Int], in shape: [Int]) -> Int {
    let strides = strides(shape)
    let first = index.count - shape.count
    return shape.indices.reduce(0) { sum, axis in
      shape[axis] == 1 ? sum : sum + index[first + axis] * strides[axis]
    }
  }

  /// Numbers spread over a shape that is small.
  static func spread(_ numbers: [Double], _ shape: [Int], over target: [Int]) -> [Double] {
    if shape == target { return numbers }
    return indices(target).map { numbers[position($0, in: shape)] }
  }
}
