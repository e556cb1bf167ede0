extension Translation {
  /// The results of an operation on constants.
  mutating func constants(_ inputs: [Value?]) throws(Problem) -> [Value] {
    if let source = try constantSource() { return [.constant(source)] }
    let all = inputs.map { value -> Constant? in
      if case .constant(let constant)? = value { constant } else { nil }
    }
    guard let first = all.first ?? nil else { throw .left("unknown operator") }
    switch current.operation {
    case "Identity", "Dropout": return [.constant(first)]
    case "Cast", "CastLike": return [.constant(try cast(first))]
    case "Shape": return [.constant(shapeConstant(first.shape))]
    case "Size": return [.constant(Constant([Double(first.count)], shape: [], isInteger: true))]
    case "ConstantOfShape": return [.constant(try filled(first))]
    case "Range": return [.constant(try range(inputs))]
    case "Transpose":
      let order =
        current.attributes["perm"]?.integers ?? Array(first.shape.indices.reversed())
      guard let result = first.transposed(order) else { throw malformed("has no such order") }
      return [.constant(result)]
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze":
      let shape = try newShape(of: first.shape, inputs)
      guard let result = first.reshaped(shape, by: current.title) else {
        throw malformed("reshapes \(first.shape) to \(shape)")
      }
      return [.constant(result)]
    case "Expand": return [.constant(try expanded(first, inputs))]
    case "Gather": return [.constant(try gathered(first, inputs))]
    case "Slice": return [.constant(try sliced(first, inputs))]
    case "Concat": return [.constant(try concatenated(all.compactMap { $0 }))]
    case "Clip": return [.constant(try clipped(first, inputs))]
    // PyTorch standardizes a layer's weights so.
    case "BatchNormalization", "InstanceNormalization", "LayerNormalization":
      return [
        .constant(
          Constant(computedBy: current.title, shape: first.shape, isInteger: first.isInteger))
      ]
    case "Where": return [.constant(try chosen(all.compactMap { $0 }))]
    case "ReduceProd", "ReduceSum", "ReduceMean", "ReduceL2", "ReduceSumSquare", "ReduceMax",
      "ReduceMin":
      return [.constant(try reduced(first, inputs))]
    default: return [.constant(try elementwise(all.compactMap { $0 }))]
    }
  }

  /// The constant that a node without inputs holds.
  private func constantSource() throws(Problem) -> Constant? {
    guard current.operation == "Constant" else { return nil }
    let attributes = current.attributes
    if let tensor = attributes["value"]?.tensor {
      do { return try Constant(tensor.named(current.outputs.first ?? "")) } catch {
        throw .failed(error)
      }
    }
    if let integer = attributes["value_int"]?.integer {
      return Constant([Double(integer)], shape: [], isInteger: true)
    }
    if let number = attributes["value_float"]?.number { return Constant([number], shape: []) }
    if let integers = attributes["value_ints"]?.integers { return Constant(integers) }
    if let numbers = attributes["value_floats"]?.numbers {
      return Constant(numbers, shape: [numbers.count])
    }
    throw .left("a constant that is no tensor of numbers")
  }

  private func cast(_ constant: Constant) throws(Problem) -> Constant {
    let type = current.attributes["to"]?.integer ?? 1
    let isInteger = !Constant.isFloatingPoint(type)
    guard isInteger != constant.isInteger else { return constant }
    guard constant.count <= Constant.limit, let found = try? constant.numbers(in: model.source)
    else {
      return Constant(computedBy: current.title, shape: constant.shape, isInteger: isInteger)
    }
    let isTruth = type == 9
    return Constant(
      found.map { isTruth ? ($0 == 0 ? 0 : 1) : isInteger ? $0.rounded(.towardZero) : $0 },
      shape: constant.shape, isInteger: isInteger)
  }

  /// The extents of a tensor, or some of them.
  func shapeConstant(_ shape: [Int]) -> Constant {
    func place(_ index: Int) -> Int {
      min(max(index < 0 ? index + shape.count : index, 0), shape.count)
    }
    let start = place(integer("start", 0))
    let end = max(place(integer("end", shape.count)), start)
    return Constant(Array(shape[start..<end]))
  }

  private func filled(_ shape: Constant) throws(Problem) -> Constant {
    let sizes = try numbers(shape).map { Int(clamping: $0) }
    var value = 0.0
    var isInteger = false
    if let tensor = current.attributes["value"]?.tensor {
      let constant: Constant
      do { constant = try Constant(tensor) } catch { throw .failed(error) }
      value = try numbers(constant).first ?? 0
      isInteger = constant.isInteger
    }
    guard sizes.allSatisfy({ $0 >= 0 }), let count = Constant.count(sizes) else {
      throw malformed("makes a tensor of \(sizes)")
    }
    guard count <= Constant.limit else {
      return Constant(computedBy: current.title, shape: sizes, isInteger: isInteger)
    }
    return Constant(
      [Double](repeating: value, count: count), shape: sizes, isInteger: isInteger)
  }

  private func range(_ inputs: [Value?]) throws(Problem) -> Constant {
    let bounds = try [0, 1, 2].map { index throws(Problem) in try numbers(inputs, index)?.first }
    guard let start = bounds[0], let end = bounds[1], let step = bounds[2], step != 0 else {
      throw malformed("lacks a bound")
    }
    let count = ((end - start) / step).rounded(.up)
    guard count <= Double(Constant.limit) else { throw .left("a range that is too long") }
    let values = (0..<Int(clamping: max(count, 0))).map { start + Double($0) * step }
    let isInteger = try constant(inputs, 0)?.isInteger ?? true
    return Constant(values, shape: [values.count], isInteger: isInteger)
  }

  private func expanded(_ constant: Constant, _ inputs: [Value?]) throws(Problem) -> Constant {
    let asked = try numbers(inputs, 1)?.map { Int(clamping: $0) } ?? []
    guard asked.allSatisfy({ $0 > 0 }), let shape = Constant.spread(constant.shape, asked) else {
      throw malformed("spreads \(constant.shape) over \(asked)")
    }
    guard let count = Constant.count(shape), count <= Constant.limit,
      let found = try? constant.numbers(in: model.source)
    else {
      return Constant(computedBy: current.title, shape: shape, isInteger: constant.isInteger)
    }
    return Constant(
      Constant.spread(found, constant.shape, over: shape), shape: shape,
      isInteger: constant.isInteger)
  }

  private func gathered(_ constant: Constant, _ inputs: [Value?]) throws(Problem) -> Constant {
    guard let indices = try self.constant(inputs, 1) else { throw malformed("lacks its indices") }
    let axis = try axis(integer("axis", 0), rank: constant.shape.count)
    let size = constant.shape[axis]
    let wanted = try numbers(indices).map { Int(clamping: $0) }.map { $0 < 0 ? $0 + size : $0 }
    guard wanted.allSatisfy({ (0..<size).contains($0) }) else {
      throw malformed("takes an element that is not there")
    }
    let shape =
      Array(constant.shape[..<axis]) + indices.shape + Array(constant.shape[(axis + 1)...])
    guard let count = Constant.count(shape), count <= Constant.limit else {
      throw .left("too many elements of a constant")
    }
    let found = try numbers(constant)
    let inner = constant.shape[(axis + 1)...].reduce(1, *)
    let outer = constant.shape[..<axis].reduce(1, *)
    var values: [Double] = []
    for block in 0..<outer {
      for index in wanted {
        let start = (block * size + index) * inner
        values += found[start..<start + inner]
      }
    }
    return Constant(values, shape: shape, isInteger: constant.isInteger)
  }

  private func sliced(_ constant: Constant, _ inputs: [Value?]) throws(Problem) -> Constant {
    let found = try numbers(constant)
    var kept = constant.shape.map { Array(0..<$0) }
    for range in try sliceRanges(of: constant.shape, inputs) { kept[range.axis] = range.indices }
    let strides = Constant.strides(constant.shape)
    let shape = kept.map { $0.count }
    let values = Constant.indices(shape).map { index in
      found[index.indices.reduce(0) { $0 + kept[$1][index[$1]] * strides[$1] }]
    }
    return Constant(values, shape: shape, isInteger: constant.isInteger)
  }

  /// Numbers of a shape that are kept within bounds, each of which may be missing.
  private func clipped(_ constant: Constant, _ inputs: [Value?]) throws(Problem) -> Constant {
    let attributes = current.attributes
    let lower = try numbers(inputs, 1)?.first ?? attributes["min"]?.number ?? -.infinity
    let upper = try numbers(inputs, 2)?.first ?? attributes["max"]?.number ?? .infinity
    return Constant(
      try numbers(constant).map { min(max($0, lower), upper) }, shape: constant.shape,
      isInteger: constant.isInteger)
  }

  private func concatenated(_ constants: [Constant]) throws(Problem) -> Constant {
    let rank = constants[0].shape.count
    let axis = try axis(integer("axis", 0), rank: rank)
    var shape = constants[0].shape
    for other in constants.dropFirst() {
      guard other.shape.count == rank,
        (0..<rank).allSatisfy({ $0 == axis || other.shape[$0] == shape[$0] })
      else { throw malformed("joins constants of different shapes") }
      shape[axis] += other.shape[axis]
      guard Constant.count(shape) != nil else { throw .left("a constant that is too large") }
    }
    guard let count = Constant.count(shape), count <= Constant.limit else {
      return Constant(computedBy: current.title, shape: shape, isInteger: constants[0].isInteger)
    }
    let outer = shape[..<axis].reduce(1, *)
    let parts = try constants.map { constant throws(Problem) in try numbers(constant) }
    var values: [Double] = []
    for block in 0..<outer {
      for part in parts {
        let length = part.count / max(outer, 1)
        values += part[block * length..<(block + 1) * length]
      }
    }
    return Constant(values, shape: shape, isInteger: constants[0].isInteger)
  }

  private func chosen(_ constants: [Constant]) throws(Problem) -> Constant {
    guard constants.count == 3,
      let half = Constant.spread(constants[0].shape, constants[1].shape),
      let shape = Constant.spread(half, constants[2].shape), let count = Constant.count(shape),
      count <= Constant.limit
    else { throw .left("a choice between constants that are too large") }
    let parts = try constants.map { constant throws(Problem) in
      Constant.spread(try numbers(constant), constant.shape, over: shape)
    }
    return Constant(
      (0..<count).map { parts[0][$0] != 0 ? parts[1][$0] : parts[2][$0] }, shape: shape,
      isInteger: constants[1].isInteger)
  }

  /// A sum, product, mean or bound over some dimensions, or all.
  private func reduced(
    _ constant: Constant, _ inputs: [Value?]
  ) throws(Problem) -> Constant {
    let rank = constant.shape.count
    let asked = try integers("axes", or: inputs, 1) ?? []
    if asked.isEmpty, integer("noop_with_empty_axes", 0) != 0 { return constant }
    let axes = Set(
      asked.isEmpty
        ? Array(0..<rank)
        : try asked.map { each throws(Problem) in try axis(each, rank: rank) })
    let kept = constant.shape.indices.map { axes.contains($0) ? 1 : constant.shape[$0] }
    let shape =
      integer("keepdims", 1) != 0
      ? kept : kept.indices.filter { !axes.contains($0) }.map { kept[$0] }
    guard constant.count <= Constant.limit, let found = try? constant.numbers(in: model.source)
    else {
      return Constant(computedBy: current.title, shape: shape, isInteger: constant.isInteger)
    }
    var groups = [[Double]](repeating: [], count: Constant.count(kept) ?? 0)
    for (number, index) in zip(found, Constant.indices(constant.shape)) {
      groups[Constant.position(index, in: kept)].append(number)
    }
    return Constant(
      groups.map(reduction), shape: shape, isInteger: constant.isInteger)
  }

  private func reduction(_ numbers: [Double]) -> Double {
    switch current.operation {
    case "ReduceProd": numbers.reduce(1, *)
    case "ReduceSum": numbers.reduce(0, +)
    case "ReduceMean": numbers.reduce(0, +) / Double(max(numbers.count, 1))
    case "ReduceL2": numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
    case "ReduceSumSquare": numbers.reduce(0) { $0 + $1 * $1 }
    case "ReduceMax": numbers.max() ?? 0
    default: numbers.min() ?? 0
    }
  }

  /// A function of one or two constants.
  private func elementwise(_ constants: [Constant]) throws(Problem) -> Constant {
    let isInteger = constants[0].isInteger
    if let function = Constant.unary(current.operation) {
      guard constants[0].count <= Constant.limit else {
        return Constant(
          computedBy: current.title, shape: constants[0].shape, isInteger: isInteger)
      }
      return Constant(
        try numbers(constants[0]).map(function), shape: constants[0].shape, isInteger: isInteger)
    }
    guard let function = Constant.binary(current.operation, isInteger: isInteger),
      constants.count == 2
    else { throw .left("unknown operator") }
    guard let shape = Constant.spread(constants[0].shape, constants[1].shape) else {
      throw malformed("joins \(constants[0].shape) and \(constants[1].shape)")
    }
    guard let count = Constant.count(shape), count <= Constant.limit,
      let left = try? constants[0].numbers(in: model.source),
      let right = try? constants[1].numbers(in: model.source)
    else { return Constant(computedBy: current.title, shape: shape, isInteger: isInteger) }
    let first = Constant.spread(left, constants[0].shape, over: shape)
    let second = Constant.spread(right, constants[1].shape, over: shape)
    return Constant(zip(first, second).map(function), shape: shape, isInteger: isInteger)
  }
}
