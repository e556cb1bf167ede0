import Architecture
import NetworkGraph

extension Translation {
  /// A window as attributes describe it.
  struct AttributedWindow {
    var stride: PerAxis<Int>
    var dilation: Int
    var padding: Padding

    /// Whether it is one place that moves by one.
    var isPlain: Bool { stride == 1 && [.valid, .symmetric, .explicit(0)].contains(padding) }
  }

  /// The result of a pooling, an enlargement or a padding; nothing for another operation.
  mutating func windows(_ inputs: [Value?]) throws(Problem) -> Value? {
    switch current.operation {
    case "MaxPool": return .feature(try pool(.maximum, inputs))
    case "AveragePool": return .feature(try pool(.average, inputs))
    case "GlobalAveragePool":
      var input = try map(inputs, 0)
      guard input.margins == nil else { throw .left("a mean over a padded map") }
      input.node = try append(.globalPool, [input.node])
      return .feature(Feature(node: input.node, layout: mapLayout(input.node), isPooled: true))
    case "GlobalMaxPool":
      let input = try map(inputs, 0)
      guard input.margins == nil else { throw .left("a maximum over a padded map") }
      let node = try append(.pool(whole(.maximum, shape(input))), [input.node])
      return .feature(Feature(node: node, layout: mapLayout(node), isPooled: true))
    case "ReduceMean": return .feature(try reduced(.average, inputs))
    case "ReduceMax": return .feature(try reduced(.maximum, inputs))
    case "Pad": return .feature(try padded(inputs))
    case "Resize", "Upsample": return .feature(try resized(inputs))
    default: return nil
    }
  }

  // MARK: - Windows

  /// Two numbers of an attribute, for height and width.
  func pair(_ name: String, _ standard: Int) throws(Problem) -> PerAxis<Int> {
    guard let values = current.attributes[name]?.integers, !values.isEmpty else {
      return PerAxis(standard)
    }
    guard values.count == 2, values.allSatisfy({ (1...Self.largestSide).contains($0) }) else {
      throw malformed("has \(name) \(values)")
    }
    return PerAxis(height: values[0], width: values[1])
  }

  private static let largestSide = 1 << 16

  /// The window that attributes describe, over a map that may have margins.
  func window(_ kernel: PerAxis<Int>, _ input: Feature) throws(Problem) -> AttributedWindow {
    let stride = try pair("strides", 1)
    let dilations = try pair("dilations", 1)
    guard Axis.allCases.allSatisfy({ (1...Self.largestSide).contains(kernel[$0]) }) else {
      throw malformed("has a window of \(kernel)")
    }
    // Along an axis with one element, no distance matters.
    let dilation = kernel.height > 1 ? dilations.height : dilations.width
    guard kernel.width == 1 || dilations.width == dilation else {
      throw .left("dilations of \(dilations)")
    }
    let reach = kernel.map { dilation * ($0 - 1) + 1 }
    var margins = input.margins ?? .none
    switch current.attributes["auto_pad"]?.text ?? "NOTSET" {
    case "SAME_UPPER" where input.margins == nil:
      return AttributedWindow(stride: stride, dilation: dilation, padding: .same)
    case "SAME_LOWER" where input.margins == nil:
      for axis in Axis.allCases {
        let window = Window(
          kernel: kernel[axis], stride: stride[axis], dilation: dilation, padding: .same)
        let extent = window.extent(over: shape(input)[axis])
        margins.add(extent?.after ?? 0, extent?.before ?? 0, along: axis)
      }
    case "SAME_UPPER", "SAME_LOWER": throw .left("padding in two ways")
    default:
      let pads = current.attributes["pads"]?.integers ?? []
      guard pads.isEmpty || pads.count == 4,
        pads.allSatisfy({ (0...Self.largestSide).contains($0) })
      else { throw malformed("has pads \(pads)") }
      if !pads.isEmpty {
        margins.add(pads[0], pads[2], along: .vertical)
        margins.add(pads[1], pads[3], along: .horizontal)
      }
    }
    return AttributedWindow(
      stride: stride, dilation: dilation, padding: Self.padding(margins, reach: reach))
  }

  /// The simplest padding that adds so many places.
  static func padding(_ margins: Margins, reach: PerAxis<Int>) -> Padding {
    let halves = reach.map { $0 / 2 }
    if margins.before == halves, margins.after == halves { return .symmetric }
    if margins == .none { return .valid }
    let (before, after) = (margins.before, margins.after)
    if before == after, before.isSquare { return .explicit(before.height) }
    return .margins(before: before, after: after)
  }

  // MARK: - Pooling

  private mutating func pool(
    _ kind: PoolRow.Kind, _ inputs: [Value?]
  ) throws(Problem) -> Feature {
    guard current.outputs.dropFirst().allSatisfy({ uses[$0] == nil }) else {
      throw .left("the places of maxima are used")
    }
    let input = try map(inputs, 0)
    guard current.attributes["kernel_shape"]?.integers.count == 2 else {
      throw .left("a pooling over other than two axes")
    }
    let kernel = try pair("kernel_shape", 1)
    let window = try window(kernel, input)
    guard window.dilation == 1 else { throw .left("a dilated pooling") }
    let map = shape(input)
    let isPadded = ![.valid, .explicit(0)].contains(window.padding) && kernel != 1
    var countsPadding = integer("count_include_pad", 0) != 0 && isPadded && kind == .average
    if input.margins != nil {
      switch kind {
      case .maximum where isNeverNegative(input.node): break
      case .maximum: throw .left("zeros around a map whose maxima may be negative")
      case .average: countsPadding = true
      }
    }
    let pool = Pool(
      kind: kind, kernel: kernel, stride: window.stride, padding: window.padding,
      ceiling: integer("ceil_mode", 0) != 0, countsPadding: countsPadding)
    if kernel == 1, window.isPlain { return input }
    let isWhole = kernel == PerAxis(height: map.height, width: map.width) && !isPadded
    let node = try append(
      isWhole && kind == .average ? .globalPool : .pool(pool), [input.node])
    return Feature(node: node, layout: mapLayout(node), isPooled: isWhole)
  }

  private func whole(_ kind: PoolRow.Kind, _ map: Shape) -> Pool {
    Pool(
      kind: kind, kernel: PerAxis(height: map.height, width: map.width), stride: 1,
      padding: .valid, ceiling: false)
  }

  /// Whether no number of a result is below 0.
  private func isNeverNegative(_ node: Int) -> Bool {
    switch nodes[node].operation {
    case .activation(.relu), .activation(.relu6), .activation(.sigmoid), .activation(.hardSigmoid),
      .activation(.hardSigmoidFifth):
      true
    case .scalarFunction(.clip(let low, _)): low >= 0
    default: false
    }
  }

  /// A mean or maximum over whole axes of a map.
  private mutating func reduced(
    _ kind: PoolRow.Kind, _ inputs: [Value?]
  ) throws(Problem) -> Feature {
    let input = try ordered(feature(inputs, 0))
    let rank = input.layout.dimensions.count
    guard let asked = try integers("axes", or: inputs, 1) else {
      throw .left("a mean over all axes")
    }
    let axes = Set(try asked.map { each throws(Problem) in try axis(each, rank: rank) })
    let map = shape(input)
    let gone = Set(axes.flatMap { input.layout.dimensions[$0].map { $0.axis } })
    let kept = Set(
      input.layout.dimensions.indices.filter { !axes.contains($0) }
        .flatMap { index in input.layout.dimensions[index].map { $0.axis } })
    guard !gone.contains(.channel), gone.isDisjoint(with: kept) else {
      throw .left("a reduction of the channels, or of a part of an axis")
    }
    let isWhole = !kept.contains(.height) && !kept.contains(.width)
    let node: Int
    if isWhole {
      node = try append(
        kind == .average ? .globalPool : .pool(whole(kind, map)), [input.node])
    } else {
      var pool = whole(kind, map)
      if kept.contains(.height) { pool.kernel.height = 1 }
      if kept.contains(.width) { pool.kernel.width = 1 }
      node = try append(.pool(pool), [input.node])
    }
    let keeps = integer("keepdims", 1) != 0
    var dimensions: [[Atom]] = []
    for (index, atoms) in input.layout.dimensions.enumerated() {
      if !axes.contains(index) { dimensions.append(atoms) } else if keeps { dimensions.append([]) }
    }
    return Feature(node: node, layout: Layout(dimensions), isPooled: isWhole)
  }

  // MARK: - Padding and enlargement

  private mutating func padded(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try ordered(featureWithMargins(inputs, 0))
    let rank = input.layout.dimensions.count
    let name = current.attributes["paddings"] == nil ? "pads" : "paddings"
    let pads = try integers(name, or: inputs, 1) ?? []
    let given = try numbers(inputs, 2)
    let value = given?.first ?? number("value", 0)
    var axes = Array(0..<rank)
    if let asked = try numbers(inputs, 3) {
      axes = try asked.map { each throws(Problem) in try axis(Int(clamping: each), rank: rank) }
    }
    guard pads.count == 2 * axes.count else { throw malformed("has pads \(pads)") }
    if pads.allSatisfy({ $0 == 0 }) { return input }
    let mode = current.attributes["mode"]?.text ?? "constant"
    guard mode == "constant", value == 0 else { throw .left("padding with other than zeros") }
    var margins = input.margins ?? .none
    for (index, axis) in axes.enumerated() {
      let (before, after) = (pads[index], pads[index + axes.count])
      if before == 0, after == 0 { continue }
      guard (0...Self.largestSide).contains(before), (0...Self.largestSide).contains(after) else {
        throw .left("padding that takes away")
      }
      switch axis {
      case input.layout.dimension(of: .height): margins.add(before, after, along: .vertical)
      case input.layout.dimension(of: .width): margins.add(before, after, along: .horizontal)
      default: throw .left("padding of another axis than height and width")
      }
    }
    input.margins = margins
    return input
  }

  /// Nearest or bilinear; to a size that the file, or a map of it, gives.
  private mutating func resized(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try map(inputs, 0)
    guard input.margins == nil else { throw .left("an enlargement of a padded map") }
    let mode: ResizeRow.Mode
    switch current.attributes["mode"]?.text ?? "nearest" {
    case "nearest": mode = .nearest
    case "linear": mode = .bilinear
    default: throw .left("an interpolation that is not known")
    }
    let map = shape(input)
    let target = try target(of: map, inputs)
    let factor = target.height / map.height
    let isWhole =
      target.height == map.height * factor && target.width == map.width * factor && factor > 0
    try checkPlaces(mode, isWhole: isWhole)
    if target == map { return input }
    if isWhole {
      let node = try append(.resize(mode, factor: factor), [input.node])
      return Feature(node: node, layout: mapLayout(node))
    }
    guard
      let other = nodes.lastIndex(where: {
        $0.shape.height == target.height && $0.shape.width == target.width
      })
    else { throw .left("an enlargement to \(target.height)x\(target.width), which no map has") }
    let node = try append(.resize(mode, factor: nil), [input.node, other])
    return Feature(node: node, layout: mapLayout(node))
  }

  /// The size that scales or sizes ask for.
  private func target(of map: Shape, _ inputs: [Value?]) throws(Problem) -> Shape {
    let isOld = current.operation == "Upsample" || model.operatorSet < 11
    if !isOld, let sizes = try numbers(inputs, 3), sizes.count == 4 {
      return try bounded(sizes[2], sizes[3], map)
    }
    let attribute = current.attributes["scales"]?.numbers
    let input = try numbers(inputs, isOld ? 1 : 2)
    let scales = attribute ?? input ?? []
    guard scales.count == 4, scales[0] == 1, scales[1] == 1 else {
      throw .left("an enlargement of other axes than height and width")
    }
    return try bounded(
      (Double(map.height) * scales[2] + 1e-6).rounded(.down),
      (Double(map.width) * scales[3] + 1e-6).rounded(.down), map)
  }

  private func bounded(_ height: Double, _ width: Double, _ map: Shape) throws(Problem) -> Shape {
    let sides = Double(Self.largestSide)
    guard height >= 1, width >= 1, height <= sides, width <= sides else {
      throw malformed("enlarges to \(height) x \(width)")
    }
    return Shape(
      height: Int(clamping: height), width: Int(clamping: width), channels: map.channels)
  }

  /// Whether places lie on one another as they do here.
  private func checkPlaces(_ mode: ResizeRow.Mode, isWhole: Bool) throws(Problem) {
    let isOld = current.operation == "Upsample" || model.operatorSet < 11
    let places =
      current.attributes["coordinate_transformation_mode"]?.text
      ?? (isOld ? "asymmetric" : "half_pixel")
    let rounding =
      current.attributes["nearest_mode"]?.text ?? (isOld ? "floor" : "round_prefer_floor")
    switch (mode, places) {
    case (.nearest, "asymmetric") where rounding == "floor": break
    // Between pixel centers, a whole factor finds the same places.
    case (.nearest, "half_pixel") where isWhole && rounding.hasPrefix("round"): break
    case (.nearest, "pytorch_half_pixel") where isWhole && rounding.hasPrefix("round"): break
    case (.nearest, "asymmetric") where isWhole && rounding == "floor": break
    case (.bilinear, "half_pixel"), (.bilinear, "pytorch_half_pixel"): break
    default: throw .left("\(places.onOneLine) places of a \(mode.rawValue) enlargement")
    }
  }
}

extension Translation.Margins {
  /// The same with more places before and after one axis.
  mutating func add(_ first: Int, _ last: Int, along axis: Axis) {
    switch axis {
    case .vertical:
      before.height += first
      after.height += last
    case .horizontal:
      before.width += first
      after.width += last
    }
  }
}
