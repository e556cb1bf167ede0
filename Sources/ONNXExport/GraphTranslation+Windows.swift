import Architecture
import NetworkGraph
import ONNXSchema

/// Operations that move a window over a map, and those that give it another size.
extension GraphTranslation {
  mutating func translate(
    _ convolution: Convolution, _ inputs: [String]
  ) throws(ONNXExportError) -> String {
    var pads = pads(convolution.window)
    var inputs = inputs
    if needsPad(convolution), pads.contains(where: { $0 > 0 }) {
      inputs = [padded(inputs[0], pads)]
      pads = [0, 0, 0, 0]
    }
    return finish(
      "Conv", inputs + (try parameters([.weight, .bias], weightShape: convolution.weightShape)),
      attributes(convolution.window, pads) + [
        .integers("dilations", [convolution.dilation, convolution.dilation]),
        .integer("group", convolution.groups),
      ])
  }

  mutating func translate(
    _ pool: Pool, _ inputs: [String]
  ) throws(ONNXExportError) -> String {
    let pads = pads(pool.window)
    // Of both axes, before and after.
    let sides = Axis.allCases.map { pool.kernel[$0] }
    guard zip(pads, sides + sides).allSatisfy({ $0 < $1 }) else {
      throw .emptyWindow(layer: source.layerName(of: index))
    }
    let attributes = attributes(pool.window, pads)
    switch pool.kind {
    case .average:
      return finish(
        "AveragePool", inputs,
        attributes + [.integer("count_include_pad", pool.countsPadding ? 1 : 0)])
    case .maximum: return finish("MaxPool", inputs, attributes)
    }
  }

  /// Nearest as place x input / output, rounded down; bilinear between pixel centers.
  ///
  /// From one place, both are a copy, for which OpenCV 5 takes the nearest alone: between two places,
  /// a share of what lies before the map in memory comes in.
  mutating func resize(_ mode: ResizeRow.Mode, _ input: String) -> String {
    let map = source.inputShapes(of: index)[0]
    let attributes: [Onnx_AttributeProto] =
      switch map.isVector ? .nearest : mode {
      case .nearest:
        [
          .text("mode", "nearest"), .text("coordinate_transformation_mode", "asymmetric"),
          .text("nearest_mode", "floor"),
        ]
      case .bilinear:
        [.text("mode", "linear"), .text("coordinate_transformation_mode", "half_pixel")]
      }
    // Without a region of interest and without factors: the output's size says them.
    return finish("Resize", [input, "", "", sizes(of: input)], attributes)
  }

  /// The tensor with the sizes of the result, whose batch is that of the input.
  private mutating func sizes(of input: String) -> String {
    let map = shape(of: index)
    guard batch == .dynamic else { return constant("sizes", map) }
    let inputSizes = list("Shape", [input], count: 4)
    let batch = list(
      "Slice", [inputSizes, constant("first", [0]), constant("second", [1])], count: 1)
    return list(
      "Concat", [batch, constant("sizes", Array(map.dropFirst()))], [.integer("axis", 0)], count: 4)
  }

  /// Whether the padding of a convolution must be a node of its own. OpenCV 4 computes a padded 3x3
  /// depthwise convolution wrongly where the map has one place along a side, and only there; OpenCV 5
  /// puts the results of a padded 1x1 convolution elsewhere.
  private func needsPad(_ convolution: Convolution) -> Bool {
    let map = source.inputShapes(of: index)[0]
    if convolution.kernel == 1 { return true }
    return convolution.kernel == 3 && convolution.dilation == 1
      && convolution.groups == convolution.inputChannels && (map.height == 1 || map.width == 1)
  }

  /// A map with zeros around it.
  private mutating func padded(_ input: String, _ pads: [Int]) -> String {
    let map = source.inputShapes(of: index)[0]
    return step(
      "Pad", [input, constant("pads", [0, 0] + pads.prefix(2) + [0, 0] + pads.suffix(2))],
      shape: [1, map.channels, pads[0] + map.height + pads[2], pads[1] + map.width + pads[3]])
  }

  /// Places above, left, below and right of the input of the node at hand; what `ceiling` adds is
  /// part of the padding.
  private func pads(_ window: PerAxis<Window>) -> [Int] {
    let input = source.inputShapes(of: index)[0]
    let extents = Axis.allCases.map { window[$0].extent(over: input[$0]) }
    return extents.map { $0?.before ?? 0 } + extents.map { $0?.after ?? 0 }
  }

  private func attributes(
    _ window: PerAxis<Window>, _ pads: [Int]
  ) -> [Onnx_AttributeProto] {
    [
      .integers("kernel_shape", Axis.allCases.map { window[$0].kernel }),
      .integers("strides", Axis.allCases.map { window[$0].stride }), .integers("pads", pads),
    ]
  }
}
