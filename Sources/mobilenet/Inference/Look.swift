import CairoRendering
import Drawing
import Figures
import Images
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph
import Reporting

/// A network at work on a picture: figures and tables.
struct Look {
  private let graph: Graph
  private let choice: LookChoice
  private let command: LookCommand
  private let source: String
  private let picture: PixelImage?
  private let imageName: String
  private let inspection: PictureInspection?
  private let report: LookReport?
  private let kernels: DepthwiseInspection?

  /// Runs a network on a picture, if there is one, and looks at its kernels, if they are chosen.
  init(
    _ model: Model, _ choice: LookChoice, picture: PixelImage?, name: String,
    command: LookCommand, kernels table: KernelTable, threads: Int
  ) throws {
    (graph, source, imageName) = (model.graph, model.source, name)
    (self.choice, self.picture, self.command) = (choice, picture, command)
    let network = try model.network()
    inspection = try picture.map {
      try PictureInspection(
        network, Picture.prepared($0, from: name, for: model.graph), maps: choice.maps,
        kernels: table, threads: threads)
    }
    kernels =
      choice.kernels.isEmpty ? nil : try DepthwiseInspection(network).only(Set(choice.kernels))
    let labels = try command.options.tables.classNames.names(of: graph)
    let isSeeded = command.options.weightOptions.isSeeded && graph.spec.imported == nil
    report = inspection.map {
      LookReport(
        $0, of: model.graph, weights: command.options.weights, image: name, labels: labels,
        isSeeded: isSeeded)
    }
  }

  private var isSeeded: Bool {
    command.options.weightOptions.isSeeded && graph.spec.imported == nil
  }

  private func warning(_ view: LookView) -> String? {
    isSeeded
      ? "Seeded weights (from a formula, not trained): the \(view.rawValue) mean nothing." : nil
  }

  /// The figure of a view, which goes to a path, and its tables.
  func view(
    _ view: LookView, canvas: FigureCanvas, theme: Theme, path: String
  ) throws -> (Scene, [ReportTable]) {
    let metrics = try CairoTextMetrics()
    let heading = heading(view, path)
    switch view {
    case .maps:
      let scene = MapsFigure.scene(
        graph.spec, try maps(), on: canvas, theme: theme, measuring: metrics)
      return (scene, report?.maps(heading: heading, shown: choice.channels) ?? [])
    case .kernels:
      let scene = KernelsFigure.scene(
        graph.spec, kernelContent, on: canvas, theme: theme, measuring: metrics)
      let tables = kernels.map {
        InspectionReport(
          $0, of: graph, weights: command.options.weights, images: [], isSeeded: isSeeded
        ).tables(heading: heading)
      }
      return (scene, tables.map { Array($0.prefix(1)) } ?? [])
    case .gates:
      let gates = inspection?.gates.filter { choice.gates.contains($0.node) } ?? []
      let scene = GatesFigure.scene(
        graph.spec,
        GatesFigure.Content(
          gates: gates.map {
            .init(
              name: graph.blocks[graph.nodes[$0.node].origin.block].name, factors: $0.factors)
          },
          limits: (PictureInspection.Gate.closed, PictureInspection.Gate.open),
          picture: fileName(imageName), verdict: report?.verdict(gates) ?? ""),
        order: command.order ?? .value, on: canvas, measuring: metrics)
      return (scene, report?.gates(heading: heading, of: gates) ?? [])
    }
  }

  // MARK: Words

  /// The name of a depthwise layer: its block's, where that has no other.
  private func name(ofLayer node: Int) -> String {
    let block = graph.nodes[node].origin.block
    let others = choice.kernels.filter { graph.nodes[$0].origin.block == block }
    return others.count == 1 ? graph.blocks[block].name : graph.placeName(of: node)
  }

  private func heading(_ view: LookView, _ path: String) -> [String] {
    let seen = picture.map { "   picture \(imageName) \($0.width)x\($0.height)" } ?? ""
    return [
      warning(view), NetworkSummary(graph).heading,
      view == .kernels ? nil : command.preprocessing.note(on: graph),
      "weights \(source)" + (view == .kernels ? "" : seen), "figure \(path)",
    ].compactMap(\.self)
  }

  private func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  // MARK: Contents

  private func maps() throws -> MapsFigure.Content {
    let seen = try picture.map { try Preprocessing(for: graph).fitted($0).raster() }
    let blank = try PixelImage.drawn(width: 1, height: 1).raster()
    return MapsFigure.Content(
      picture: seen ?? blank, name: fileName(imageName),
      classes: report?.classes.map { .init(name: $0.name, probability: Double($0.probability)) }
        ?? [],
      maps: inspection?.maps.map { map in
        .init(
          name: graph.placeName(of: map.node), shape: map.shape,
          tiles: map.channels.prefix(choice.channels).map {
            .init(channel: $0.index, values: $0.values)
          })
      } ?? [], warning: warning(.maps))
  }

  private var kernelContent: KernelsFigure.Content {
    KernelsFigure.Content(
      layers: kernels?.layers.map { layer in
        let window = graph.nodes[layer.node].operation.layer?.kernel ?? 1
        let kernels = stride(from: 0, to: layer.weights.count, by: window.area).map { start in
          let weights = Array(layer.weights[start..<start + window.area])
          return KernelsFigure.Kernel(
            channel: start / window.area, weights: weights,
            magnitude: weights.reduce(0) { max($0, abs($1)) })
        }
        return .init(
          name: name(ofLayer: layer.node), window: window,
          kernels: kernels.sorted { ($1.magnitude, $0.channel) < ($0.magnitude, $1.channel) })
      } ?? [], limit: DepthwiseInspection.limit, warning: warning(.kernels))
  }
}
