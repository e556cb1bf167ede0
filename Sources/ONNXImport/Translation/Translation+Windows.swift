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
    case "DepthToSpace": return .feature(try depthToSpace(inputs))
    case "SpaceToDepth": return .feature(try spaceToDepth(inputs))
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

  static let largestSide = 1 << 16

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
    // Above, left, below, right.
    var own = [0, 0, 0, 0]
    switch current.attributes["auto_pad"]?.text ?? "NOTSET" {
    case "SAME_UPPER" where input.margins == nil:
      return AttributedWindow(stride: stride, dilation: dilation, padding: .same)
    case "SAME_LOWER" where input.margins == nil:
      let extents = Axis.allCases.map { axis in
        Window(kernel: kernel[axis], stride: stride[axis], dilation: dilation, padding: .same)
          .extent(over: shape(input)[axis])
      }
      own = extents.map { $0?.after ?? 0 } + extents.map { $0?.before ?? 0 }
    case "SAME_UPPER", "SAME_LOWER": throw .left("padding in two ways")
    default:
      let pads = current.attributes["pads"]?.integers ?? []
      guard pads.isEmpty || pads.count == 4,
        pads.allSatisfy({ (0...Self.largestSide).contains($0) })
      else { throw malformed("has pads \(pads)") }
      if !pads.isEmpty { own = pads }
    }
    let (before, after) = input.margins?.sides ?? (0, 0)
    let padding = Self.padding(
      PerAxis(height: before.height + own[0], width: before.width + own[1]),
      PerAxis(height: after.height + own[2], width: after.width + own[3]), reach: reach)
    return AttributedWindow(stride: stride, dilation: dilation, padding: padding)
  }

  /// The simplest padding that adds so many places.
  private static func padding(
    _ before: PerAxis<Int>, _ after: PerAxis<Int>, reach: PerAxis<Int>
  ) -> Padding {
    let halves = reach.map { $0 / 2 }
    if before == halves, after == halves { return .symmetric }
    if before == 0, after == 0 { return .valid }
    if before == after, before.isSquare { return .explicit(before.height) }
    return .margins(before: before, after: after)
  }

  // MARK: - Padding

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
    // Below all others, as a maximum takes padding.
    let isLowest = value <= -1e30
    guard mode == "constant", value == 0 || isLowest else {
      throw .left(
        mode == "constant" ? "padding with \(value.shortest)" : "padding by '\(mode.onOneLine)'")
    }
    let none = [Int](repeating: 0, count: rank)
    var margins = input.margins ?? Margins(before: none, after: none)
    guard input.margins == nil || margins.areLowest == isLowest else {
      throw .left("padding in two ways")
    }
    margins.areLowest = isLowest
    for (index, axis) in axes.enumerated() {
      let (before, after) = (pads[index], pads[index + axes.count])
      if before == 0, after == 0 { continue }
      guard before >= 0, after >= 0 else { throw .left("padding that takes away") }
      guard max(before, after) <= Self.largestSide else {
        throw .left("padding of more than \(Self.largestSide)")
      }
      // A dimension of one may be the height, too.
      guard
        input.layout.dimensions[axis].isEmpty
          || [input.layout.dimension(of: .height), input.layout.dimension(of: .width)]
            .contains(axis)
      else { throw .left("padding of another axis than height and width") }
      margins.before[axis] += before
      margins.after[axis] += after
    }
    input.margins = margins
    return input
  }
}
