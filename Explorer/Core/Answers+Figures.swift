import Architecture
import CostAnalysis
import Drawing
import Figures
import Kernels
import NetworkGraph
import Reporting

extension Answers {
  static func draw(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let theme = request["theme"].flatMap { Theme(rawValue: $0) } ?? .light
    let (scene, places) = try scene(request, &session)
    let themed = scene.themed(theme)
    return JSONValue.object([
      "svg": .text(SceneSVG.document(themed, hasBackground: request["ground"] == "yes")),
      "width": .number(scene.size.width), "height": .number(scene.size.height),
      "places": .array(
        places.map { place in
          .object([
            "block": .integer(place.block), "area": json(place.area), "glyph": json(place.glyph),
          ])
        }),
    ]).line
  }

  private static func json(_ rect: Rect) -> JSONValue {
    .array([rect.x, rect.y, rect.width, rect.height].map { .number(($0 * 100).rounded() / 100) })
  }

  private static func scene(
    _ request: Request, _ session: inout Session
  ) throws(CoreError) -> (scene: Scene, places: [ArchitectureFigure.Place]) {
    let metrics = PageTextMetrics()
    let canvas = request["canvas"].flatMap { FigureCanvas(rawValue: $0) } ?? .slide
    switch request["figure"] ?? "architecture" {
    case "architecture":
      let graph = try session.graph(request.network)
      if request["canvas"] != nil {
        return (ArchitectureFigure.scene(graph: graph, on: canvas, measuring: metrics), [])
      }
      let room = try request.integer("room", in: 200...10_000) ?? 1200
      return ArchitectureFigure.strip(graph: graph, width: Double(room), measuring: metrics)
    case "block":
      let graph = try session.graph(request.network)
      let row = try request.integer("row", in: 0...1_000_000)
      if let row, let room = try request.integer("room", in: 200...10_000),
        let block = block(of: row, in: graph)
      {
        return (
          BlockFigure.panel(
            graph: graph, block: block, width: Double(room), measuring: metrics), []
        )
      }
      guard let row, let block = block(of: row, in: graph) else {
        return (BlockFigure.scene(graph: graph, on: canvas, measuring: metrics), [])
      }
      return (BlockFigure.scene(graph: graph, block: block, on: canvas, measuring: metrics), [])
    case "volumes":
      let graph = try session.graph(request.network)
      return (VolumeFigure.scene(graph: graph, on: canvas, measuring: metrics), [])
    case "pyramid":
      let graph = try session.graph(request.network)
      guard let scene = PyramidFigure.scene(graph: graph, on: canvas, measuring: metrics) else {
        throw .message("'\(graph.spec.name)' has no heads over maps, so no pyramid")
      }
      return (scene, [])
    case "costs":
      let graph = try session.graph(request.network)
      return (CostFigure.scene(graph: graph, on: canvas, measuring: metrics), [])
    case "memory":
      let graph = try session.graph(request.network)
      return (MemoryFigure.scene(graph: graph, on: canvas, measuring: metrics), [])
    case "conv":
      return (
        ConvolutionFigure.scene(try comparison(request), on: canvas, measuring: metrics), []
      )
    case "activations":
      let chosen = (request["activation"] ?? "").split(separator: " ")
        .compactMap { Activation(rawValue: String($0)) }
      return (ActivationFigure.scene(chosen, on: canvas, measuring: metrics), [])
    case "relu-loss":
      let seed = try request.integer("seed", in: 0...1_000_000) ?? 0
      if let dimensions = try request.integer("n", in: ReLULossFigure.dimensionRange) {
        let room = Double(try request.integer("room", in: 200...10_000) ?? 480)
        return (
          ReLULossFigure.panel(dimensions: dimensions, seed: seed, width: room), []
        )
      }
      return (ReLULossFigure.scene(seed: seed, on: canvas, measuring: metrics), [])
    default: throw .message("'\(request["figure"] ?? "")' is no figure")
    }
  }

  /// The first block of a row that has weights, or else the first one.
  private static func block(of row: Int, in graph: Graph) -> Int? {
    let nodes = graph.nodes.filter { $0.origin.row == row }
    return nodes.first { $0.operation.isWeighted }?.origin.block ?? nodes.first?.origin.block
  }

  static func activation(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    guard let activation = Activation(rawValue: request["activation"] ?? "") else {
      let names = Activation.allCases.map { $0.rawValue }.joined(separator: ", ")
      throw .message("'\(request["activation"] ?? "")' is no activation; they are \(names)")
    }
    func pairs(_ value: (Double) -> Double) -> JSONValue {
      .array(
        (-80...80).map { tenth in
          let x = Double(tenth) / 10
          return .array([.number(x), .number((value(x) * 1e5).rounded() / 1e5)])
        })
    }
    let x = min(max(request.number("x") ?? 0, -8), 8)
    return JSONValue.object([
      "curve": pairs { activation.value($0) }, "slope": pairs { activation.derivative($0) },
      "x": .number(x), "value": .number(activation.value(x)),
      "derivative": .number(activation.derivative(x)),
    ]).line
  }
}
