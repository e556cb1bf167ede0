extension Translation {
  /// The results of an operation that only rearranges a tensor; nothing for another operation.
  mutating func layouts(_ inputs: [Value?]) throws(Problem) -> [Value]? {
    switch current.operation {
    case "Dropout":
      if let isTraining = try numbers(inputs, 2)?.first, isTraining != 0 {
        throw .left("a dropout that drops, as in training")
      }
      return [inputs.first.flatMap { $0 } ?? .left]
    case "Cast" where !Constant.isFloatingPoint(integer("to", 1)),
      "CastLike" where try constant(inputs, 1)?.isInteger == true:
      throw .left("a map rounded to whole numbers")
    case "Identity", "Cast", "CastLike": return [inputs.first.flatMap { $0 } ?? .left]
    case "Expand":
      if case .length(let length)? = inputs.first { return [.length(length)] }
      let feature = try featureWithMargins(inputs, 0)
      let asked = try numbers(inputs, 1)?.map { Int(clamping: $0) } ?? []
      guard Constant.spread(feature.layout.shape, asked) == feature.layout.shape else {
        throw .left("a tensor spread over a larger one")
      }
      return [.feature(feature)]
    case "Transpose":
      var feature = try featureWithMargins(inputs, 0)
      let order =
        current.attributes["perm"]?.integers
        ?? Array(feature.layout.dimensions.indices.reversed())
      guard let layout = feature.layout.transposed(order) else {
        throw malformed("has no such order")
      }
      feature.layout = layout
      if let margins = feature.margins {
        feature.margins?.before = order.map { margins.before[$0] }
        feature.margins?.after = order.map { margins.after[$0] }
      }
      return [.feature(feature)]
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze":
      var feature = try feature(inputs, 0)
      let shape = try newShape(of: feature.layout.shape, inputs)
      guard let layout = feature.layout.reshaped(shape) else {
        throw .left("reshapes \(feature.layout.shape) to \(shape)")
      }
      feature.layout = layout
      return [.feature(feature)]
    default: return nil
    }
  }

  /// The extents of an input, as numbers to compute with.
  func shape(_ inputs: [Value?]) throws(Problem) -> Value {
    let shape: [Int]
    switch inputs.first ?? nil {
    case .feature(let feature) where feature.margins == nil: shape = feature.layout.shape
    default: throw .left("the shape of what is no map")
    }
    if current.operation == "Size" {
      return .constant(
        Constant([Double(shape.reduce(1, *))], shape: [], isInteger: true))
    }
    return .constant(shapeConstant(shape))
  }

  /// The shape that a reshape, flattening, squeeze or unsqueeze gives.
  func newShape(of shape: [Int], _ inputs: [Value?]) throws(Problem) -> [Int] {
    switch current.operation {
    case "Flatten":
      let rank = shape.count
      let axis = integer("axis", 1)
      let cut = axis < 0 ? axis + rank : axis
      guard (0...rank).contains(cut) else { throw malformed("has the axis \(axis) of \(rank)") }
      return [shape[..<cut].reduce(1, *), shape[cut...].reduce(1, *)]
    case "Squeeze":
      guard let asked = try integers("axes", or: inputs, 1) else { return shape.filter { $0 != 1 } }
      let axes = try asked.map { each throws(Problem) in try axis(each, rank: shape.count) }
      for axis in axes where shape[axis] != 1 {
        throw malformed("takes away a dimension of \(shape[axis])")
      }
      return shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
    case "Unsqueeze":
      guard let asked = try integers("axes", or: inputs, 1) else {
        throw malformed("lacks its axes")
      }
      let rank = shape.count + asked.count
      let axes = Set(try asked.map { each throws(Problem) in try axis(each, rank: rank) })
      guard axes.count == asked.count else { throw malformed("has an axis twice") }
      var left = shape[...]
      return (0..<rank).map { axes.contains($0) ? 1 : left.popFirst() ?? 1 }
    default: return try reshape(of: shape, inputs)
    }
  }

  /// The shape of a reshape, in which 0 stands for the extent that is there and -1 for what is left.
  private func reshape(of shape: [Int], _ inputs: [Value?]) throws(Problem) -> [Int] {
    guard let asked = try integers("shape", or: inputs, 1) else {
      throw malformed("lacks its shape")
    }
    guard asked.count <= 64 else { throw malformed("has \(asked.count) dimensions") }
    let keepsZero = integer("allowzero", 0) != 0
    var sizes = asked.enumerated().map { index, size in
      size == 0 && !keepsZero && index < shape.count ? shape[index] : size
    }
    // The batch is one here, whatever the file was exported with.
    if batch > 1, sizes.first == batch { sizes[0] = 1 }
    let whole = Constant.count(shape) ?? 0
    let open = sizes.indices.filter { sizes[$0] == -1 }
    guard open.count <= 1, sizes.allSatisfy({ $0 >= -1 }) else {
      throw malformed("reshapes to \(asked)")
    }
    if let index = open.first {
      sizes[index] = 1
      guard let known = Constant.count(sizes), known > 0, whole.isMultiple(of: known) else {
        throw malformed("reshapes \(shape) to \(asked)")
      }
      sizes[index] = whole / known
    }
    guard Constant.count(sizes) == whole else { throw malformed("reshapes \(shape) to \(asked)") }
    return sizes
  }

  /// The indices along some dimensions that a slice keeps.
  func sliceRanges(
    of shape: [Int], _ inputs: [Value?]
  ) throws(Problem) -> [(axis: Int, indices: [Int])] {
    guard let starts = try integers("starts", or: inputs, 1),
      let ends = try integers("ends", or: inputs, 2)
    else { throw malformed("lacks its bounds") }
    let axes = try integers("axes", or: inputs, 3) ?? Array(starts.indices)
    let steps = try integers("steps", or: inputs, 4) ?? starts.map { _ in 1 }
    guard starts.count == ends.count, axes.count == starts.count, steps.count == starts.count else {
      throw malformed("has bounds of different numbers")
    }
    return try starts.indices.map { index throws(Problem) in
      let axis = try axis(axes[index], rank: shape.count)
      let (size, step) = (shape[axis], steps[index])
      guard step != 0 else { throw malformed("has a step of 0") }
      // From back to front, the last place is the first that can be kept, and the end may be before all.
      let lowest = step > 0 ? 0 : -1
      let highest = step > 0 ? size : size - 1
      func place(_ bound: Int) -> Int {
        min(max(bound < 0 ? bound + size : bound, lowest), highest)
      }
      let (start, end) = (place(starts[index]), place(ends[index]))
      return (axis, Array(stride(from: start, to: end, by: step)))
    }
  }
}
