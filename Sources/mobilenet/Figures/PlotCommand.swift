import Architecture
import ArgumentParser
import CairoRendering
import CostAnalysis
import Drawing
import Figures
import Inference
import KernelInterface
import Models
import NetworkGraph
import TableReading

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Curves and charts: activations, costs, accuracy.",
    discussion: """
      ReLU6 clips at 6. h-sigmoid, ReLU6(x + 3) / 6, and h-swish, x ReLU6(x + 3) / 6, approximate \
      sigmoid and swish piecewise, without an exponential: MobileNetV3, section 5.2.

        mobilenet plot activations --output activations.pdf
        mobilenet plot activations swish h-swish GELU
        mobilenet plot relu-loss --seed 3
        mobilenet plot quantization

      Of a network: costs and memory of its rows, its layers under the roofs of a device, its measured \
      time, its costs over widths and resolutions, what rounding makes of its channels, and what eight \
      bits do to its layers and activations on some pictures.

        mobilenet plot costs mobilenet-v2
        mobilenet plot memory mobilenet-v3-small
        mobilenet plot roofline mobilenet-v2 --device raspberry-pi-4
        mobilenet plot profile mobilenet-v3-large
        mobilenet plot sweep mobilenet-v1
        mobilenet plot divisible mobilenet-v2
        mobilenet plot accuracy
        mobilenet plot quantization mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --image Data/coffee.png
      """)

  @Argument(help: "What to plot.")
  var subject: Subject

  @Argument(
    help:
      "The network; for activations their names; for accuracy the networks. (default: usual ones)",
    completion: .names { $0.architectureNames + Activation.allCases.map(\.rawValue) })
  var names: [String] = []

  @Option(name: .long, parsing: .unconditional, help: "With relu-loss: which random matrices.")
  var seed: Int?

  @Option(name: .long, parsing: .unconditional, help: "With profile: number of timed runs.")
  var runs: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With quantization of a network: a PNG, JPEG or WebP picture, or 'seeded'; several times for several.",
      valueName: "file"), completion: .file())
  var image: [String] = []

  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var device: DeviceOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var weights: WeightOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var figure: FigureOptions

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case activations
    case reluLoss = "relu-loss"
    case quantization
    case costs
    case memory
    case roofline
    case profile
    case sweep
    case accuracy
    case divisible

    /// How many names it takes.
    var names: ClosedRange<Int> {
      switch self {
      case .activations: 0...Activation.allCases.count
      case .reluLoss: 0...0
      case .costs, .memory, .roofline, .profile, .sweep: 1...1
      case .quantization, .divisible: 0...1
      case .accuracy: 0...100
      }
    }

    /// Whether multipliers change it.
    var takesMultipliers: Bool {
      switch self {
      case .costs, .memory, .roofline, .profile, .quantization: true
      case .activations, .reluLoss, .sweep, .accuracy, .divisible: false
      }
    }
  }

  func validate() throws {
    let what = subject.rawValue
    guard subject.names.contains(names.count) else {
      switch subject.names {
      case 0...0: throw ValidationError("'plot \(what)' takes no name")
      case 1...1:
        throw ValidationError(
          names.isEmpty ? "'plot \(what)' needs a network" : "'plot \(what)' takes one network")
      default:
        let most = subject.names.upperBound
        throw ValidationError("'plot \(what)' takes at most \(most) name\(most == 1 ? "" : "s")")
      }
    }
    guard subject.takesMultipliers || scaling.multipliers == Multipliers() else {
      throw ValidationError(
        "'plot \(what)' takes no --width, --resolution, --rho, --classes or --part")
    }
    guard subject == .roofline || !device.isGiven else {
      throw ValidationError("--device, --gflops and --bandwidth go with 'plot roofline'")
    }
    guard subject == .reluLoss || seed == nil else {
      throw ValidationError("--seed goes with 'plot relu-loss'")
    }
    guard subject == .profile || runs == nil else {
      throw ValidationError("--runs goes with 'plot profile'")
    }
    guard subject == .profile || subject == .quantization || weights.isSeeded else {
      throw ValidationError("--weights goes with 'plot profile' and 'plot quantization'")
    }
    guard subject == .quantization || image.isEmpty else {
      throw ValidationError("--image goes with 'plot quantization'")
    }
    guard
      subject != .quantization || !names.isEmpty
        || (weights.isSeeded && image.isEmpty && scaling.multipliers == Multipliers())
    else {
      throw ValidationError(
        "--weights, --image and multipliers go with a network: 'plot quantization NAME'")
    }
    guard subject != .quantization || weights.isSeeded || !image.isEmpty else {
      throw ValidationError("give a picture to calibrate with: --image FILE, or --image seeded")
    }
    if let runs, !(1...100_000).contains(runs) {
      throw ValidationError("--runs must be from 1 to 100000, not \(runs)")
    }
  }

  func run() throws {
    switch subject {
    case .activations: try plotActivations()
    case .reluLoss:
      try write { ReLULossFigure.scene(seed: seed ?? 0, on: $0, measuring: $1) }
    case .quantization where names.isEmpty:
      try write { QuantizationFigure.scene(on: $0, measuring: $1) }
    case .quantization: try plotQuantization()
    case .costs:
      let graph = try graph()
      try write { CostFigure.scene(graph: graph, on: $0, measuring: $1) }
    case .memory:
      let graph = try graph()
      try write { MemoryFigure.scene(graph: graph, on: $0, measuring: $1) }
    case .roofline:
      let (graph, device) = (try graph(), try device.device(tables.library()))
      try write {
        RooflineFigure.scene(graph: graph, on: device, canvas: $0, measuring: $1)
      }
    case .profile: try plotProfile()
    case .sweep:
      let library = try tables.library()
      let spec = try library.architecture(named: library.request(names[0]).name)
      try write { try SweepFigure.scene(of: spec, in: library, canvas: $0, measuring: $1) }
    case .accuracy:
      let library = try tables.library()
      try write { try AccuracyFigure.scene(of: names, in: library, canvas: $0, measuring: $1) }
    case .divisible: try plotDivisible()
    }
  }

  /// Writes the figure to a file that is named for the subject and the names.
  private func write(
    reading inputs: [String]? = nil, _ make: (FigureCanvas, CairoTextMetrics) throws -> Scene
  ) throws {
    let words = [subject.rawValue] + (subject.names.upperBound == 1 ? names : [])
    let name = words.joined(separator: "-").split(separator: "/").last.map(String.init)
    try figure.write(name ?? subject.rawValue, reading: inputs ?? tables.files, make)
  }

  private func graph() throws -> Graph {
    try tables.library().graph(namedOrIn: names[0], at: scaling.multipliers)
  }

  private func plotActivations() throws {
    let chosen = try names.map { name in
      guard let activation = Activation(cell: name) else {
        let all = Activation.allCases.map(\.rawValue)
        let hint =
          nearest(to: name, among: all).map { "; did you mean '\($0)'?" }
          ?? "; there are \(all.joined(separator: ", "))"
        throw Failure.usage("there is no activation '\(name)'\(hint)")
      }
      return activation
    }
    try write { ActivationFigure.scene(chosen, on: $0, measuring: $1) }
  }

  private func plotProfile() throws {
    let model = try weights.model(names[0], scaling.multipliers, in: tables.library())
    let kernels = try engine.table()
    let plan = try model.plan(kernels, memory: Machine.memory, fusing: false)
    let timings = try PlanRunner(plan, threads: 1).profile(
      .seededPicture(model.graph.input), runs: runs ?? 20)
    let seconds = zip(plan.steps, timings).map { step, timing in
      ProfileFigure.Step(nodes: Array(step.nodes), seconds: timing.median)
    }
    try write {
      ProfileFigure.scene(
        graph: model.graph, steps: seconds,
        machine: "one core, \(kernels.name.rawValue) kernels, medians of \(runs ?? 20) runs",
        on: $0, measuring: $1)
    }
  }

  private func plotQuantization() throws {
    let model = try weights.model(names[0], scaling.multipliers, in: tables.library())
    try RunLimit.require(model.graph, memory: Machine.memory)
    let images = image.isEmpty ? ["seeded"] : image
    let pictures = try images.map { try Picture.load($0, orientation, for: model.graph) }
    let study = try QuantizationStudy(
      model.network().folded(), pictures, kernels: engine.table(), threads: 1)
    let isSeeded = weights.isSeeded && model.graph.spec.imported == nil
    let content = try NetworkQuantizationFigure.Content(
      study,
      pictures: images.count == 1 ? Self.name(ofPicture: images[0]) : "\(images.count) pictures",
      warning: isSeeded ? "seeded weights, not trained: the numbers mean nothing" : nil)
    let inputs =
      tables.files + (weights.isSeeded ? [] : [weights.path]) + images.filter { $0 != "seeded" }
    try write(reading: inputs) {
      NetworkQuantizationFigure.scene(model.graph.spec, content, on: $0, measuring: $1)
    }
  }

  private static func name(ofPicture path: String) -> String {
    path == "seeded" ? "a seeded picture" : path.split(separator: "/").last.map(String.init) ?? path
  }

  private func plotDivisible() throws {
    let library = try tables.library()
    let spec = try library.architecture(
      named: library.request(names.first ?? "mobilenet-v2").name)
    let graph = try Graph(expanding: spec)
    try write { canvas, metrics in
      guard
        let scene = DivisibleFigure.scene(
          spec: spec, channels: DivisibleFigure.channels(of: graph), on: canvas, measuring: metrics)
      else {
        throw Failure.usage(
          "'\(spec.name)' has no width multiplier in any source, so nothing is rounded")
      }
      return scene
    }
  }
}
