import Architecture
import ArgumentParser
import Detection
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting

struct LossCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loss", abstract: "A detector's loss for an object, with every number.",
    discussion: """
      Which default boxes or anchors learn an object (map, cell, overlap), what they are to predict \
      (tx, ty, tw, th), and each term of the loss of the network's answers: as the note or the paper \
      prints it, and as the program computes it that trains such networks. Several objects are several \
      pairs of --box and --class. Without --weights, the weights come from a formula: the targets are \
      right, the loss means nothing.

        mobilenet loss yolov3 --box 120,40,240,220 --class cat --image Data/chelsea.png
        mobilenet loss ssd --box 60,80,120,150 --class dog --answers 0
        mobilenet loss ssdlite-mobilenet-v2 --classes 2 --weights Data/frozen_inference_graph.pb \\
          --image Data/astronaut.png --box 5,32,372,478 --class 1
      """)

  @OptionGroup var options: ModelOptions
  @OptionGroup var objects: ObjectOptions

  @Option(
    name: .long, help: ArgumentHelp("A PNG, JPEG or WebP picture, or 'seeded'.", valueName: "file"),
    completion: .file())
  var image: String = "seeded"

  @OptionGroup var orientation: OrientationOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The positive box whose numbers are told one by one.", valueName: "n"))
  var positive: Int = 1

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Take this number for every answer instead of running the network, to follow the formulas by hand.",
      valueName: "number"))
  var answers: Double?

  @OptionGroup var output: OutputOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard !objects.boxes.isEmpty || !objects.classes.isEmpty else {
      throw ValidationError("give an object: --box x,y,w,h --class CLASS")
    }
    if let answers {
      guard (-100...100).contains(answers) else {
        throw ValidationError("--answers must be from -100 to 100, not \(answers)")
      }
      guard options.weightOptions.isSeeded else {
        throw ValidationError("--answers takes no network's answers, so leave --weights out")
      }
    }
  }

  func run() throws {
    // Before its weights are read, if the network is known by then.
    if let name = options.name {
      try requireLoss(
        options.tables.library().graph(namedOrIn: name, at: options.scaling.multipliers))
    }
    let model = try options.model()
    let graph = model.graph
    try requireLoss(graph)
    let loss = try DetectionLoss(graph)
    let names = try options.tables.classNames.names(of: graph, for: loss.detector)
    let classes = try objects.classIndices(
      of: loss.detector, names: names, network: graph.spec.name)
    let (picture, size, placement) = try prepared(graph)
    let boxes = try objects.boxes.map {
      try ObjectOptions.inInput(
        $0, width: size.width, height: size.height, placement: placement, input: graph.input,
        what: image == "seeded" ? "the network's input" : "the picture")
    }
    let breakdown = try loss.breakdown(
      of: answered(model, picture),
      for: zip(boxes, classes).map { TrueBox(box: $0, classIndex: $1) })
    let count = breakdown.positives.count
    guard (1...count).contains(positive) else {
      throw Failure.usage("--positive must be from 1 to \(count) here, not \(positive)")
    }
    say(model, breakdown, loss, names, size: size)
  }

  /// What the network answers, or the number that stands for it.
  private func answered(_ model: Model, _ picture: Tensor<Float>) throws -> [[Float]] {
    if let answers {
      let graph = model.graph
      return graph.outputs.map {
        Array(repeating: Float(answers), count: graph.nodes[$0.node].shape.count)
      }
    }
    let runner = try PlanRunner(
      model.plan(engine.table(), memory: Machine.memory), threads: threads.count)
    let answers = try runner.run(picture)
    PictureOptions.complain(of: answers)
    return answers.map(\.values)
  }

  /// Throws if a network has no boxes, or no loss.
  private func requireLoss(_ graph: Graph) throws {
    try options.check(graph, "boxes", Detector.isAnswer)
    guard DetectionLoss.isKnown(for: graph) else { throw DetectionError.noLoss(graph.spec.name) }
  }

  /// The picture as the network takes it, its own size, and where it stands in the input.
  private func prepared(
    _ graph: Graph
  ) throws -> (Tensor<Float>, (width: Int, height: Int), Placement) {
    let input = graph.input
    guard image != "seeded" else {
      let whole = Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0)
      return (.seededPicture(input), (input.width, input.height), whole)
    }
    let picture = try Picture.decoded(image, orientation)
    let placement = try Preprocessing(for: graph).placement(
      width: picture.width, height: picture.height)
    return (
      try Picture.prepared(picture, from: image, for: graph), (picture.width, picture.height),
      placement
    )
  }

  /// What must be said of the answers, if they mean nothing.
  private var note: String? {
    if let answers {
      let number = answers == answers.rounded() ? "\(Int(answers))" : "\(answers)"
      return "Every answer is \(number): no network runs."
    }
    guard options.weightOptions.isSeeded else { return nil }
    return
      "Seeded weights (from a formula, not trained): targets are right, the loss means nothing."
  }

  private func say(
    _ model: Model, _ breakdown: LossBreakdown, _ loss: DetectionLoss, _ names: [String],
    size: (width: Int, height: Int)
  ) {
    let summary = PictureSummary(
      name: model.graph.spec.name, weights: answers == nil ? options.weights : "none", note: note,
      image: image,
      input: model.graph.input, classCount: loss.detector.classCount, width: size.width,
      height: size.height)
    let report = LossReport(
      summary, breakdown, mapNames: loss.mapNames, boxes: objects.boxes.map(\.edges), labels: names,
      positive: positive - 1)
    let hasNone = image == "seeded" && answers != nil
    let sources = [
      answers == nil ? "weights \(model.source)" : nil,
      hasNone ? nil : "picture \(image) \(size.width)x\(size.height)",
    ].compactMap(\.self)
    let heading =
      [note, NetworkSummary(model.graph).heading].compactMap(\.self)
      + (sources.isEmpty ? [] : [sources.joined(separator: "   ")])
    output.say(report.tables(heading: heading))
  }
}
