import Architecture
import Inference
import KernelInterface
import NetworkGraph

/// How a network is carried out.
package enum PlanReport {
  /// One line a step: the kernel, the nodes that it covers, shapes, scratch, what it saves.
  package static func table(_ plan: Plan) -> ReportTable {
    let graph = plan.graph
    let nodes = plan.steps.reduce(0) { $0 + $1.nodes.count }
    return ReportTable(
      heading: NetworkSummary(graph).headings, of: Array(plan.steps.enumerated()),
      footer: [
        "\(plan.kernels.name.rawValue) kernels: \(nodes) nodes in \(plan.steps.count) steps;"
          + " tensors share \(Numbers.mebibytes(plan.memoryByteCount)) MiB, packed weights take"
          + " \(Numbers.mebibytes(plan.weightByteCount)) MiB.",
        "scratch: additional memory per thread; saved: results that are never written to memory as a whole.",
      ]
    ) {
      Column("#") { .plain($0.offset + 1) }
      Column("kernel", .left) { .text($0.element.work.name) }
      Column("covers", .left, priority: 1) { .text(covered($0.element, in: graph)) }
      Column("inputs", .left, priority: 3) { step in
        .text(step.element.inputs.map { "\(plan.tensors[$0].shape)" }.joined(separator: ", "))
      }
      Column("output", .left) { .shape(plan.tensors[$0.element.output].shape) }
      Column("weights KiB", priority: 4) { kibibytes($0.element.work.weightByteCount) }
      Column("scratch KiB", priority: 2) { kibibytes(4 * $0.element.scratch) }
      Column("saved KiB", priority: 2) { kibibytes(4 * $0.element.saved) }
    }
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

  /// Whole KiB, rounded up.
  private static func kibibytes(_ bytes: Int) -> ReportTable.Cell {
    .amount((bytes + 1023) / 1024)
  }
}

extension Plan.Work {
  /// The kernel's name, with the geometry that decides its speed.
  package var name: String {
    switch self {
    case .dense(let dense):
      let numbers = dense.groups.contains { $0.isPaired } ? " bf16" : ""
      if dense.convolution.kernel == 1, dense.convolution.stride == 1 {
        return "matrix" + numbers + (dense.isGated ? ", gated" : "")
          + (dense.addsResidual ? ", sum" : "")
      }
      return "convolution" + numbers + " " + dense.convolution.windowText
        + (dense.addsResidual ? ", sum" : "")
    case .depthwise(let depthwise): return "depthwise " + depthwise.convolution.windowText
    case .inverted(let expand, let depthwise, let project):
      let name =
        project == nil
        ? "convolution + depthwise " : expand == nil ? "separable " : "inverted "
      return name + depthwise.convolution.windowText
        + (project?.addsResidual == true ? ", sum" : "")
    case .plain(let operation, _): return operation.name
    case .integer(let work): return work.name
    }
  }
}

extension Convolution {
  fileprivate var windowText: String {
    "\(kernel)" + (stride == 1 ? "" : " /\(stride.brief)")
      + (dilation == 1 ? "" : " dilated \(dilation)")
  }
}

extension Plan.IntegerWork {
  /// The kernel's name, as the plan of single precision has it.
  fileprivate var name: String {
    switch self {
    case .quantize: "quantize"
    case .dequantize: "dequantize"
    case .dense(let dense):
      dense.convolution.kernel == 1 && dense.convolution.stride == 1
        ? "matrix int8" : "convolution int8 " + dense.convolution.windowText
    case .depthwise(let depthwise): "depthwise int8 " + depthwise.convolution.windowText
    case .table: "table int8"
    case .sum: "add int8"
    case .product: "multiply int8"
    case .mean: "mean int8"
    case .maximum: "maximum int8"
    case .mix, .nearest: "resize int8"
    case .move(let operation): operation.name + " int8"
    }
  }
}
