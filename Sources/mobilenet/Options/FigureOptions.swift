import ArgumentParser
import CairoRendering
import Drawing
import Figures

/// What a figure looks like and where it goes; wherever one is drawn.
struct FigureOptions: ParsableArguments {
  @Option(
    name: [.long, .short],
    help: ArgumentHelp(
      "The file; .svg, .pdf or .png gives the format. (default: an .svg named for the figure)",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: "Colors on white, colors on a dark ground, or black and grays with hatches for paper.")
  var theme: Theme = .light

  @Option(
    help:
      "What the figure is made for: a slide (16:9), a page (6.5 inches wide) or a column (3.5 inches)."
  )
  var canvas: FigureCanvas = .slide

  @OptionGroup var overwriting: OverwriteOptions

  /// Writes the figure that `make` lays out to the file, or to one of a name; `inputs` are the files
  /// that the command reads.
  func write(
    _ name: String, reading inputs: [String],
    _ make: (FigureCanvas, CairoTextMetrics) throws -> Scene
  ) throws {
    let path = try path(name, reading: inputs)
    try draw(to: path, make)
    Console.say(path: path)
  }

  /// The file that is named, or one of a name. Throws if it has no format, or if the command reads it.
  func path(_ name: String, reading inputs: [String]) throws -> String {
    let path = output ?? "\(name).svg"
    try overwriting.check(path, reading: inputs)
    _ = try Figure.format(of: path)
    return path
  }

  /// Writes the figure that `make` lays out, and says nothing of it.
  func draw(to path: String, _ make: (FigureCanvas, CairoTextMetrics) throws -> Scene) throws {
    try Figure.write(make(canvas, CairoTextMetrics()).themed(theme), to: path)
  }
}

extension Theme: ExpressibleByArgument {}
extension FigureCanvas: ExpressibleByArgument {}
