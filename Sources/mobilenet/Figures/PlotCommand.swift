import ArgumentParser
import CairoRendering
import Figures

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "The activations and their derivatives as curves.",
    discussion: """
      ReLU6 clips at 6. h-sigmoid, ReLU6(x + 3) / 6, and h-swish, x ReLU6(x + 3) / 6, approximate \
      sigmoid and swish piecewise, without an exponential: MobileNetV3, section 5.2.

        mobilenet plot activations --output activations.pdf
      """)

  @Argument(help: "What to plot.")
  var subject: Subject

  @Option(
    name: [.long, .short],
    help: ArgumentHelp(
      "The file; .svg, .pdf or .png gives the format. (default: SUBJECT.svg)",
      valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup var tables: TableOptions
  @OptionGroup var overwriting: OverwriteOptions

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case activations
  }

  func run() throws {
    let path = output ?? "\(subject.rawValue).svg"
    try overwriting.check(path, reading: tables.files)
    _ = try Figure.format(of: path)
    try Figure.write(ActivationFigure.scene(measuring: CairoTextMetrics()), to: path)
    Console.say(path: path)
  }
}
