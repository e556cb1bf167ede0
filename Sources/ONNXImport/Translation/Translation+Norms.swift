import Architecture
import NetworkGraph

/// Normalization by the mean and the variance of the picture at hand.
extension Translation {
  /// Over the last dimension, which must be the channels.
  mutating func layerNorm(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try ordered(feature(inputs, 0))
    let rank = input.layout.dimensions.count
    let first = try axis(integer("axis", -1), rank: rank)
    let map = shape(input)
    let axes = input.layout.dimensions[first...].flatMap { $0.map { $0.axis } }
    guard current.outputs.dropFirst().allSatisfy({ uses[$0] == nil }) else {
      throw .left("its mean or deviation is used")
    }
    guard axes.allSatisfy({ $0 == .channel }), map.isVector || input.layout.hasChannels(at: first),
      !input.layout.dimensions[..<first].contains(where: { $0.contains { $0.axis == .channel } })
    else { throw .left("a norm of other axes than the channels") }
    input.node = try normalized(
      input.node, over: .place, try constant(inputs, 1), try constant(inputs, 2))
    return input
  }

  /// Each channel by itself, or each group of channels that a reshape has made one.
  mutating func instanceNorm(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try feature(inputs, 0)
    let (map, dimensions) = (shape(input), input.layout.dimensions)
    let groups = dimensions.count > 1 ? input.layout.shape[1] : 0
    guard groups > 0, map.channels.isMultiple(of: groups),
      input.layout.dimensions[0].isEmpty,
      case let size = map.channels / groups,
      Layout([dimensions[1]]) == Layout([[Atom(axis: .channel, size: groups, step: size)]])
    else { throw .left("a norm of other axes than the channels") }
    input.node = try normalized(
      input.node, over: .map(groups: groups), try constant(inputs, 1), try constant(inputs, 2))
    return input
  }

  /// Groups of the channels.
  mutating func groupNorm(_ inputs: [Value?]) throws(Problem) -> Feature {
    var input = try ordered(feature(inputs, 0))
    let groups = integer("num_groups", 1)
    guard input.layout.hasChannels(at: 1), groups > 0, shape(input).channels.isMultiple(of: groups)
    else { throw .left("a norm of other axes than the channels") }
    input.node = try normalized(
      input.node, over: .map(groups: groups), try constant(inputs, 1), try constant(inputs, 2))
    return input
  }

  /// A node of a norm, whose scale and shift have a number for each channel or for each group.
  private mutating func normalized(
    _ node: Int, over part: NormalizedPart, _ scale: Constant?, _ shift: Constant?
  ) throws(Problem) -> Int {
    let channels = nodes[node].shape.channels
    guard channels <= Constant.limit else { throw .left("a norm of too many channels") }
    func perChannel(_ given: Constant?, _ standard: Double) throws(Problem) -> Constant {
      guard let given else {
        return Constant([Double](repeating: standard, count: channels), shape: [channels])
      }
      if given.count == channels, given.shape.count <= 1 { return given }
      guard given.count > 0, channels.isMultiple(of: given.count),
        case .map(given.count) = part
      else { throw .left("a scale of \(given.shape) for \(channels) channels") }
      let (numbers, size) = (try numbers(given), channels / given.count)
      return Constant((0..<channels).map { numbers[$0 / size] }, shape: [channels])
    }
    return try append(
      .normalization(channels: channels, over: part, epsilon: number("epsilon", 1e-5).shortest),
      [node], [.normWeight: perChannel(scale, 1), .normBias: perChannel(shift, 0)])
  }
}
