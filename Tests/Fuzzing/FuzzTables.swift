import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import NetworkGraph
import TestSupport

struct FuzzTables: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "Mutants of every table: an error with its place, or shapes, costs and a plan.")

  @Option(help: "Mutants of each file.")
  var mutants = 2000

  @Option(help: "Valid mutants of each architecture that are verified by execution.")
  var verified = 10

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Take only each file of a remainder: 0/2.", valueName: "part/parts"))
  var share = "0/1"

  @Option(help: "Only the file of this name, such as Architectures/VGG16.yaml.")
  var only: String?

  @Flag(help: "Print the mutant of the seed and what becomes of it.")
  var show = false

  /// Bytes that the process may take: no text may make it take more.
  private static let mostMemory = 200_000_000
  /// Networks with more multiply-accumulates at their smallest size are not verified.
  private static let patience: WideCount = 40_000_000

  private struct Tally {
    var refused = 0
    var read = 0
    var verified = 0
    var tooLarge = 0
    var slowest: (duration: Duration, input: String) = (.zero, "none")
  }

  func run() throws {
    CurrentInput.installHandlers()
    let judge = try TableJudge()
    let parts = share.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, parts[1] > 0 else { throw ValidationError("--share is such as 0/2") }
    let donors = judge.files.flatMap { $0.text.split(separator: "\n").map(String.init) }
    var tally = Tally()
    var problems: [String] = []
    for (number, file) in judge.files.enumerated()
    where number % parts[1] == parts[0] && (only == nil || only == file.name) {
      var verified = 0
      for seed in seed..<seed + UInt64(show ? 1 : mutants) {
        let input = "\(file.name), seed \(seed)"
        CurrentInput.begin(input, seconds: 30)
        var mutator = TextMutator(seed: seed &* 1_000_003 &+ UInt64(number), donors: donors)
        let text = mutator.mutant(of: file.text)
        if show { CurrentInput.show(text) }
        let clock = ContinuousClock()
        let start = clock.now
        let verdict = judge.verdict(on: text, insteadOf: number)
        let duration = clock.now - start
        if duration > tally.slowest.duration { tally.slowest = (duration, input) }
        switch verdict {
        case .refused:
          tally.refused += 1
        case .wrong(let problem): problems.append("\(input): \(problem)")
        case .read(let graph):
          tally.read += 1
          guard let graph, file.architectureName != nil, verified < self.verified else { continue }
          verified += 1
          guard let small = Self.smallest(graph) else {
            tally.tooLarge += 1
            continue
          }
          tally.verified += 1
          if let problem = Self.contradiction(of: small) { problems.append("\(input): \(problem)") }
        }
      }
    }
    CurrentInput.begin("the summary", seconds: 0)
    let memory = CurrentInput.peakMemory
    print(
      "fuzz tables, share \(share): \(tally.refused) mutants refused, \(tally.read) read,"
        + " \(tally.verified) verified, \(tally.tooLarge) too large for that; at most \(memory / 1_000_000) MB;"
        + " the slowest took \(tally.slowest.duration): \(tally.slowest.input)")
    if memory > Self.mostMemory { problems.append("\(memory) bytes of memory are too many") }
    for problem in problems.prefix(20) { print(problem) }
    if !problems.isEmpty {
      print("\(problems.count) problems")
      throw ExitCode.failure
    }
  }

  /// The network at its smallest size; nothing if that is large.
  private static func smallest(_ graph: Graph) -> Graph? {
    let sides = [1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 224]
    let small = sides.lazy.compactMap { try? graph.resized(to: Resolution($0)) }.first ?? graph
    let cost = small.totalCost()
    return cost.macs <= patience && cost.parameters.total < 6_000_000 ? small : nil
  }

  /// What a run contradicts; nothing if all holds.
  private static func contradiction(of graph: Graph) -> String? {
    do {
      let verification = try Verification(graph, engine: .reference) { graph, node in
        Int(graph.nodes[node].operation.multiplyAccumulates(output: graph.nodes[node].shape))
      }
      if !verification.failures.isEmpty {
        return "other shapes or counts: \(verification.failures)"
      }
      // A mutant may lack the norms that keep rounding small; a mistake is as large as the tensors.
      guard let agreement = verification.agreement, !(agreement.worst < 0.01) else { return nil }
      return "interpreter and engine differ at \(graph.input): \(agreement)"
    } catch { return "no run: \(error)" }
  }
}
