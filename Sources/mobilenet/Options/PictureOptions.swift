import ArgumentParser
import Drawing
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting
import TableReading

/// A network that runs on a picture, and what becomes of its answers.
struct PictureOptions: ParsableArguments {
  @OptionGroup var options: ModelOptions

  @Option(
    name: .long, help: ArgumentHelp("A PNG, JPEG or WebP picture, or 'drawn'.", valueName: "file"),
    completion: .file())
  var image: String = "drawn"

  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var preprocessing: PreprocessingOptions

  @OptionGroup var answer: AnswerOptions

  @Option(
    name: [.long, .short],
    help: ArgumentHelp(
      "Draw the result over the picture and write it to this PNG.", valueName: "file.png"),
    completion: .file(extensions: ["png"]))
  var output: String?

  @OptionGroup var overwriting: OverwriteOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  /// A picture and what a network answers to it.
  struct Result {
    var model: Model
    var picture: PixelImage
    var placement: Placement
    var answers: [Tensor<Float>]
  }

  /// What to say where the only class is the background.
  static let onlyBackground = Failure.usage(
    "--classes includes the background here, so it must be at least 2")

  /// What to say of outputs that are infinite or NaN, as bad weights give them.
  static func complain(of answers: [Tensor<Float>]) {
    let broken = answers.count { !$0.values.allSatisfy(\.isFinite) }
    guard broken > 0 else { return }
    Console.complain(
      "\(broken) of \(answers.count) outputs contain infinity or NaN")
  }

  /// Throws if the picture cannot be written.
  private func checkOutput() throws {
    if let output {
      guard try Figure.format(of: output) == .png else {
        throw Failure.usage("'\(output)' must end with .png")
      }
      try overwriting.check(output, reading: options.files + (image == "drawn" ? [] : [image]))
    }
  }

  /// Runs the network on the picture. Throws if an option makes no sense, or if it does not answer
  /// with `what`.
  func run(_ what: String, _ answers: (Graph) -> Bool) throws -> Result {
    try checkOutput()
    // Before its weights are read, if it is known by then.
    if let name = options.name {
      try options.check(
        options.tables.library().graph(namedOrIn: name, at: options.scaling.multipliers), what,
        answers)
    }
    var model = try options.model()
    try options.check(model.graph, what, answers)
    model.graph = try self.preprocessing.applied(to: model.graph)
    let preprocessing = try Preprocessing(for: model.graph)
    let picture =
      image == "drawn"
      ? try PixelImage.drawn(width: 640, height: 480) : try Picture.decoded(image, orientation)
    let prepared = try Picture.prepared(picture, from: image, for: model.graph)
    let kernels = try engine.table()
    let quantized = try precision.network(
      model, on: prepared, orientation, kernels: kernels, threads: threads.count)
    let plan = try precision.plan(model, integers: quantized, kernels: kernels)
    return Result(
      model: model, picture: picture,
      placement: preprocessing.placement(width: picture.width, height: picture.height),
      answers: try PlanRunner(plan, threads: threads.count).run(prepared))
  }

  /// What must be said of the answers, in words, numbers and figures, if they mean nothing.
  func note(on what: String) -> String? {
    options.weightOptions.isSeeded
      ? "Seeded weights (from a formula, not trained): the \(what) mean nothing." : nil
  }

  /// What a report says first.
  func summary(_ result: Result, _ note: String?, classCount: Int) -> PictureSummary {
    PictureSummary(
      name: result.model.graph.spec.name, weights: options.weights, note: note, image: image,
      input: result.model.graph.input, classCount: classCount, width: result.picture.width,
      height: result.picture.height)
  }

  /// The lines above a report, the note first.
  func heading(_ result: Result, _ note: String?) -> [String] {
    let picture = "\(image) \(result.picture.width)x\(result.picture.height)"
    return [
      note, NetworkSummary(result.model.graph).heading,
      preprocessing.note(on: result.model.graph),
      "weights \(result.model.source)   picture \(picture)",
      precision.note(on: result.model, image: image),
    ].compactMap(\.self)
  }
}

extension PixelImage {
  /// The picture as a mark of a scene.
  func raster() throws -> Raster {
    guard let raster = Raster(width: width, height: height, pixels: pixels) else {
      throw PixelImageError.wrongValueCount(expected: width * height * 3, actual: pixels.count)
    }
    return raster
  }
}
