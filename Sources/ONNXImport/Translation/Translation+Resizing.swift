import Architecture
import NetworkGraph

extension Translation {
  // MARK: - Sizes

  /// Nearest or bilinear; to a size that the file, or a map of it, gives. From one place, every way is
  /// a copy, and said to be bilinear, as tables have it.
  mutating func resized(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try map(inputs, 0)
    guard input.margins == nil else { throw .left("an enlargement of a padded map") }
    let map = shape(input)
    let isCopy =
      map.isVector
      && current.attributes["coordinate_transformation_mode"]?.text != "tf_crop_and_resize"
    let mode: ResizeRow.Mode
    switch current.attributes["mode"]?.text ?? "nearest" {
    case "nearest" where !isCopy: mode = .nearest
    case "nearest", "linear", "bilinear": mode = .bilinear
    case "cubic" where isCopy: mode = .bilinear
    case "cubic": throw .left("bicubic interpolation")
    case let other: throw .left("the interpolation '\(other.onOneLine)'")
    }
    let target = try target(of: map, inputs)
    if target == map { return input }
    let factor = target.height / map.height
    let isWhole =
      target.height == map.height * factor && target.width == map.width * factor && factor > 0
    if !isCopy { try checkPlaces(mode, from: map, to: target, factor: isWhole ? factor : nil) }
    if isWhole {
      let node = try append(.resize(mode, factor: factor), [input.node])
      return Feature(node: node, layout: mapLayout(node))
    }
    let other = nodes.lastIndex {
      $0.shape.height == target.height && $0.shape.width == target.width
    }
    let node: Int
    if let other {
      node = try append(.resize(mode, factor: nil), [input.node, other])
    } else {
      node = try append(.resizeTo(mode, target.resolution), [input.node])
    }
    return Feature(node: node, layout: mapLayout(node))
  }

  private var isOldResize: Bool { current.operation == "Upsample" || model.operatorSet < 11 }

  /// The size that scales or sizes ask for.
  private func target(of map: Shape, _ inputs: [Value?]) throws(Problem) -> Shape {
    let sizes = isOldResize ? nil : try numbers(inputs, 3)
    if let sizes, !sizes.isEmpty {
      guard (current.attributes["keep_aspect_ratio_policy"]?.text ?? "stretch") == "stretch" else {
        throw .left("a size that keeps the proportions")
      }
      let own = [1, map.channels, map.height, map.width]
      let sides = try sides(sizes, insteadOf: own.map { Double($0) })
      return try bounded(sides.height, sides.width, map)
    }
    let attribute = current.attributes["scales"]?.numbers
    let input = try numbers(inputs, isOldResize ? 1 : 2)
    let scales = try sides(attribute ?? input ?? [], insteadOf: [1, 1, 1, 1])
    return try bounded(
      scaled(map.height, by: scales.height), scaled(map.width, by: scales.width), map)
  }

  /// So many times the places, which must be whole: where the last one is cut, the others do not lie as
  /// the two sizes say.
  private func scaled(_ places: Int, by factor: Double) throws(Problem) -> Double {
    let exact = Double(places) * factor
    let whole = exact.rounded()
    guard abs(exact - whole) <= 1e-5 * max(whole, 1) else {
      throw .left("\(factor.shortest) times \(places) places, which is no whole number of them")
    }
    return whole
  }

  /// The numbers for height and width among those for all dimensions, or for some that are named; the
  /// others must be as they are.
  private func sides(
    _ values: [Double], insteadOf own: [Double]
  ) throws(Problem) -> PerAxis<Double> {
    var all = own
    let axes = current.attributes["axes"]?.integers ?? Array(own.indices)
    guard axes.count == values.count else { throw .left("other axes than height and width") }
    for (index, value) in zip(axes, values) { all[try axis(index, rank: own.count)] = value }
    guard all[0] == own[0] || all[0] == Double(batch), all[1] == own[1] else {
      throw .left("other axes than height and width")
    }
    return PerAxis(height: all[2], width: all[3])
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
  private func checkPlaces(
    _ mode: ResizeRow.Mode, from map: Shape, to target: Shape, factor: Int?
  ) throws(Problem) {
    let places =
      current.attributes["coordinate_transformation_mode"]?.text
      ?? (isOldResize ? "asymmetric" : "half_pixel")
    let rounding =
      current.attributes["nearest_mode"]?.text ?? (isOldResize ? "floor" : "round_prefer_floor")
    let shrinks = Axis.allCases.contains { target[$0] < map[$0] }
    guard integer("antialias", 0) == 0 || !shrinks else { throw .left("antialiased") }
    // PyTorch takes the first place for a single one, and not the middle.
    let isMiddle = Axis.allCases.allSatisfy { target[$0] > 1 || map[$0] == 1 }
    switch (mode, places) {
    case (.nearest, "asymmetric") where rounding == "floor": break
    case (.nearest, "asymmetric") where rounding == "round_prefer_floor" && factor == 2: break
    // Between pixel centers, a whole factor finds the same places.
    case (.nearest, "half_pixel") where factor != nil && rounding.hasPrefix("round"): break
    case (.nearest, "pytorch_half_pixel") where factor != nil && rounding.hasPrefix("round"): break
    case (.bilinear, "half_pixel"): break
    case (.bilinear, "pytorch_half_pixel") where isMiddle: break
    default: throw .left("\(places.onOneLine) places of a \(mode.rawValue) enlargement")
    }
  }

  // MARK: - Channels as places

  /// Channels of each place that become a block of places.
  mutating func depthToSpace(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try map(inputs, 0)
    let block = integer("blocksize", 1)
    guard input.margins == nil, (1...1024).contains(block),
      shape(input).channels.isMultiple(of: block * block)
    else { throw malformed("has blocks of \(block) for \(shape(input))") }
    var node = input.node
    // Without a word on it, the places of a block come before the channels.
    if (current.attributes["mode"]?.text ?? "DCR") != "CRD" {
      node = try append(.shuffle(groups: block * block), [node])
    }
    node = try append(.depthToSpace(block: block), [node])
    return Feature(node: node, layout: mapLayout(node))
  }

  /// A block of places that become channels of one, all channels of a place after one another.
  mutating func spaceToDepth(_ inputs: [Value?]) throws(Problem) -> Feature {
    let input = try map(inputs, 0)
    let block = integer("blocksize", 1)
    let map = shape(input)
    guard input.margins == nil, (1...1024).contains(block), map.height.isMultiple(of: block),
      map.width.isMultiple(of: block)
    else { throw malformed("has blocks of \(block) for \(map)") }
    let deep = try append(.spaceToDepth(block: block), [input.node])
    let node = try append(.shuffle(groups: map.channels), [deep])
    return Feature(node: node, layout: mapLayout(node))
  }
}
