import Architecture
import CostAnalysis
import Inference
import Kernels
import NetworkGraph
import Reporting
import Testing

/// Kernels that make one map lower than it should be and forget to multiply for it.
private struct LoweringKernels: KernelSet {
  var victim: Convolution

  func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output: Shape
  ) -> Tensor<Scalar> {
    guard convolution == victim else {
      return ReferenceKernels.convolution(
        input, weights: weights, bias: bias, convolution, output: output)
    }
    var lower = output
    lower.height -= 1
    return Tensor(shape: lower)
  }
}

@Suite("Verification reports")
struct VerificationReportTests {
  private func report(
    _ network: String, _ kernels: some KernelSet = ReferenceKernelSet()
  ) throws -> VerificationReport {
    VerificationReport(
      try Verification(try graph(network, resolution: 32), kernels: kernels) { graph, node in
        graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
      })
  }

  @Test("what holds: a line a row, counts by rule and by execution side by side")
  func holds() throws {
    let table = try report("mobilenet-v3-small").table()
    #expect(table.lines.count == 16)
    #expect(
      table.lines[4].cells.map(\.text) == [
        "5", "bneck4", "-", "4x4x24", "2x2x40", "14", "66,432", "66,432", "ok",
      ])
    #expect(
      table.totals.map { $0.cells.map(\.text) } == [
        ["", "total", "", "", "", "156", "3,183,552", "3,183,552", "ok"]
      ])
    #expect(table.footer.first?.hasPrefix("All 156 nodes pass") ?? false)
  }

  @Test("what fails: row, block, role, shapes and counts in one line")
  func fails() throws {
    let expand = Convolution(kernel: 1, inputChannels: 24, outputChannels: 96)
    let report = try report("mobilenet-v3-small", LoweringKernels(victim: expand))
    #expect(!report.verification.holds)
    #expect(
      report.failures() == [
        "FAIL mobilenet-v3-small, row 5, bneck4 expand: the kernel produced 3x4x96, the tables give"
          + " 4x4x96; the kernel executed 0 multiply-accumulates, the cost rule says 36,864"
      ])
    let table = report.table()
    #expect(table.lines.filter { $0.cells.last == "FAIL" }.map { $0.cells[1] } == ["bneck4"])
    #expect(table.totals.first?.cells.last == "FAIL")
    #expect(table.footer.first == report.failures().first)
    #expect(table.footer.contains { $0.hasPrefix("1 of 156 nodes FAIL") })
  }

  @Test("an engine that differs: where and by how much, and no sentence that it agrees")
  func engineFails() throws {
    var verification = try Verification(
      try graph("mobilenet-v3-small", resolution: 32), engine: .reference
    ) { graph, node in
      graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape)
    }
    let agrees = VerificationReport(verification).table().footer
    #expect(agrees.contains { $0.hasPrefix("The engine's") })
    verification.agreement?.worst = 0.5
    let report = VerificationReport(verification)
    #expect(report.failures().map { $0.hasSuffix("differs by 0.5 standard deviations") } == [true])
    #expect(report.table().footer.first == report.failures().first)
    #expect(!report.table().footer.contains { $0.hasPrefix("The engine's") })
  }

  @Test("several networks: a line each, failures below")
  func several() throws {
    let expand = Convolution(kernel: 1, inputChannels: 24, outputChannels: 96)
    let reports = [
      try report("mobilenet-v2"),
      try report("mobilenet-v3-small", LoweringKernels(victim: expand)),
    ]
    let table = VerificationReport.table(reports)
    #expect(table.lines.map { $0.cells[0] } == ["mobilenet-v2", "mobilenet-v3-small"])
    #expect(table.lines.map { $0.cells.last } == ["ok", "FAIL"])
    #expect(table.footer.first == reports[1].failures().first)
  }
}
