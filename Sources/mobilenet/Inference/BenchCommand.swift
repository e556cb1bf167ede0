import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting
import TableReading

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time networks, against the peak and each other.",
    discussion: """
      Compares each network's results with the reference kernels, warms up, then times all of them in \
      turns, with the peak of one core between the runs. Every network after the first is compared with \
      the first, pair by pair: how much faster or slower it is, with an interval that holds the truth in \
      95 of 100 runs, or that the machine is too restless to tell.

        mobilenet bench mobilenet-v3-large@stem-32 mobilenet-v3-large --threads 1
        mobilenet bench mobilenet-v2 --threads 1,2
        mobilenet bench mobilenet-v3-small --batch 16
        mobilenet bench activations

      'bench activations' times every activation, alone and fused into a convolution.
      """)

  @Argument(
    help: "Architectures; the others are compared with the first. (default: the four classifiers)",
    completion: .networks)
  var names: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: "Numbers of threads, with commas. (default: 1 and all cores)",
    transform: { try ThreadCounts($0) })
  var threads: ThreadCounts?

  @Option(
    name: .long, parsing: .unconditional, help: "Timed runs of each network. (default: about 2 s)")
  var runs: Int?

  @Option(name: .long, parsing: .unconditional, help: "Batch size.")
  var batch: Int = 1

  @OptionGroup var answer: AnswerOptions

  @Flag(
    name: .long,
    help: ArgumentHelp(
      "Answer the commands 'output', 'run COUNT' and 'machine', one per line.", visibility: .hidden)
  )
  var interactive = false

  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var weights: WeightOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func validate() throws {
    if let runs, !(1...1_000_000).contains(runs) {
      throw ValidationError("--runs must be from 1 to 1000000, not \(runs)")
    }
    guard (1...4096).contains(batch) else {
      throw ValidationError("--batch must be from 1 to 4096, not \(batch)")
    }
  }

  func run() throws {
    let kernels = try engine.table()
    let cores = ThreadOptions.allCores
    let counts = threads?.counts ?? (cores > 1 ? [1, cores] : [1])
    if names == ["activations"] {
      return say(BenchReport.table(ActivationTimings(kernels), kernels: kernels))
    }
    guard !names.contains("activations") else {
      throw Failure.usage("'activations' stands alone, or give networks")
    }
    let library = try tables.library()
    guard weights.isSeeded || names.count <= 1 else {
      throw Failure.usage("--weights is for one network, but \(names.count) are given")
    }
    let seeded = names.isEmpty ? Classifiers.names : names
    let requests: [String?] = weights.isSeeded ? seeded : [names.first]
    let models = try requests.map { name in
      try weights.model(name, scaling.multipliers, in: library)
    }
    if interactive {
      guard models.count == 1, let model = models.first, let count = counts.first else {
        throw Failure.usage("--interactive needs one network")
      }
      let plan = try plan(model, kernels)
      return try BenchDialogue(plan, kernels: kernels, threads: count).run()
    }
    try say(report(models, kernels, threads: counts).table())
  }

  private func say(_ table: ReportTable) {
    switch answer.format {
    case .json: Console.say(ReportTable.json([table]))
    case .text: Console.say(table.rendered(as: .text, style: Console.style))
    }
  }

  /// A network in integers; nothing if it runs in floating point.
  private func quantized(_ model: Model, _ kernels: KernelTable) throws -> QuantizedNetwork? {
    try precision.network(
      model, on: .seededPicture(model.graph.input), orientation, kernels: kernels,
      threads: ThreadOptions.allCores)
  }

  private func plan(_ model: Model, _ kernels: KernelTable) throws -> Plan {
    try precision.plan(model, integers: quantized(model, kernels), kernels: kernels)
  }

  /// All networks at all numbers of threads, network by network.
  private func report(
    _ models: [Model], _ kernels: KernelTable, threads counts: [Int]
  ) throws -> BenchReport {
    var speed = MachineSpeed(kernels)
    let contestants = try models.map {
      try Contestant($0, kernels, quantized($0, kernels), precision)
    }
    var entries = contestants.map { _ in [BenchReport.Entry]() }
    var comparisons: [BenchReport.Comparison] = []
    for threads in counts {
      let runners = try contestants.map { try $0.runner(threads: threads, batch: batch) }
      let calls = runners.map { $0.call }
      let once = try InterleavedTiming(calls, rounds: 1, warmUp: 2)
      let first = once.samples.reduce(0) { $0 + ($1.first ?? 0) }
      // About two seconds for each network.
      let rounds = runs ?? min(max(Int(2 * Double(calls.count) / first), 10), 2000)
      let timing = try InterleavedTiming(calls, rounds: rounds, warmUp: rounds / 5) {
        speed.probePeak(kernels)
      }
      for (index, contestant) in contestants.enumerated() {
        entries[index].append(
          BenchReport.Entry(
            contestant.plan, macs: contestant.model.graph.totalCost().macs, threads: threads,
            batch: batch, timing: timing.timing(index), agreement: runners[index].agreement))
        guard index > 0 else { continue }
        comparisons.append(
          BenchReport.Comparison(
            first: contestants[0].name, second: contestant.name, threads: threads,
            result: timing.comparison(of: index, with: 0)))
      }
    }
    return BenchReport(
      machine: BenchReport.Machine(speed, kernels: kernels), networks: entries.flatMap(\.self),
      comparisons: comparisons)
  }
}

/// A network that is timed.
private struct Contestant {
  let model: Model
  let network: Network<Float>
  let plan: Plan
  let picture: Tensor<Float>

  var name: String { model.graph.spec.name }

  let quantized: QuantizedNetwork?

  init(
    _ model: Model, _ kernels: KernelTable, _ quantized: QuantizedNetwork?,
    _ precision: PrecisionOptions
  ) throws {
    (self.model, self.quantized) = (model, quantized)
    try RunLimit.requireReference(model.graph, memory: Machine.memory)
    network = try model.network()
    plan = try precision.plan(model, integers: quantized, kernels: kernels)
    picture = .seededPicture(model.graph.input)
  }

  /// A forward pass at a number of threads, after its results were compared with the reference's.
  func runner(
    threads: Int, batch: Int
  ) throws -> (call: () throws -> Void, agreement: Agreement) {
    let runner = try PlanRunner(plan, threads: threads)
    let agreement =
      try quantized.map { try Agreement(runner, levelsOf: $0, picture) }
      ?? Agreement(runner, network, picture)
    guard agreement.holds else {
      let cause =
        agreement.blame(plan.weightFaults)
        ?? "the \(plan.kernels.name.rawValue) kernels differ from the reference by \(agreement.worst)"
        + " standard deviations"
      throw Failure.check("\(name): nothing was timed; \(cause)")
    }
    let pictures = Array(repeating: picture, count: batch)
    return (
      {
        if batch == 1 { _ = try runner.run(picture) } else { _ = try runner.run(batch: pictures) }
      }, agreement
    )
  }
}

/// A bench that another program leads, so that it can time several engines in turns: a line with a
/// question in, a line of JSON out.
private struct BenchDialogue {
  private let kernels: KernelTable
  private let runner: PlanRunner
  private let picture: Tensor<Float>

  init(_ plan: Plan, kernels: KernelTable, threads: Int) throws {
    self.kernels = kernels
    runner = try PlanRunner(plan, threads: threads)
    picture = .seededPicture(plan.graph.input)
  }

  func run() throws {
    while let line = readLine() {
      let words = line.split(separator: " ")
      switch (words.first, words.count) {
      case ("output", 1):
        Console.say(JSONValue.array(try answers().map { .single($0) }).line)
      case ("machine", 1):
        let machine = BenchReport.Machine(MachineSpeed(kernels), kernels: kernels)
        Console.say(machine.json.line)
      case ("run", 2):
        guard let count = Int(words[1]), (1...1_000_000).contains(count) else { fallthrough }
        Console.say(JSONValue.array(try inOrder(count).map { .number($0) }).line)
      default: throw Failure.usage("'\(line)' is not 'output', 'run COUNT' or 'machine'")
      }
    }
  }

  /// The scalars of all answers, one after the other, in the layout of exported models.
  private func answers() throws -> [Float] {
    let graph = runner.plan.graph
    return try zip(graph.outputs, runner.run(picture)).flatMap { output, tensor in
      graph.nodes[output.node].operation.isList ? tensor.values : tensor.inReferenceLayout
    }
  }

  private func inOrder(_ count: Int) throws -> [Double] {
    try (0..<count).map { _ in try Timing(runs: 1) { _ = try runner.run(picture) }.minimum }
  }
}
