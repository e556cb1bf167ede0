import ArgumentParser
import Architecture
import Detection
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

  /// The names of a network's classes, in the order of its scores; none if its table gives no list,
  /// or the network has other classes than the list.
  func labels(of graph: Graph) throws -> [String] {
    guard let names = try list(of: graph) else { return [] }
    let count = graph.outputs.first.map { graph.nodes[$0.node].shape.channels }
    return names.count == count ? names : []
  }

  /// The same for a network that answers with boxes: the background stands where its head has it, or
  /// nowhere, whatever the list says of it.
  func labels(of graph: Graph, for detector: Detector) throws -> [String] {
    guard let list = try list(of: graph) else { return [] }
    var names = list.first == Self.background ? Array(list.dropFirst()) : list
    if let place = detector.background {
      names.insert(Self.background, at: min(place, names.count))
    }
    return names.count == detector.classCount ? names : []
  }

  /// The list that a network's table names; none for another number of classes than the table's own,
  /// for what those are the list does not say.
  private func list(of graph: Graph) throws -> [String]? {
    let spec = graph.spec
    guard let list = spec.labels else { return nil }
    let names = try Files.labels(list, in: folder)
    return [nil, spec.variables["classes"]].contains(graph.scaling.classes) ? names : nil
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
    name: [.long, .customLong("beta")], parsing: .unconditional,
    help: ArgumentHelp(
      "Resolution multiplier rho: the picture is round(base x rho) pixels.", valueName: "rho"))
  var rho: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Number of classes, counted as the table's head counts them.",
      discussion: "SSD, SSDLite and LR-ASPP count the background as a class, YOLO does not."))
  var classes: Int?

  var isEmpty: Bool { width == nil && resolution == nil && rho == nil && classes == nil }

  func scaling(of spec: ArchitectureSpec) throws -> Scaling {
    var scaling = Scaling(width: width, resolution: resolution, classes: classes)
    if let rho {
      guard resolution == nil else {
        throw Failure.usage("give --resolution or --rho, not both")
      }
      let pixels = Double(spec.input.height) * rho
      guard rho > 0, let rounded = Int(exactly: pixels.rounded()) else {
        throw Failure.usage(
          "resolution multiplier \(rho) is not possible; it must be above 0, and the picture at"
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

  func graph() throws -> Graph {
    let spec = try tables.library().architecture(named: name)
    return try Graph(expanding: spec, scaling: scaling.scaling(of: spec))
  }
}
