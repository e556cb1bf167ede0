import Architecture
import ArgumentParser
import CairoRendering
import Drawing
import Figures
import Models
import TableReading

/// The loop, and where its results go.
struct LoopOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional, help: "Run the loop for so many steps.")
  var steps: Int?

  @OptionGroup var weights: WeightOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --steps: a PNG, JPEG or WebP picture that the proxy sees, or 'seeded'; several times for"
        + " several.", valueName: "file"),
    completion: .file())
  var image: [String] = []

  @OptionGroup var orientation: OrientationOptions

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp("With --steps: write the result as a table.", valueName: "file.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var output: String?

  @Option(
    name: .customLong("output-weights"),
    help: ArgumentHelp(
      "With --steps: write the weights that are left.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var outputWeights: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --steps: draw the steps; .svg, .pdf or .png gives the format.", valueName: "file"),
    completion: .file())
  var figure: String?

  @Option(help: "With --figure: as in 'mobilenet plot'.")
  var theme: Theme = .light

  @Option(help: "With --figure: as in 'mobilenet plot'.")
  var canvas: FigureCanvas = .slide

  @OptionGroup var overwriting: OverwriteOptions

  private var files: [String] { [output, outputWeights, figure].compactMap(\.self) }

  func validate() throws {
    guard let steps else {
      guard files.isEmpty, image.isEmpty, weights.isSeeded else {
        throw ValidationError(
          "--weights, --image, --output, --output-weights and --figure go with --steps")
      }
      return
    }
    guard NetAdaptSearch.stepCounts.contains(steps) else {
      throw ValidationError(
        "--steps must be from \(NetAdaptSearch.stepCounts.lowerBound) to"
          + " \(NetAdaptSearch.stepCounts.upperBound), not \(steps)")
    }
    guard !image.isEmpty || weights.isSeeded else {
      throw ValidationError(
        "the proxy compares answers to pictures: give --image FILE, several times for several, or --image"
          + " seeded")
    }
    guard outputWeights == nil || output != nil else {
      throw ValidationError("--output-weights needs --output, the table that the weights fit")
    }
    guard Set(files).count == files.count else {
      throw ValidationError("two outputs cannot be the same file")
    }
  }

  /// Throws if a file cannot be written as it is meant, before a loop that may take long.
  func checkFiles(reading inputs: [String], _ library: TableLibrary) throws {
    if let output {
      guard output.isTablePath else {
        throw Failure.usage("'\(output)' must end with .yaml or .yml")
      }
      let name = NetAdaptResult.name(of: output)
      guard ArchitectureSpec.isName(name) else {
        throw Failure.usage(
          "'\(output)': the table is called as its file is, by letters, digits, '-', '_' and '.' only,"
            + " beginning with a letter or digit")
      }
      guard (try? library.fullName(of: name)) == nil,
        !ArchitectureSpec.figureNames.contains(name)
      else {
        throw Failure.usage(
          "'\(output)': the table is called as its file is, and '\(name)' is the name of another")
      }
    }
    for file in files {
      let folder = Link.folder(of: file)
      guard folder.isEmpty || Files.status(folder)?.isFolder == true else {
        throw Failure.file("cannot write '\(file)': there is no folder '\(folder)'")
      }
    }
    if let figure { _ = try Figure.format(of: figure) }
    try overwriting.check(files, reading: inputs)
  }

  /// Writes what is asked for.
  func write(_ result: NetAdaptResult) throws {
    if let output {
      let file = try result.table(path: output)
      try Files.write(Array(file.text.utf8), to: output)
      if let outputWeights { try Files.write(try result.weights(for: file), to: outputWeights) }
    }
    if let figure {
      let scene = try NetAdaptFigure.scene(
        result.search.trace, note: result.note, on: canvas, measuring: CairoTextMetrics())
      try Figure.write(scene.themed(theme), to: figure)
    }
  }
}
