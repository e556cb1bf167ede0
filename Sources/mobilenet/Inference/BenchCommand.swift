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
    commandName: "bench", abstract: "Time the forward pass against this machine's peak.",
    discussion: """
      Compares each network's results with the reference kernels, warms up, then times it. The peak \
      and the memory bandwidth of one core are measured in the same run. On a busy machine, trust the \
      minimum.

        mobilenet bench mobilenet-v2 --threads 1,2
        mobilenet bench mobilenet-v3-small --batch 16
        mobilenet bench activations

      'bench activations' times every activation, alone and fused into a convolution.
      """)

  @Argument(help: "Architectures. (default: the four classifiers)", completion: .networks)
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
      let table = BenchReport.table(ActivationTiming.all(kernels), kernels: kernels)
      return say(table)
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
      return try BenchDialogue(model, kernels: kernels, threads: count).run()
    }
    var report = BenchReport(
      machine: BenchReport.Machine(MachineSpeed(kernels), kernels: kernels), networks: [])
    for model in models {
      for count in counts { report.networks.append(try entry(model, kernels, threads: count)) }
    }
    say(report.table())
  }

  private func say(_ table: ReportTable) {
    switch answer.format {
    case .json: Console.say(ReportTable.json([table]))
    case .text: Console.say(table.rendered(as: .text, style: Console.style))
    }
  }

  private func entry(
    _ model: Model, _ kernels: KernelTable, threads: Int
  ) throws -> BenchReport.Entry {
    let graph = model.graph
    try RunLimit.requireReference(graph, memory: Machine.memory)
    let network = try model.network()
    let plan = try Plan(graph, weights: network.weights, kernels: kernels)
    let runner = try PlanRunner(plan, threads: threads)
    let picture = Tensor.seededPicture(graph.input)
    let agreement = try Agreement(runner, network, picture)
    guard agreement.holds else {
      let cause =
        agreement.blame(plan.weightFaults)
        ?? "the \(kernels.name.rawValue) kernels differ from the reference by \(agreement.worst)"
        + " standard deviations"
      throw Failure.check("\(graph.spec.name): nothing was timed; \(cause)")
    }
    let pictures = Array(repeating: picture, count: batch)
    let call = { () throws in
      if batch == 1 { _ = try runner.run(picture) } else { _ = try runner.run(batch: pictures) }
    }
    let first = try Timing(runs: 1, warmUp: 2, call).minimum
    let count = runs ?? min(max(Int(2 / first), 10), 2000)
    let timing = try Timing(runs: count, warmUp: count / 5, call)
    return BenchReport.Entry(
      plan, macs: graph.totalCost().macs, threads: threads, batch: batch, timing: timing,
      agreement: agreement, machine: MachineSpeed(kernels))
  }
}

/// A bench that another program leads, so that it can time several engines in turns: a line with a
/// question in, a line of JSON out.
private struct BenchDialogue {
  private let kernels: KernelTable
  private let runner: PlanRunner
  private let picture: Tensor<Float>

  init(_ model: Model, kernels: KernelTable, threads: Int) throws {
    self.kernels = kernels
    runner = try PlanRunner(
      model.plan(kernels, memory: Machine.memory), threads: threads)
    picture = .seededPicture(model.graph.input)
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
