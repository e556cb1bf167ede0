import Foundation
import Testing

/// The engine from the command line: kernel sets, threads, the plan, the bench.
@Suite("engine")
struct EngineTests {
  @Test("kernels lists every set and marks the one in use")
  func kernels() throws {
    let text = try Program.output(["kernels", "--kernels", "reference"])
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains { $0.starts(with: ["*", "reference", "runs"]) })
    #expect(lines.count { $0.first == "*" && $0.contains("runs") } == 1)
  }

  @Test("a plan names its steps, what they cover, and what they need")
  func plan() throws {
    let text = try Program.output(["run", "v2", "--plan", "--kernels", "reference"])
    #expect(text.contains("inverted 3x3, sum"))
    #expect(text.contains("bottleneck2.2: expand, depthwise, project, shortcut"))
    #expect(text.contains("reference kernels: 151 nodes in 37 steps"))
  }

  private struct Bench: Decodable {
    struct Machine: Decodable {
      var kernels: String
      var gigaflopsPerCore: Double
      var bandwidth: [String: Double]
    }
    struct Entry: Decodable {
      var name: String
      var threads: Int
      var batch: Int
      var runs: Int
      var medianMilliseconds: Double
      var minimumMilliseconds: Double
      var percentOfPeak: Double
      var deviation: Double
      var comparedTensors: Int
    }
    var machine: Machine
    var networks: [Entry]
  }

  @Test("a bench compares before it times, and states the machine's own speed")
  func bench() throws {
    let report = try Program.json(
      Bench.self,
      [
        "bench", "v3-small", "v2", "--resolution", "64", "--threads", "1,2", "--runs", "3",
        "--batch", "2", "--format", "json",
      ])
    #expect(report.machine.gigaflopsPerCore > 0 && report.machine.bandwidth.count == 4)
    #expect(report.networks.map(\.threads) == [1, 2, 1, 2])
    for entry in report.networks {
      #expect(entry.runs == 3 && entry.batch == 2)
      #expect(entry.minimumMilliseconds > 0)
      #expect(entry.minimumMilliseconds <= entry.medianMilliseconds)
      #expect(entry.comparedTensors > 10 && entry.deviation < 2e-4)
    }
  }

  @Test("activations are timed alone and as part of a convolution")
  func activations() throws {
    let text = try Program.output(["bench", "activations", "--kernels", "reference"])
    for name in ["ReLU", "ReLU6", "sigmoid", "h-sigmoid", "swish", "h-swish"] {
      #expect(text.contains("\n\(name) "))
    }
  }

  @Test(
    "what cannot be is refused",
    arguments: [
      UsageError(
        "run v3-small --threads 0", "invalid number of threads 0; it must be from 1 to 1024"),
      UsageError(
        "run v3-small --threads 10000",
        "invalid number of threads 10000; it must be from 1 to 1024"),
    ])
  func impossible(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test("kernels of the environment that are unknown are refused")
  func environment() throws {
    let outcome = try Program.run(
      ["run", "v3-small"], environment: ["MOBILENET_KERNELS": "mmx"])
    #expect(outcome.code == 64)
    #expect(
      outcome.complaint
        == "mobilenet: unknown kernels 'mmx'; known: reference, sse2, avx2, avx512, neon\n")
  }

  @Test(
    "what no command takes",
    arguments: [
      UsageError(
        "run v3-small --kernels mmx",
        "The value 'mmx' is invalid for '--kernels <set>'. Please provide one of 'reference', 'sse2',"
          + " 'avx2', 'avx512' or 'neon'."),
      UsageError("bench v3-small --runs 0", "--runs must be from 1 to 1000000, not 0"),
      UsageError("bench v3-small --batch 0", "--batch must be from 1 to 4096, not 0"),
      UsageError(
        "bench v3-small --format xml",
        "The value 'xml' is invalid for '--format <format>'. Please provide one of 'text' and 'json'."
      ),
    ])
  func refused(_ error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }
}
