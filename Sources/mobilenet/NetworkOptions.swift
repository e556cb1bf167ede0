import ArgumentParser
import Architecture
import NetworkGraph
import TableReading

/// Where tables come from; everywhere.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("tables"),
    help: ArgumentHelp(
      "Read tables from this folder too; they replace built-in ones of the same name.",
      valueName: "dir"))
  var folder: String?

  func library() throws -> TableLibrary { try Files.tables(in: folder) }

  /// The names of a network's classes; none if its table gives no list or its head has other
  /// classes than the list.
  func labels(of graph: ShapedGraph) throws -> [String] {
    let channels = graph.graph.outputs.first.map { graph.shapes[$0.node].channels }
    return try labels(of: graph.graph.spec, count: channels ?? 0)
  }

  /// The same for so many classes. A list that begins with the background fits a head without one
  /// by its other names.
  func labels(of spec: ArchitectureSpec, count: Int) throws -> [String] {
    guard let list = spec.labels else { return [] }
    let names = try Files.labels(list, in: folder)
    if names.first == Self.background, names.count == count + 1 { return Array(names.dropFirst()) }
    return names.count == count ? names : []
  }

  /// What lists call the class that is none.
  static let background = "__background__"
}

/// Width, resolution, classes; wherever a network is named.
struct ScalingOptions: ParsableArguments {
  @Option(
    name: [.customLong("width"), .customLong("alpha")], parsing: .unconditional,
    help: "Width multiplier alpha: scales the channels by the family's own rule.")
  var width: Double?

  @Option(
    name: .long, parsing: .unconditional, help: "Height and width of the picture in pixels.")
  var resolution: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Resolution multiplier (the papers' rho): the picture is round(base x beta) pixels.",
      valueName: "beta"))
  var beta: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Number of classes, counted as the table's head counts them.",
      discussion: "SSD, SSDLite and LR-ASPP count the background as a class, YOLO does not."))
  var classes: Int?

  var isEmpty: Bool { width == nil && resolution == nil && beta == nil && classes == nil }

  func scaling(of spec: ArchitectureSpec) throws -> Scaling {
    var scaling = Scaling(width: width, resolution: resolution, classes: classes)
    if let beta {
      guard resolution == nil else {
        throw Failure.usage("give --resolution or --beta, not both")
      }
      let pixels = Double(spec.input.height) * beta
      guard beta > 0, let rounded = Int(exactly: pixels.rounded()) else {
        throw Failure.usage(
          "resolution multiplier \(beta) is not possible; it must be above 0, and the picture at"
            + " most \(Scaling.resolutions.upperBound) pixels")
      }
      scaling.resolution = rounded
    }
    return scaling
  }
}

/// A network by name, with its multipliers.
struct NetworkOptions: ParsableArguments {
  @Argument(help: "An architecture, as 'mobilenet list' prints it, or NAME@DIALECT.")
  var name: String

  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func graph() throws -> ShapedGraph {
    let spec = try tables.library().architecture(named: name)
    return try ShapedGraph(expanding: spec, scaling: scaling.scaling(of: spec))
  }
}
