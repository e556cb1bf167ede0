import Architecture
import CostAnalysis
import Drawing
import Figures
import NetworkGraph
import ONNXImport
import Reporting
import TableReading

/// What the calls answer; Exports.swift says what each takes and gives.
enum Answers {
  /// Reports as JSON, or as text in the format that is asked for.
  static func report(_ tables: [ReportTable], _ request: Request) throws(CoreError) -> String {
    guard let name = request["format"], name != "json" else {
      return ReportTable.document(tables).line
    }
    if name == "notes" {
      let notes = tables.flatMap { $0.footer }.joined(separator: "\n")
      return JSONValue.object(["text": .text(notes)]).line
    }
    guard let format = TableFormat(rawValue: name) else {
      throw .message("'\(name)' is no format; they are text, markdown, csv, latex and json")
    }
    let text =
      switch format {
      case .csv: ReportTable.csv(tables)
      case .text, .markdown, .latex:
        tables.map { $0.rendered(as: format) }.joined(separator: "\n")
      }
    return JSONValue.object(["text": .text(text)]).line
  }

  static func tables(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    try session.lay(request.files)
    return JSONValue.object([
      "networks": .array(session.tables.architectureNames.map { .text($0) }),
      "own": .array(request.files.compactMap { $0.architectureName }.map { .text($0) }),
    ]).line
  }

  static func networks(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let networks = session.headings().map { heading in
      JSONValue.object([
        "name": .text(heading.name), "title": .text(heading.title), "kind": .text(heading.kind),
      ])
    }
    var devices: [JSONValue] = []
    for name in session.tables.deviceNames {
      guard let device = try? session.tables.device(named: name) else { continue }
      devices.append(
        .object([
          "name": .text(name), "title": .text(device.title),
          "gigaflops": .number(device.gigaflops),
          "gigabytesPerSecond": .number(device.gigabytesPerSecond),
        ]))
    }
    var colors: [String: JSONValue] = [:]
    for (kind, title, palette) in ArchitectureFigure.colors {
      colors[kind] = .object(["title": .text(title), "color": .text(palette.rawValue)])
    }
    var palette: [String: JSONValue] = [:]
    for color in Palette.allCases {
      // On a dark ground areas are dark and their outlines light, as in the figures.
      palette[color.rawValue] = .object([
        "light": .object(["fill": .text(color.fill.hex), "stroke": .text(color.stroke.hex)]),
        "dark": .object(["fill": .text(color.darkFill.hex), "stroke": .text(color.fill.hex)]),
      ])
    }
    return JSONValue.object([
      "networks": .array(networks), "devices": .array(devices), "colors": .object(colors),
      "palette": .object(palette),
      "conventions": .array(session.tables.conventionNames.map { .text($0) }),
    ]).line
  }

  static func network(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    if let model = try session.model(Request.Network(name: request.network.name)) {
      return JSONValue.object([
        "name": .text(request.network.name), "title": .text(model.graph.spec.title),
        "equal": model.graph.spec.imported?.equal.map { .text($0) } ?? .null,
        "nearest": session.nearest(to: request.network.name).map { .text($0) } ?? .null,
        "family": .text(""), "aliases": .array([]), "dialects": .array([]),
        "input": JSONValue(model.graph.input), "width": .number(1), "hasWidths": .flag(false),
        "classes": .null, "kind": .text("other"),
      ]).line
    }
    let spec = try session.spec(session.request(request.network).name)
    return JSONValue.object([
      "name": .text(spec.name), "title": .text(spec.title), "family": .text(spec.family),
      "aliases": .array(spec.aliases.map { .text($0) }),
      "dialects": .array(session.tables.dialects(of: spec.family).map { .text($0) }),
      "input": JSONValue(spec.input), "width": .number(spec.nominalWidth),
      "hasWidths": .flag(spec.rules.width.rounding != .undefined),
      "classes": spec.variables["classes"].map { .integer($0) } ?? .null,
      "kind": .text(spec.kind?.rawValue ?? "other"),
    ]).line
  }

  static func cost(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let by = request["by"] ?? CostGrain.row.rawValue
    if by == "kind" { return try report([KindReport.table(graph)], request) }
    guard let grain = CostGrain(rawValue: by) else {
      throw .message("'\(by)' is no division; they are part, row, block, layer and kind")
    }
    let convention = try convention(request, session)
    return try report([CostReport(graph, by: grain, convention: convention).table()], request)
  }

  private static func convention(
    _ request: Request, _ session: Session
  ) throws(CoreError) -> Convention? {
    guard let name = request["convention"], name != Convention.standardName else { return nil }
    return try reading { () throws(LibraryError) in try session.tables.convention(named: name) }
  }

  static func schedule(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let by = request["by"] ?? CostGrain.block.rawValue
    guard let grain = CostGrain(rawValue: by), grain == .block || grain == .layer else {
      throw .message("'\(by)' is no division of a schedule; they are block and layer")
    }
    let memory = MemoryReport(graph, by: grain)
    return try report([memory.schedule(), memory.weights()], request)
  }

  static func roofline(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let (name, library) = (request["device"] ?? "raspberry-pi-4", session.tables)
    let device = try reading { () throws(LibraryError) in try library.device(named: name) }
    return try report([RooflineReport.table(graph, on: device)], request)
  }

  static func explain(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let row = request["row"] ?? request.number("row").flatMap { Int(exactly: $0) }.map { "\($0)" }
    guard let row else { throw .message("which row is to be explained?") }
    let layers = graph.layers(named: row)
    guard !layers.isEmpty else { throw .message("'\(graph.spec.name)' has no row '\(row)'") }
    return try report([ExplainReport.table(graph, layers)], request)
  }

  static func show(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    try report([ShowReport.table(session.graph(request.network), costs: true)], request)
  }

  static func bridge(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let (graph, library) = (try session.graph(request.network), session.tables)
    let conventions: [Convention]
    if let one = try convention(request, session) {
      conventions = [one]
    } else {
      conventions = try reading { () throws(LibraryError) in try library.conventions() }
        .filter { $0.isTool }
    }
    return try report(BridgeReport(graph, conventions: conventions).tables(), request)
  }

  static func diff(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    guard let against = request.against else { throw .message("against what?") }
    let first = try session.graph(against).comparedRows()
    let second = try session.graph(request.network).comparedRows()
    return try report(
      [
        DiffReport.table(
          TableDiff(first, second), names: (against.words, request.network.words), all: true)
      ], request)
  }

  static func worksheet(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    let seed = try request.integer("seed", in: 0...1_000_000) ?? 1
    let sheet = Worksheet(graph, seed: UInt64(seed))
    return try report([sheet.questions(), sheet.key()], request)
  }

  static func convolution(_ request: Request, _ session: inout Session) throws(CoreError) -> String
  {
    try report([SeparableReport.table(comparison(request))], request)
  }

  /// The convolution of a request; what is not given is as in the middle of MobileNetV1.
  static func comparison(_ request: Request) throws(CoreError) -> SeparableComparison {
    let kernel = try request.integer("kernel", in: 1...255) ?? 3
    let padding: Padding =
      if let margin = try request.integer("padding", in: 0...1024) { .explicit(margin) } else {
        switch request["padding"] {
        case "valid": .valid
        case "same": .same
        default: .symmetric
        }
      }
    let input = Shape(
      height: try request.integer("height", in: 1...16_384) ?? 14,
      width: try request.integer("side", in: 1...16_384) ?? 14,
      channels: try request.integer("in", in: 1...1_000_000) ?? 512)
    let (output, stride) = (
      try request.integer("out", in: 1...1_000_000) ?? 512,
      try request.integer("stride", in: 1...255) ?? 1
    )
    do {
      return try SeparableComparison(
        kernel: PerAxis(kernel), outputChannels: output, stride: PerAxis(stride),
        padding: padding, input: input)
    } catch { throw .message(error.description) }
  }

  static func glossary(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let library = session.tables
    let entries = try reading { () throws(LibraryError) in try library.glossary() }
    return try report([GlossaryReport.table(entries)], request)
  }
}

extension Request.Network {
  /// As `diff` names it: `NAME:ALPHA/PIXELS`.
  fileprivate var words: String {
    name + (width.map { ":\($0)" } ?? "") + (resolution.map { "/" + $0 } ?? "")
  }
}
