import Architecture
import CostAnalysis
import Drawing
import Figures
import Models
import NetworkGraph
import TableReading

extension SweepFigure {
  /// The widths that are shown of a network that has a width multiplier.
  private static let widths = [0.25, 0.35, 0.5, 0.75, 1, 1.4]
  private static let sides = [96, 128, 160, 192, 224, 256, 320]

  /// What width and resolution make of a network, with the accuracies that are published.
  static func scene(
    of spec: ArchitectureSpec, in library: TableLibrary, canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) throws -> Scene {
    let published = library.isNamed(spec) ? try library.published() : []
    let hasWidths = spec.rules.width.scaled(8, by: 0.5) != nil
    let own = spec.input.resolution
    let costs = try spec.sweep(
      widths: hasWidths ? widths : [spec.nominalWidth],
      resolutions: sides.compactMap { own.scaled(by: Double($0) / Double(own.shorter)) })
    let cells = costs.map { cost in
      let accuracies = published.accuracies(
        of: spec.name, width: cost.width, resolution: cost.resolution,
        classes: (nil, spec.variables["classes"]))
      return SweepFigure.Cell(cost, accuracy: accuracies.first { $0.metric == .top1 }?.percent)
    }
    return scene(spec: spec, cells: cells, canvas: canvas, measuring: measuring)
  }
}

extension AccuracyFigure {
  /// Of each published network one bubble: what its tables cost, and the first accuracy that is printed;
  /// of all networks if none is named. Throws if nothing is published of them.
  static func scene(
    of names: [String], in library: TableLibrary, canvas: FigureCanvas = .slide,
    measuring: some TextMeasuring
  ) throws -> Scene {
    var networks = Networks(library)
    var sources: [String] = []
    var entries: [Entry] = []
    let asked = try names.map { try library.request($0).name }
    for figure in try library.published() {
      let request = figure.network
      guard asked.isEmpty ? !request.name.contains("@") : asked.contains(request.name),
        let accuracy = figure.accuracies.first(where: { $0.metric == .top1 })
      else { continue }
      let graph = try networks.graph(request)
      let (cost, family) = (graph.totalCost(), graph.spec.family)
      let name = Entry.name(of: request, graph)
      guard !entries.contains(where: { $0.name == name && $0.family == family }) else { continue }
      if !sources.contains(accuracy.source) { sources.append(accuracy.source) }
      entries.append(
        Entry(
          name: name, family: family, macs: Double(cost.macs),
          parameters: Double(cost.parameters.total), percent: accuracy.percent))
    }
    guard !entries.isEmpty else {
      throw Failure.usage(
        "no top-1 accuracy is published of \(names.map { "'\($0)'" }.joined(separator: ", "))")
    }
    // The family first, so that it has the colors.
    let isOfFamily = { (entry: Entry) in entry.family.hasPrefix("mobilenet-v") }
    return scene(
      entries.filter(isOfFamily) + entries.filter { !isOfFamily($0) }, sources: sources,
      canvas: canvas, measuring: measuring)
  }
}
