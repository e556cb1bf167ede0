import Architecture
import ArgumentParser
import CairoRendering
import CostAnalysis
import Detection
import Drawing
import Figures
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting
import TableReading
import WeightFiles

struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "A short tour: costs, figures, checks, photographs.",
    discussion: """
      Prints a cost table, draws figures, verifies a network, classifies photographs with real \
      weights if 'make setup' has fetched them, else a drawn picture with seeded weights, and finds \
      a person in a photograph if that and the detector's weights are there.
      """)

  @Option(
    name: .long, help: ArgumentHelp("The folder of weights and photographs.", valueName: "dir"),
    completion: .directory)
  var data: String = "Data"

  @Option(
    name: [.long, .short], help: ArgumentHelp("The folder for figures.", valueName: "dir"),
    completion: .directory)
  var output: String = "Tour"

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var tables: TableOptions

  private static let network = "mobilenet-v2"
  private static let checkpoint = "mobilenet_v2-b0353104.pth"
  private static let detector = "ssdlite-mobilenet-v2"
  private static let graph = "frozen_inference_graph.pb"
  private static let portrait = "astronaut.png"
  private static let photographs = ["coffee.png", "chelsea.png", "rocket.jpg"]

  /// The figures, by name.
  private static let figures = ["activations", network, "\(network)-block"]

  /// The photograph in which somebody is found.
  private var finding: String { "\(output)/person.png" }

  /// Throws if a figure would be written over what is read.
  private func checkOutputs() throws {
    let figures = Self.figures.flatMap { name in FigureFormat.allCases.map { path(name, $0) } }
    let data = [Self.checkpoint, Self.graph, Self.portrait] + Self.photographs
    try overwriting.check(
      figures + [finding], reading: data.map { "\(self.data)/\($0)" } + tables.files)
  }

  private func path(_ figure: String, _ format: FigureFormat) -> String {
    "\(output)/\(figure).\(format.rawValue)"
  }

  func run() throws {
    try checkOutputs()
    let library = try tables.library()
    let spec = try library.architecture(named: Self.network)
    let graph = try Graph(expanding: spec)

    begin("1. What does it cost?", "mobilenet cost \(Self.network)")
    Console.say(
      CostReport(graph, by: .row).table().rendered(as: .text, style: Console.style))

    begin("2. What does it look like?", "mobilenet draw \(Self.network)")
    try Folders.make(output)
    let metrics = try CairoTextMetrics()
    let scenes = [
      ActivationFigure.scene(measuring: metrics),
      ArchitectureFigure.scene(graph: graph, measuring: metrics),
      BlockFigure.scene(graph: graph, measuring: metrics),
    ]
    for (name, scene) in zip(Self.figures, scenes) {
      for format in FigureFormat.allCases {
        let path = path(name, format)
        try Figure.write(scene, to: path)
        Console.say("  \(path)")
      }
    }

    begin("3. Is it true?", "mobilenet verify \(Self.network)")
    let verification = VerificationReport(
      try Verification(
        Model(seeded: graph), countingFull: false, engine: .best, memory: Machine.memory))
    Console.say(verification.table().rendered(as: .text, style: Console.style))
    guard verification.verification.holds else {
      throw Failure.check(verification.failures().joined(separator: "\n"))
    }

    begin("4. What does it see?", "mobilenet run \(Self.network) --weights FILE --image FILE")
    try classify(graph)

    begin(
      "5. Who is there?",
      "mobilenet detect \(Self.detector) --classes 2 --weights FILE --image FILE --output FILE")
    try detect(library)
    Console.say("Every intermediate shape was checked against the table.")
  }

  private func begin(_ question: String, _ command: String) {
    Console.say("\n\(question)\n$ \(command)\n\n")
  }

  private func classify(_ graph: Graph) throws {
    let spec = graph.spec
    let weights = "\(data)/\(Self.checkpoint)"
    let photographs = Self.photographs.map { "\(data)/\($0)" }.filter(Files.exists)
    let isTrained = Files.exists(weights)
    let network = Network(
      graph: graph,
      weights: isTrained
        ? try NetworkWeights(
          CheckpointWeights(Checkpoint(at: weights), for: graph, naming: spec.naming), for: graph)
        : .seeded(for: graph, naming: spec.naming))
    if !isTrained {
      Console.say(
        "  no \(weights): the weights are seeded, so the classes mean nothing. 'make setup'"
          + " fetches it.\n\n")
    }
    let runner = try PlanRunner(
      Plan(graph, weights: network.weights, kernels: .best), threads: ThreadOptions.allCores)
    func classify(_ title: String, _ picture: Tensor<Float>, _ source: String) throws {
      let result = try runner.recordedRun(picture, naming: spec.naming, blocks: false)
      let report = RunReport(
        name: spec.name, weights: isTrained ? weights : "seeded", image: source, result: result,
        labels: try tables.classNames.names(of: graph), top: 5)
      guard report.hasUsableScores else {
        throw ModelError.noScores(source: weights, runner.plan.weightFaults)
      }
      Console.say(report.text(heading: [title], detail: false) + "\n")
    }
    for photograph in photographs {
      try classify(
        "  \(photograph)", Picture.load(photograph, OrientationOptions(), for: graph), photograph)
    }
    if photographs.isEmpty {
      Console.say("  no photographs in \(data): a drawn picture is used instead.\n\n")
      let drawn = try PixelImage.drawn(width: 320, height: 240)
      try classify("  drawn picture", Tensor(drawn, for: graph), "drawn")
    }
  }

  /// Draws the people in a photograph.
  private func detect(_ library: TableLibrary) throws {
    let (weights, photograph) = ("\(data)/\(Self.graph)", "\(data)/\(Self.portrait)")
    guard Files.exists(weights), Files.exists(photograph) else {
      return Console.say(
        "  no \(weights) with \(photograph): nobody is looked for. 'make setup' fetches them.\n\n")
    }
    let model = try Model(
      Self.detector, at: Multipliers(classes: 2), in: library, weights: Checkpoint(at: weights),
      source: weights)
    let picture = try Picture.decoded(photograph, OrientationOptions())
    let runner = try PlanRunner(
      model.plan(.best, memory: Machine.memory), threads: ThreadOptions.allCores)
    var detector = try Detector(model.graph)
    detector.suppression.score = 0.5
    let boxes = try detector.boxes(
      in: runner.run(Tensor(picture, for: model.graph)).map(\.values),
      placement: Preprocessing(for: model.graph).placement(
        width: picture.width, height: picture.height),
      width: picture.width, height: picture.height)
    let marks = boxes.map { found in
      let (box, score) = (found.box, Numbers.fixed(Double(found.score), 4))
      let (left, top, right, bottom) = (
        Double(box.left), Double(box.top), Double(box.right), Double(box.bottom)
      )
      let edges = [left, top, right, bottom].map { Numbers.fixed($0, 1) }
      Console.say("  person  \(score)  from \(edges[0]), \(edges[1]) to \(edges[2]), \(edges[3])\n")
      return DetectionFigure.Mark(
        rect: Rect(x: left, y: top, width: right - left, height: bottom - top),
        label: "person \(score)", classIndex: found.classIndex)
    }
    try Figure.write(
      DetectionFigure.scene(
        picture: try picture.raster(), marks: marks, note: nil, measuring: try CairoTextMetrics()),
      to: finding, pixelsPerPoint: 1)
    Console.say("  \(finding)\n\n")
  }
}
