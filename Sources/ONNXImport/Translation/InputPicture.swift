import Architecture
import NetworkGraph

/// The input of a model that is the picture.
struct InputPicture {
  let name: String
  let shape: Shape
  let layout: Layout
  let batch: Int

  /// Finds the picture among a model's inputs: the first one with four dimensions. Its size is the
  /// file's, or `resolution`.
  init(of model: ONNXModel, resolution: Resolution?) throws(ONNXError) {
    let found = model.inputs.first { $0.dimensions?.count == 4 }
    guard let input = found ?? model.inputs.first(where: { $0.dimensions?.count == 2 }),
      let dimensions = input.dimensions
    else { throw .noPicture(model.inputs.map { "'\($0.name.onOneLine)' \($0.shape)" }) }
    let sizes = dimensions.map { dimension -> Int? in
      if case .fixed(let size) = dimension { size } else { nil }
    }
    name = input.name
    batch = sizes[0] ?? 1
    let title = input.name.onOneLine
    func checked(_ size: Int?, in range: ClosedRange<Int>) throws(ONNXError) -> Int {
      guard let size else { throw .openSize(input: title, shape: input.shape) }
      guard range.contains(size) else { throw .pictureSize(input: title, shape: input.shape) }
      return size
    }
    guard dimensions.count == 4 else {
      let channels = try checked(sizes[1], in: 1...Self.mostChannels)
      shape = Shape(height: 1, width: 1, channels: channels)
      layout = Layout([[], [Atom(axis: .channel, size: channels, step: 1)]])
      return
    }
    let isLast = Self.hasChannelsLast(sizes, input.name, model)
    let (channels, height, width) = isLast ? (3, 1, 2) : (1, 2, 3)
    let resolutions = Scaling.resolutions
    shape = Shape(
      height: try checked(resolution?.height ?? sizes[height], in: resolutions),
      width: try checked(resolution?.width ?? sizes[width], in: resolutions),
      channels: try checked(sizes[channels], in: 1...Self.mostChannels))
    guard let count = Constant.count([shape.height, shape.width, shape.channels]), count > 0 else {
      throw .pictureSize(input: title, shape: input.shape)
    }
    let first = Layout(height: shape.height, width: shape.width, channels: shape.channels)
    layout = isLast ? first.transposed([0, 2, 3, 1]) ?? first : first
  }

  private static let mostChannels = 65_536

  /// Whether a picture has its channels last, as TensorFlow's have: there are few of them, or the model
  /// moves them first.
  private static func hasChannelsLast(
    _ sizes: [Int?], _ name: String, _ model: ONNXModel
  ) -> Bool {
    let few = 1...4
    let isFew = (
      first: sizes[1].map(few.contains) ?? false, last: sizes[3].map(few.contains) ?? false
    )
    if isFew.first != isFew.last { return isFew.last }
    return model.nodes.contains {
      $0.operation == "Transpose" && $0.inputs.first == name
        && $0.attributes["perm"]?.integers == [0, 3, 1, 2]
    }
  }
}
