import Architecture
import ArgumentParser
import Detection
import Drawing
import Figures
import Images
import Models
import NetworkGraph
import Reporting
import TableReading

struct BoxesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boxes", abstract: "Draw default boxes or anchors over a picture.",
    discussion: """
      Draws the grid of one map over the picture, the boxes of one of its cells, and all maps, each with \
      the picture at the size of 4 x 4 cells: the smallest object that covers as many. With --box, \
      the cell and the map are those that suit the object best, and the figure shows how the best box \
      becomes it. A table of the boxes goes to standard output.

        mobilenet boxes ssd --image Data/chelsea.png --output boxes.png
        mobilenet boxes ssd-vgg16 --image Data/chelsea.png --map conv4_3_norm --cell 19,12
        mobilenet boxes yolov3 --image Data/chelsea.png --box 120,40,240,220
      """)

  @OptionGroup var network: NetworkOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A PNG, JPEG or WebP picture. (default: a blank canvas of the input's size)",
      valueName: "file"), completion: .file())
  var image: String?

  @OptionGroup var orientation: OrientationOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The map, by number from 1 or by name. (default: the first)", valueName: "map"))
  var map: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The cell, counted from 0. (default: the middle)", valueName: "row,column"),
    transform: { try MapCell($0) })
  var cell: MapCell?

  @Option(
    name: .customLong("box"), parsing: .unconditional,
    help: ArgumentHelp(
      "An object: left, top, width and height in pixels of the picture.", valueName: "x,y,w,h"),
    transform: { try PixelBox($0) })
  var box: PixelBox?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var answer: OutputOptions

  func run() throws {
    let graph = try network.graph()
    try network.check(graph, "boxes", Detector.isAnswer)
    let path = try figure.path(
      "\(graph.spec.name)-boxes", reading: network.tables.files + (image.map { [$0] } ?? []))
    let detector = try Detector(graph)
    let pixels = try image.map { try Picture.decoded($0, orientation) }
    let (width, height) = (
      pixels?.width ?? graph.input.width, pixels?.height ?? graph.input.height
    )
    let placement =
      try pixels.map { try Preprocessing(for: graph).placement(width: $0.width, height: $0.height) }
      ?? Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0)
    let truth = try box.map {
      try ObjectOptions.inInput(
        $0, width: width, height: height, placement: placement, input: graph.input,
        what: image == nil ? "the network's input" : "the picture")
    }
    let boxes = try cell(of: graph, detector, truth)
    let report = CellBoxesReport(graph, boxes)
    let content = try BoxesFigure.Content(
      boxes, of: graph, picture: pixels?.raster(), width: width, height: height,
      placement: placement)
    try figure.draw(to: path) {
      BoxesFigure.scene(graph.spec, content, on: $0, measuring: $1)
    }
    let picture = image.map { "   picture \($0) \(width)x\(height)" } ?? ""
    answer.say(
      report.tables(heading: NetworkSummary(graph).headings + ["figure \(path)\(picture)"]))
  }

  // MARK: What is meant

  /// The boxes of the cell that is meant. Throws if there is no such map or cell.
  private func cell(
    of graph: Graph, _ detector: Detector, _ truth: CenteredBox?
  ) throws -> CellBoxes {
    let names = detector.mapNames(in: graph)
    let index = try map.map { try mapIndex($0, names, graph) }
    if let boxes = CellBoxes(
      detector, mapNames: names, map: index, row: cell?.row, column: cell?.column, truth: truth)
    {
      return boxes
    }
    let shown = CellBoxes(
      detector, mapNames: names, map: index, row: nil, column: nil, truth: nil)
    guard let shown else { throw DetectionError.noBoxes(graph.spec.name) }
    let own = shown.maps[shown.map]
    throw Failure.usage(
      "\(own.name) has rows 0 to \(own.shape.height - 1) and columns 0 to"
        + " \(own.shape.width - 1), so no cell \(cell?.row ?? 0),\(cell?.column ?? 0)")
  }

  private func mapIndex(_ text: String, _ names: [String], _ graph: Graph) throws -> Int {
    if let number = Int(text), names.indices.contains(number - 1) { return number - 1 }
    if let index = names.firstIndex(of: text) { return index }
    let hint = nearest(to: text, among: names).map { "; did you mean '\($0)'?" }
    let list = names.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    throw Failure.usage(
      "'\(graph.spec.name)' has no map '\(text)'\(hint ?? "; its maps are \(list)")")
  }
}
