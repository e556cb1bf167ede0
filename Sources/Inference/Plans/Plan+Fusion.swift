import Architecture
import KernelInterface
import NetworkGraph

extension Plan {
  /// The expansion is fused as well from this many scalars on: below, the expanded map stays in the
  /// second-level cache anyway, and bands only repeat work at their borders.
  static let expandedThreshold = 144 << 10
  /// The depthwise result is handed on in bands from this many scalars on.
  static let depthwiseThreshold = 64 << 10
  /// Weights of a projection beyond this many scalars would be read anew for every band.
  static let projectionLimit = 48 << 10

  /// Joins a depthwise convolution with the pointwise one after it and the one before it, so that
  /// the maps between are never in memory as a whole, where the maps are large; not blocks' results
  /// if those are kept.
  mutating func fuse(keepingBlocks: Bool) {
    let blocks = graph.blocks.filter { $0.kind.isFeature }.map { $0.result }
    let kept = keepingBlocks ? Set(blocks) : []
    var uses = [Int](repeating: 0, count: tensors.count)
    for step in steps { for input in step.inputs { uses[input] += 1 } }
    for output in outputs { uses[output] += 1 }
    var fused: [Step] = []
    var index = 0
    while index < steps.count {
      defer { index += 1 }
      guard case .depthwise(let depthwise) = steps[index].work else {
        fused.append(steps[index])
        continue
      }
      let step = steps[index]
      let next = index + 1 < steps.count ? steps[index + 1] : nil
      let project = next.flatMap { uses[step.output] == 1 ? $0.projection(of: step) : nil }
      let projects =
        tensors[step.output].count >= Self.depthwiseThreshold
        && !kept.contains(tensors[step.output].node)
        && project.map { $0.groups[0].columns * $0.groups[0].depth <= Self.projectionLimit }
          ?? false
      var expand: Dense?
      if let before = fused.last, uses[before.output] == 1,
        !kept.contains(tensors[before.output].node),
        tensors[before.output].count >= Self.expandedThreshold
      {
        expand = before.expansion(for: step)
      }
      guard projects || expand != nil else {
        fused.append(step)
        continue
      }
      var joined = step
      joined.work = .inverted(expand: expand, depthwise, project: projects ? project : nil)
      if expand != nil, let before = fused.popLast() {
        joined.nodes = before.nodes + joined.nodes
        joined.inputs[0] = before.inputs[0]
        joined.saved += tensors[before.output].count
      }
      if projects, let next {
        joined.nodes += next.nodes
        joined.inputs += next.inputs.dropFirst()
        joined.output = next.output
        joined.saved += tensors[step.output].count
        index += 1
      }
      fused.append(joined)
    }
    steps = fused
  }
}

extension Plan.Step {
  /// The convolution that this step is, if it can take a depthwise one's rows as they come.
  fileprivate func projection(of step: Plan.Step) -> Plan.Dense? {
    guard case .dense(let dense) = work, dense.isPlainPointwise, inputs[0] == step.output else {
      return nil
    }
    return dense
  }

  /// The convolution that this step is, if it can make a depthwise one's rows when they are needed.
  fileprivate func expansion(for step: Plan.Step) -> Plan.Dense? {
    guard case .dense(let dense) = work, dense.groups.count == 1, !dense.isGated,
      !dense.addsResidual, output == step.inputs[0]
    else { return nil }
    return dense
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
