import Architecture

extension Plan {
  /// The expansion is fused as well from this many scalars on: below, the expanded map stays in the
  /// second-level cache anyway, and bands only repeat work at their borders.
  static let expandedThreshold = 128 << 10
  /// The depthwise result is handed on in bands from this many scalars on.
  static let depthwiseThreshold = 64 << 10
  /// Weights of a projection beyond this many scalars would be read anew for every band.
  static let projectionLimit = 48 << 10

  /// Joins a depthwise convolution with the pointwise one after it, and with the expansion before
  /// it, so that the maps between are never in memory as a whole, where the maps are large.
  mutating func fuse() {
    var uses = [Int](repeating: 0, count: tensors.count)
    for step in steps { for input in step.inputs { uses[input] += 1 } }
    for output in outputs { uses[output] += 1 }
    var fused: [Step] = []
    var index = 0
    while index < steps.count {
      defer { index += 1 }
      let step = steps[index]
      guard case .depthwise(let depthwise) = step.work, index + 1 < steps.count,
        case .dense(let project) = steps[index + 1].work, project.isPlainPointwise,
        steps[index + 1].inputs[0] == step.output, uses[step.output] == 1,
        tensors[step.output].count >= Self.depthwiseThreshold,
        project.groups[0].columns * project.groups[0].depth <= Self.projectionLimit
      else {
        fused.append(step)
        continue
      }
      let next = steps[index + 1]
      var joined = Step(
        work: .inverted(expand: nil, depthwise, project: project), nodes: step.nodes + next.nodes,
        inputs: step.inputs + next.inputs.dropFirst(), output: next.output,
        saved: tensors[step.output].count)
      if let before = fused.last, case .dense(let expand) = before.work, expand.isPlainPointwise,
        !expand.addsResidual, before.output == step.inputs[0], uses[before.output] == 1,
        tensors[before.output].count >= Self.expandedThreshold
      {
        fused.removeLast()
        joined.work = .inverted(expand: expand, depthwise, project: project)
        joined.nodes = before.nodes + joined.nodes
        joined.inputs[0] = before.inputs[0]
        joined.saved += tensors[before.output].count
      }
      fused.append(joined)
      index += 1
    }
    steps = fused
  }
}

extension Plan.Dense {
  /// Whether every place of the output needs the same place of the input only, and nothing else.
  var isPlainPointwise: Bool {
    convolution.isPointwise && convolution.stride == 1 && !isGated
      && (convolution.padding == .valid || convolution.padding == .symmetric
        || convolution.padding == .same || convolution.padding == .explicit(0))
  }
}
