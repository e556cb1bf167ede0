import Architecture
import ArgumentParser
import CairoRendering
import CostAnalysis
import Detection
import Drawing
import Figures
import Images
import Models
import NetworkGraph
import Reporting
import TableReading

struct ReportsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports", abstract: "Write the committed reports and figures.",
    discussion: """
      Markdown tables and SVG figures of every architecture, and published figures, errata, counting \
      conventions and comparisons; the same bytes each time. The SVG files depend on the versions of \
      Cairo and the font, which --versions prints.
      """)

  @Option(
    name: [.long, .short], help: ArgumentHelp("The folder.", valueName: "dir"),
    completion: .directory)
  var output: String = "Reports"

  @Flag(name: .long, help: "Only print the versions that the figures depend on.")
  var versions = false

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var tables: TableOptions

  /// A file of the folder: its path, and what makes its bytes when it is written.
  private typealias Report = (path: String, bytes: () throws -> [UInt8])

  func run() throws {
    if versions { return Console.say(CairoRenderer.versionDescription) }
    try Folders.make(output)
    let reports = try reports(tables.library())
    try overwriting.check(reports.map { $0.path }, reading: tables.files)
    for report in reports { try Files.write(report.bytes(), to: report.path) }
    Console.say(output)
  }

  private func reports(_ library: TableLibrary) throws -> [Report] {
    let metrics = try CairoTextMetrics()
    func text(_ name: String, _ make: @escaping () -> String) -> Report {
      ("\(output)/\(name)", { Array(make().utf8) })
    }
    func figure(_ name: String, _ make: @escaping () throws -> Scene) -> Report {
      let path = "\(output)/\(name).svg"
      return (path, { try Figure.bytes(of: make(), for: path) })
    }
    let networks = try library.architectureNames.flatMap { name in
      let graph = try Graph(expanding: library.architecture(named: name))
      return [
        text("\(name).md") { markdown(graph) },
        figure(name) { ArchitectureFigure.scene(graph: graph, measuring: metrics) },
        figure("\(name)-block") { BlockFigure.scene(graph: graph, measuring: metrics) },
      ]
        + (try boxes(graph).map { content in
          [figure("\(name)-boxes") { BoxesFigure.scene(graph.spec, content, measuring: metrics) }]
        } ?? [])
    }
    let overviews = try overviews(library).map { name, tables in
      text("\(name.file).md") {
        let sections = tables.map { "## \($0)\n\n" + $1.rendered(as: .markdown) }
        return "# \(name.title)\n\n" + sections.joined(separator: "\n")
      }
    }
    let gallery = try Gallery(library)
    let lessons = gallery.sections.flatMap { $0.entries }.map { entry in
      figure(entry.name) { try entry.make(metrics) }
    }
    let specs = try library.architectureNames.map { try library.architecture(named: $0) }
    return lessons + [
      text("README.md") { gallery.page + Gallery.list(of: specs) },
      text("figures.versions.txt") { CairoRenderer.versionDescription + "\n" },
    ] + networks + overviews
  }

  /// What goes over several networks: published figures, claims, counting conventions, variants.
  private func overviews(
    _ library: TableLibrary
  ) throws -> [(name: (file: String, title: String), tables: [(String, ReportTable)])] {
    var networks = Networks(library)
    let published = try library.published()
    let conventions = try library.conventions()
    let audit = try Audit(published.filter { !$0.counts.isEmpty }, by: conventions) {
      request throws(RequestError) in try networks.graph(request)
    }
    let bridges = try Classifiers.names.flatMap { name in
      let tables = BridgeReport(
        try networks.graph(NetworkRequest(name)), conventions: conventions.filter { $0.isTool }
      ).tables()
      return zip(["\(name): what each tool prints", "\(name): how each tool counts"], tables)
    }
    let compared = try Self.compared.map { name in
      let graph = try networks.graph(NetworkRequest(name))
      let accuracy = published.accuracies(
        of: name, resolution: graph.input.resolution,
        classes: (nil, graph.spec.variables["classes"])
      ).first
      return CompareReport.Entry(name: name, graph: graph, accuracy: accuracy)
    }
    let diffs = try Self.differing.map { first, second in
      let rows = try [first, second].map {
        try networks.graph(NetworkRequest($0)).comparedRows()
      }
      return (
        "\(first) against \(second)",
        DiffReport.table(TableDiff(rows[0], rows[1]), names: (first, second))
      )
    }
    return [
      (("audit", "Published figures"), [("Every printed count", AuditReport.table(audit))]),
      (
        ("errata", "Errata"),
        zip(["Claims", "Misprints of the tables' sources"], try ErrataCommand.tables(library, nil))
          .map { ($0, $1) }
      ),
      (("bridge", "What other tools print"), bridges.map { ($0, $1) }),
      (
        ("comparison", "Networks and variants side by side"),
        [("Totals", CompareReport.table(compared))] + diffs
      ),
    ]
  }

  private static let compared =
    Classifiers.names + [
      "mobilenet-v3-large@minimalistic", "mobilenet-v3-small@minimalistic",
      "mobilenet-v3-large@original-last-stage", "ssd-mobilenet-v1", "ssd-vgg16",
      "ssdlite-mobilenet-v3-large", "yolov3-mobilenet-v3-large", "yolov5-mobilenet-v3-large",
      "yolov5-mobilenet-v3-small", "lraspp-mobilenet-v3-large",
    ]
  private static let differing = [
    ("mobilenet-v2", "mobilenet-v2@expand-always"),
    ("mobilenet-v3-large@original-last-stage", "mobilenet-v3-large"),
    ("mobilenet-v3-large@stem-32", "mobilenet-v3-large"),
    ("mobilenet-v3-small", "mobilenet-v3-small@head-1280"),
    ("mobilenet-v3-large", "mobilenet-v3-large@minimalistic"),
    ("ssdlite-mobilenet-v3-large", "ssdlite-mobilenet-v3-large@paddle"),
  ]

  /// The boxes that suit an object of about a third of a blank picture; nothing for other networks than
  /// detectors.
  private func boxes(_ graph: Graph) throws -> BoxesFigure.Content? {
    guard Detector.isAnswer(of: graph) else { return nil }
    let detector = try Detector(graph)
    let (width, height) = (Float(graph.input.width), Float(graph.input.height))
    let object = CenteredBox(
      x: 0.42 * width, y: 0.56 * height, width: 0.34 * width, height: 0.42 * height)
    return CellBoxes(
      detector, mapNames: detector.mapNames(in: graph), map: nil, row: nil, column: nil,
      truth: object
    ).map {
      BoxesFigure.Content(
        $0, of: graph, picture: nil, width: graph.input.width, height: graph.input.height,
        placement: Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0))
    }
  }

  private func markdown(_ graph: Graph) -> String {
    let spec = graph.spec
    let boxes = BoxesReport.tables(graph).map { ("Boxes", $0) }
    let tables =
      [("The table", ShowReport.table(graph))] + boxes + [
        ("Cost by part", CostReport(graph, by: .part).table()),
        ("Receptive fields of the maps", ReachReport(graph, cells: 4).table()),
        ("Cost by row", CostReport(graph, by: .row).table()),
        ("Cost by block", CostReport(graph, by: .block).table()),
        ("Cost by layer", CostReport(graph, by: .layer).table()),
        ("Cost by kind of operation", KindReport.table(graph)),
        ("Separable blocks against standard convolutions", SeparableReport.table(graph)),
        ("Receptive fields by row", ReachReport.rowTable(graph)),
        ("Memory", MemoryReport(graph).schedule()), ("Weights", MemoryReport(graph).weights()),
      ]
    let sections = tables.map { "## \($0)\n\n" + $1.rendered(as: .markdown) }
    let figures =
      "![\(spec.title)](\(spec.name).svg)\n\n![Building block](\(spec.name)-block.svg)\n"
      + (Detector.isAnswer(of: graph) ? "\n![Boxes of a cell](\(spec.name)-boxes.svg)\n" : "")
    return (["# \(spec.title)\n", figures] + sections).joined(separator: "\n")
  }
}
