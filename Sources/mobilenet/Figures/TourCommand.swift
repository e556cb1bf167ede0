import Architecture
import ArgumentParser
import CairoRendering
import CostAnalysis
import Figures
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting
import WeightFiles

struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "A short tour: costs, figures, checks, photographs.",
    discussion: """
      Prints a cost table, draws figures, verifies a network, and classifies photographs with real \
      weights if 'make setup' has fetched them, else a drawn picture with seeded weights.
      """)

  @Option(
    name: .long, help: ArgumentHelp("The folder of weights and photographs.", valueName: "dir"),
    completion: .directory)
  var data: String = "Data"

  @Option(
    name: [.long, .short], help: ArgumentHelp("The folder for figures.", valueName: "dir"),
    completion: .directory)
  var output: String = "Tour"

  @OptionGroup var tables: TableOptions

  private static let network = "mobilenet-v2"
  private static let checkpoint = "mobilenet_v2-b0353104.pth"
  private static let photographs = ["coffee.png", "chelsea.png", "rocket.jpg"]

  func run() throws {
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
      ("activations", ActivationFigure.scene(measuring: metrics)),
      (Self.network, ArchitectureFigure.scene(graph: graph, measuring: metrics)),
      ("\(Self.network)-block", BlockFigure.scene(graph: graph, measuring: metrics)),
    ]
    for (name, scene) in scenes {
      for format in FigureFormat.allCases {
        let path = "\(output)/\(name).\(format.rawValue)"
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
      Console.say(report.text(heading: [title], detail: false) + "\n")
    }
    for photograph in photographs {
      try classify("  \(photograph)", Picture.load(photograph, for: graph), photograph)
    }
    if photographs.isEmpty {
      Console.say("  no photographs in \(data): a drawn picture is used instead.\n\n")
      let drawn = try PixelImage.drawn(width: 320, height: 240)
      try classify("  drawn picture", Tensor(drawn, for: graph), "drawn")
    }
    Console.say("Every intermediate shape was checked against the table.")
  }
}
