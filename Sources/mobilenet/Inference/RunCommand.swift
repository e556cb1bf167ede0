import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import Kernels
import Models
import Reporting

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a network and name the most probable classes.",
    discussion: """
      Without options, weights and picture come from a formula: shapes and numbers are real, classes \
      mean nothing. With --weights (a checkpoint of PyTorch, safetensors, Caffe or TensorFlow; batch \
      norms may be folded) and --image (PNG, JPEG or WebP), the network classifies \
      the picture. The checkpoint's tensor names choose the dialect unless NAME@DIALECT is given.

      FILE.onnx in place of NAME runs with the weights in the file. Pictures are prepared as the table \
      does that the model equals; where there is none, they are stretched, with values from 0 to 1, \
      unless --mean, --std, --range, --channel-order or --fit say how the model was trained.

        mobilenet run mobilenet-v1 --profile
        mobilenet run mobilenet-v2 \\
          --weights Data/mobilenet_v2-b0353104.pth --image Data/coffee.png

      The last line of 'mobilenet show' says how a picture is prepared. For the classifiers, it is \
      done as in torchvision: antialiased bilinear resize of the shorter side to resolution / 0.875, \
      center crop, normalization.
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .long, help: ArgumentHelp("A PNG, JPEG or WebP picture, or 'seeded'.", valueName: "file"),
    completion: .file())
  var image: String = "seeded"

  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var preprocessing: PreprocessingOptions

  @Option(name: .long, parsing: .unconditional, help: "Number of classes to print.")
  var top: Int = 5

  @OptionGroup var output: OutputOptions

  @Flag(name: .long, help: "Print the steps of the execution plan instead of running it.")
  var plan = false

  @Flag(
    name: .long,
    help: "Time every layer instead, in GFLOP/s and percent of peak, beside its predicted time.")
  var profile = false

  @Option(name: .long, parsing: .unconditional, help: "With --profile: number of timed runs.")
  var runs: Int = 50

  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard (1...100_000).contains(runs) else {
      throw ValidationError("--runs must be from 1 to 100000, not \(runs)")
    }
    guard (1...1_000_000).contains(top) else {
      throw ValidationError("--top must be from 1 to 1000000, not \(top)")
    }
  }

  func run() throws {
    var model = try options.model()
    model.graph = try preprocessing.applied(to: model.graph)
    if profile { return try profile(model) }
    let spec = model.graph.spec
    let isSeeded = options.weightOptions.isSeeded && spec.imported == nil
    let weights = spec.imported == nil ? options.weights : options.name ?? ""
    let showsBlocks = isSeeded || output.format != .text
    let kernels = try engine.table()
    let keepsBlocks = showsBlocks && !self.plan
    let plan = try precision.plan(
      model, integers: quantized(model, kernels), kernels: kernels, keepingBlocks: keepsBlocks)
    if self.plan {
      return output.say([PlanReport.table(plan)])
    }
    let runner = try PlanRunner(plan, threads: threads.count)
    let picture = try Picture.load(image, orientation, for: model.graph)
    let result = try runner.recordedRun(
      picture, naming: spec.naming, blocks: showsBlocks)
    let report = RunReport(
      name: spec.name, model: spec.imported, weights: weights, image: image, result: result,
      labels: try options.tables.classNames.names(of: model.graph), top: top)
    guard report.hasUsableScores else {
      throw ModelError.noScores(source: weights, plan.weightFaults)
    }
    if let warning = report.warning { Console.complain(warning) }
    var heading: [String] = []
    if isSeeded {
      heading.append("Seeded weights (from a formula, not trained): the classes mean nothing.")
    }
    heading += NetworkSummary(model.graph).headings
    if image != "seeded", let note = preprocessing.note(on: model.graph) { heading.append(note) }
    heading += [
      "weights \(model.source)   picture \(image)",
      "\(model.graph.featureBlockCount) blocks, \(model.graph.nodes.count) nodes in"
        + " \(plan.steps.count) steps",
    ]
    if let note = precision.note(on: model, image: image) { heading.append(note) }
    guard output.format != .text else {
      return Console.say(report.text(heading: heading, detail: isSeeded))
    }
    var tables = report.tables()
    tables[0].heading = heading
    output.say(tables)
  }

  /// The network in integers; nothing if it runs in floating point.
  private func quantized(_ model: Model, _ kernels: KernelTable) throws -> QuantizedNetwork? {
    try precision.network(
      model, on: Picture.load(image, orientation, for: model.graph), orientation,
      kernels: kernels, threads: threads.count)
  }

  /// Times the layers one by one, and the network as it runs otherwise, with layers joined; in other numbers, both
  /// beside single precision, in turns.
  private func profile(_ model: Model) throws {
    let kernels = try engine.table()
    let quantized = try quantized(model, kernels)
    let picture = try Picture.load(image, orientation, for: model.graph)
    let threads = threads.number ?? 1
    var speed = MachineSpeed(kernels)
    let own = try Profiled(threads: threads) {
      try precision.plan(model, integers: quantized, kernels: kernels, fusing: $0)
    }
    let isSingle = try precision.precision(of: model) == .single
    let single =
      isSingle
      ? nil
      : try Profiled(threads: threads) {
        try model.plan(kernels, memory: Machine.memory, fusing: $0)
      }
    let profiled = [own, single].compactMap(\.self)
    for _ in 0..<runs {
      for one in profiled { try one.run(picture) }
      speed.probePeak(kernels)
    }
    output.say(
      ProfileReport(
        plan: own.layers.plan, timings: own.timings, whole: Timing(own.whole), threads: threads,
        device: Device(speed, kernels),
        single: single.map {
          ProfileReport.Beside(plan: $0.layers.plan, timings: $0.timings, whole: Timing($0.whole))
        }
      ).tables())
  }
}

/// A network that is timed layer by layer and as a whole, in turns.
private final class Profiled {
  let layers: PlanRunner
  private let joined: PlanRunner
  /// Seconds of each step, run by run.
  private var samples: [[Double]]
  /// Seconds of the network with layers joined.
  private(set) var whole: [Double] = []

  /// `plan` makes a plan with layers joined, or without.
  init(threads: Int, plan: (_ fusing: Bool) throws -> Plan) throws {
    layers = try PlanRunner(plan(false), threads: threads)
    joined = try PlanRunner(plan(true), threads: threads)
    samples = layers.plan.steps.map { _ in [] }
  }

  var timings: [Timing] { samples.map(Timing.init) }

  /// One run of each, after one without a clock.
  func run(_ picture: Tensor<Float>) throws {
    let once = try layers.profile(picture, runs: 1)
    for index in samples.indices { samples[index] += once[index].samples }
    let timing = try Timing(runs: 1, warmUp: 1) {
      () throws(NetworkError) in _ = try joined.run(picture)
    }
    whole += timing.samples
  }
}
