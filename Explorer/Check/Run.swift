import Architecture
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import Reporting

/// Runs the network of the name at a resolution, on weights and a picture by formula; returns the
/// length of the report, JSON in UTF-8.
@_expose(wasm, "run") @_cdecl("run")
public func run(_ resolution: Int32) -> Int32 {
  answer { report(of: $0, resolution: Int(resolution)) }
}

private func report(of spec: ArchitectureSpec, resolution: Int) -> String {
  let graph: Graph
  do {
    graph = try Graph(expanding: spec, scaling: Scaling(resolution: Resolution(resolution)))
  } catch { return error.description }
  do {
    let plan = try Plan(
      graph, weights: SeededWeights(for: graph, naming: spec.naming), kernels: .best,
      keepingBlocks: true)
    let result = try PlanRunner(plan, threads: 1)
      .recordedRun(.seededPicture(graph.input), naming: spec.naming)
    let report = RunReport(
      name: spec.name, weights: "seeded", image: "seeded", result: result, labels: [], top: 5)
    return ReportTable.json(report.tables())
  } catch { return error.description }
}
