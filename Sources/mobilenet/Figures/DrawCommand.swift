import Architecture
import ArgumentParser
import CairoRendering
import CostAnalysis
import Drawing
import Figures
import Models
import NetworkGraph
import TableReading

struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw a network, one of its blocks, or what a block is for.",
    discussion: """
      Wider blocks have more channels, taller ones larger maps; arcs are residual connections. --block \
      shows the layers inside the network's building block, or inside those of a row.

        mobilenet draw mobilenet-v3-large --output v3.pdf
        mobilenet draw mobilenet-v2 --block --output bottleneck.png
        mobilenet draw mobilenet-v2 --block 3
        mobilenet draw mobilenet-v1 --view volumes
        mobilenet draw yolov3-mobilenet-v3-large --pyramid
        mobilenet draw mobilenet-v1 ssd-mobilenet-v1 ssd-vgg16 --aligned --resolution 300

      Three figures are of no network alone: one convolution beside the separable one, MobileNetV2's \
      inverted residual beside the residual that it turns round, and MobileNetV3's last stage before \
      and after.

        mobilenet draw conv --kernel 3 --in-channels 512 --out-channels 512 --size 14x14
        mobilenet draw residual
        mobilenet draw last-stage --canvas column --theme print
      """)

  @Argument(
    help: ArgumentHelp(
      "An architecture, NAME@DIALECT, or an ONNX file; with --block also one of its rows; with --aligned several. Or 'conv', 'residual' or 'last-stage'.",
      valueName: "name"),
    completion: .names { $0.architectureNames + Lesson.allCases.map(\.rawValue) })
  var subjects: [String] = []

  @Flag(name: .long, help: "Draw the building block instead, or that of a ROW.")
  var block = false

  @Flag(name: .long, help: "Draw the maps that a detector's heads answer from, level by level.")
  var pyramid = false

  @Flag(name: .long, help: "Draw several networks below each other, maps of one size in a column.")
  var aligned = false

  @Option(name: .long, help: "How a network is drawn.")
  var view: View?

  @OptionGroup var convolution: ConvolutionOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var figure: FigureOptions

  /// How a network is drawn.
  enum View: String, CaseIterable, ExpressibleByArgument {
    /// Blocks side by side, with the columns of the table over them.
    case flat
    /// Maps as boxes in space.
    case volumes
  }

  /// Figures that are of no network alone.
  enum Lesson: String, CaseIterable {
    case conv
    case residual
    case lastStage = "last-stage"
  }

  func validate() throws {
    let modes = [
      ("--block", block), ("--pyramid", pyramid), ("--aligned", aligned), ("--view", view != nil),
    ].filter { $0.1 }.map { $0.0 }
    guard modes.count < 2 else {
      throw ValidationError("give \(modes.joined(separator: " or ")), not both")
    }
    guard !subjects.isEmpty else {
      throw ValidationError("name a network, or conv, residual or last-stage")
    }
    let isLesson = subjects.count == 1 && Lesson(rawValue: subjects[0]) != nil
    if isLesson, let mode = modes.first {
      throw ValidationError("'\(subjects[0])' is a figure of its own; it takes no \(mode)")
    }
    guard !convolution.isGiven || subjects == [Lesson.conv.rawValue] else {
      throw ValidationError(
        "--kernel, --in-channels, --out-channels, --size, --stride and --padding go with 'draw conv'"
      )
    }
    if isLesson, scaling.multipliers != Multipliers() {
      throw ValidationError(
        "'draw \(subjects[0])' takes no --width, --resolution, --rho, --classes or --part")
    }
    if aligned {
      guard subjects.count > 1 else {
        throw ValidationError("--aligned needs two networks or more")
      }
    } else if subjects.count > (block ? 2 : 1) {
      throw ValidationError(
        block
          ? "--block takes a network and one of its rows, not \(subjects.count) words"
          : "one network at a time; --aligned draws several, --block ROW one of its rows")
    }
  }

  func run() throws {
    let library = try tables.library()
    if let lesson = subjects.count == 1 ? Lesson(rawValue: subjects[0]) : nil {
      return try draw(lesson, library)
    }
    if aligned { return try drawAligned(library) }
    if block { return try drawBlock(library) }
    let graph = try library.graph(namedOrIn: subjects[0], at: scaling.multipliers)
    let name = graph.spec.name
    if pyramid {
      return try write("\(name)-pyramid") { canvas, metrics in
        guard let scene = PyramidFigure.scene(graph: graph, on: canvas, measuring: metrics) else {
          throw Failure.usage(
            "'\(name)' has no heads over maps, so no pyramid; detectors have one ('mobilenet list')"
          )
        }
        return scene
      }
    }
    switch view ?? .flat {
    case .flat:
      try write(name) { ArchitectureFigure.scene(graph: graph, on: $0, measuring: $1) }
    case .volumes:
      try write("\(name)-volumes") { VolumeFigure.scene(graph: graph, on: $0, measuring: $1) }
    }
  }

  private func write(
    _ name: String, _ make: (FigureCanvas, CairoTextMetrics) throws -> Scene
  ) throws {
    try figure.write(name, reading: tables.files, make)
  }

  // MARK: Lessons

  private func draw(_ lesson: Lesson, _ library: TableLibrary) throws {
    switch lesson {
    case .conv:
      let comparison = try convolution.comparison()
      try write(lesson.rawValue) {
        ConvolutionFigure.scene(comparison, on: $0, measuring: $1)
      }
    case .residual:
      let graphs = try ["resnet-50", "mobilenet-v2"].map { try graph($0, library) }
      try write(lesson.rawValue) { canvas, metrics in
        try require(
          BlockComparisonFigure.residuals(graphs[0], graphs[1], on: canvas, measuring: metrics),
          "a residual and an inverted residual", graphs)
      }
    case .lastStage:
      let graphs = try ["mobilenet-v3-large@original-last-stage", "mobilenet-v3-large"].map {
        try graph($0, library)
      }
      try write(lesson.rawValue) { canvas, metrics in
        try require(
          BlockComparisonFigure.lastStages(
            before: graphs[0], after: graphs[1], on: canvas, measuring: metrics),
          "inverted residuals", graphs)
      }
    }
  }

  private func graph(_ name: String, _ library: TableLibrary) throws -> Graph {
    try library.graph(namedOrIn: name, at: Multipliers())
  }

  /// A figure that is made of tables which --tables may have replaced by others.
  private func require(_ scene: Scene?, _ what: String, _ graphs: [Graph]) throws -> Scene {
    guard let scene else {
      let names = graphs.map { "'\($0.spec.name)'" }.joined(separator: " and ")
      throw Failure.usage("the figure needs \(what), which \(names) have not here")
    }
    return scene
  }

  // MARK: Networks

  private func drawAligned(_ library: TableLibrary) throws {
    var networks = Networks(library)
    let graphs = try subjects.map {
      try library.graph(notation: $0, &networks, at: scaling.multipliers)
    }
    try write("aligned") { AlignedFigure.scene(graphs: graphs, on: $0, measuring: $1) }
  }

  /// The building block, or the one of a row, which may stand before the network or after it.
  private func drawBlock(_ library: TableLibrary) throws {
    let isSwapped =
      subjects.count == 2 && !isNetwork(subjects[0], library) && isNetwork(subjects[1], library)
    let name = isSwapped ? subjects[1] : subjects[0]
    let row = subjects.count == 2 ? (isSwapped ? subjects[0] : subjects[1]) : nil
    let graph = try library.graph(namedOrIn: name, at: scaling.multipliers)
    guard let row else {
      return try write("\(graph.spec.name)-block") {
        BlockFigure.scene(graph: graph, on: $0, measuring: $1)
      }
    }
    let layers = try graph.layers(ofRow: row)
    guard layers.contains(where: { $0.cost.parameters.total > 0 }) else {
      let others = graph.costEntries(by: .row).filter { $0.cost.parameters.total > 0 }
      let names = others.map { graph.rows[$0.row].name }
      throw Failure.usage(
        "row '\(row)' of '\(graph.spec.name)' has no weights, so no block to draw; rows that have are \(names.joined(separator: ", "))"
      )
    }
    let blocks = layers.map { graph.nodes[$0.nodes[0]].origin.block }
    let isWholeRow = graph.rows[layers[0].row].name == row || Int(row) != nil
    try write("\(graph.spec.name)-block-\(row)") { canvas, metrics in
      if isWholeRow,
        let pair = BlockComparisonFigure.strides(
          graph: graph, row: layers[0].row, on: canvas, measuring: metrics)
      {
        return pair
      }
      return BlockFigure.scene(graph: graph, block: blocks[0], on: canvas, measuring: metrics)
    }
  }

  private func isNetwork(_ word: String, _ library: TableLibrary) -> Bool {
    ONNXFile.isMeant(by: word, library) || (try? library.request(word)) != nil
  }
}
