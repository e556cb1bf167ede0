import Architecture
import Inference
import NetworkGraph

/// How a network is carried out.
public enum PlanReport {
  /// One line a step: the kernel, the nodes that it covers, shapes, scratch, what it saves.
  public static func table(_ plan: Plan) -> ReportTable {
    let lines = plan.steps.enumerated().map { index, step in
      ReportTable.Line([
        "\(index + 1)", step.work.name, covered(step, in: plan.graph),
        step.inputs.map { "\(plan.tensors[$0].shape)" }.joined(separator: ", "),
        "\(plan.tensors[step.output].shape)", kibibytes(step.work.weightByteCount),
        kibibytes(4 * step.scratch), kibibytes(4 * step.saved),
      ])
    }
    let nodes = plan.steps.reduce(0) { $0 + $1.nodes.count }
    return ReportTable(
      heading: [CostReport.heading(plan.graph)],
      columns: [
        .init("#"), .init("kernel", .left), .init("covers", .left, priority: 1),
        .init("inputs", .left, priority: 3), .init("output", .left),
        .init("weights KiB", priority: 4), .init("scratch KiB", priority: 2),
        .init("saved KiB", priority: 2),
      ], lines: lines,
      footer: [
        "\(plan.kernels.name.rawValue) kernels: \(nodes) nodes in \(plan.steps.count) steps;"
          + " tensors share \(Numbers.mebibytes(plan.memoryByteCount)) MiB, packed weights take"
          + " \(Numbers.mebibytes(plan.weightByteCount)) MiB.",
        "scratch: memory of each thread besides; saved: results that are never in memory as a whole.",
      ])
  }

  private static func covered(_ step: Plan.Step, in graph: Graph) -> String {
    let nodes = step.nodes.map { graph.nodes[$0] }
    guard let first = nodes.first else { return "" }
    var names: [String] = []
    for node in nodes where names.last != node.origin.role.rawValue {
      names.append(node.origin.role.rawValue)
    }
    return graph.blocks[first.origin.block].name + ": " + names.joined(separator: ", ")
  }

  private static func kibibytes(_ bytes: Int) -> String {
    bytes == 0 ? "-" : Numbers.grouped((bytes + 1023) / 1024)
  }
}

extension Plan.Work {
  /// The kernel's name, with the geometry that decides its speed.
  public var name: String {
    switch self {
    case .dense(let dense):
      if dense.convolution.kernel == 1, dense.convolution.stride == 1 {
        return "matrix" + (dense.isGated ? ", gated" : "") + (dense.addsResidual ? ", sum" : "")
      }
      return "convolution " + dense.convolution.windowText + (dense.addsResidual ? ", sum" : "")
    case .depthwise(let depthwise): return "depthwise " + depthwise.convolution.windowText
    case .inverted(let expand, let depthwise, let project):
      let name =
        project == nil
        ? "convolution + depthwise " : expand == nil ? "separable " : "inverted "
      return name + depthwise.convolution.windowText
        + (project?.addsResidual == true ? ", sum" : "")
    case .plain(let operation, _): return operation.name
    }
  }
}

extension Convolution {
  fileprivate var windowText: String {
    "\(kernel)x\(kernel)" + (stride == 1 ? "" : " /\(stride)")
      + (dilation == 1 ? "" : " dilated \(dilation)")
  }
}
