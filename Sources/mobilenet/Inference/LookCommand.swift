import Architecture
import ArgumentParser
import Drawing
import Figures
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting

struct LookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "look", abstract: "A network at work: feature maps, kernels, gates.",
    discussion: """
      Draws what a network makes of a photograph, and prints a table of it. --view maps (the default): of \
      some rows the channels that vary most, beside the best classes. --view kernels: the depthwise \
      kernels, which need no photograph. --view gates: what squeeze-and-excitation multiplies each \
      channel by. --view all: a figure of each that the network has.

        mobilenet look mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --image Data/coffee.png
        mobilenet look mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --image Data/chelsea.png --row bottleneck2.1.expand --row 4 --channels 12
        mobilenet look mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth --view kernels
        mobilenet look Data/ch_ppocr_mobile_v2.0_cls_infer.onnx --resolution 48x192 \\
          --image Data/coffee.png --view gates --output gates.png

      Maps are those of the first row and of the last one at each of the five largest sizes. Without \
      --weights, nothing here means anything. 'make setup' puts weights and photographs into Data.
      """)

  @OptionGroup var options: ModelOptions

  @Option(
    name: .long,
    help: ArgumentHelp("A PNG, JPEG or WebP picture, or 'drawn'.", valueName: "file"),
    completion: .file())
  var image: String?

  @OptionGroup var orientation: OrientationOptions
  @OptionGroup var preprocessing: PreprocessingOptions

  @Option(help: "What to look at.")
  var view: View = .maps

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A row by number or name, a block, or a layer such as bneck4.expand; several times for several.",
      valueName: "row"))
  var row: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: "With maps: how many channels of each row. (default: 5 to 25, by the number of rows)")
  var channels: Int?

  @Option(
    name: .long, help: "With gates: bars by value, or as the channels stand. (default: value)")
  var order: GatesFigure.Order?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var threads: ThreadOptions

  /// What is looked at.
  enum View: String, CaseIterable, ExpressibleByArgument {
    case maps, kernels, gates, all

    /// The views that are figures of their own.
    var parts: [LookView] {
      switch self {
      case .maps: [.maps]
      case .kernels: [.kernels]
      case .gates: [.gates]
      case .all: LookView.allCases
      }
    }
  }

  func validate() throws {
    if let channels, !(1...MapsFigure.mostTiles).contains(channels) {
      throw ValidationError("--channels must be from 1 to \(MapsFigure.mostTiles), not \(channels)")
    }
    guard channels == nil || view.parts.contains(.maps) else {
      throw ValidationError("--channels goes with maps, not with --view \(view.rawValue)")
    }
    guard order == nil || view.parts.contains(.gates) else {
      throw ValidationError("--order goes with gates: --view gates")
    }
    guard view != .kernels || image == nil else {
      throw ValidationError("kernels need no picture; leave --image out, or look at --view all")
    }
    guard view == .kernels || image != nil else {
      throw ValidationError(
        "give a picture to look at: --image FILE ('make setup' puts photographs into Data, such as"
          + " Data/coffee.png), or --image drawn")
    }
  }

  func run() throws {
    // Before its weights are read, if the network is known by then.
    if let name = options.name {
      _ = try choice(
        of: options.tables.library().graph(namedOrIn: name, at: options.scaling.multipliers))
    }
    var model = try options.model()
    model.graph = try preprocessing.applied(to: model.graph)
    let graph = model.graph
    let choice = try choice(of: graph)
    try RunLimit.require(graph, memory: Machine.memory)
    let paths = try choice.views.map { try path($0, of: graph, alone: choice.views.count == 1) }
    let picture = try image.map {
      $0 == "drawn"
        ? try PixelImage.drawn(width: 640, height: 480) : try Picture.decoded($0, orientation)
    }
    let look = try Look(
      model, choice, picture: picture, name: image ?? "", command: self,
      kernels: engine.table(), threads: threads.count)
    var tables: [ReportTable] = []
    for (view, path) in zip(choice.views, paths) {
      let (scene, own) = try look.view(
        view, canvas: figure.canvas, theme: figure.theme, path: path)
      try Figure.write(scene.themed(figure.theme), to: path)
      tables += own
    }
    output.say(tables)
  }

  /// The rows that are meant. Throws if there is one that has nothing to show.
  private func choice(of graph: Graph) throws -> LookChoice {
    try LookChoice(
      graph, views: view.parts, isForAll: view == .all, rows: row, channels: channels,
      canvas: figure.canvas)
  }

  /// Where a view is written: of several, each with its own name.
  private func path(_ view: LookView, of graph: Graph, alone: Bool) throws -> String {
    let path: String
    if let given = figure.output {
      let parts = given.split(separator: ".", omittingEmptySubsequences: false)
      path =
        alone || parts.count < 2
        ? given
        : parts.dropLast().joined(separator: ".") + "-\(view.rawValue)." + (parts.last ?? "")
    } else {
      path = "\(graph.spec.name)-\(view.rawValue).svg"
    }
    try figure.overwriting.check(path, reading: options.files + (image.map { [$0] } ?? []))
    _ = try Figure.format(of: path)
    return path
  }
}

extension GatesFigure.Order: ExpressibleByArgument {}
