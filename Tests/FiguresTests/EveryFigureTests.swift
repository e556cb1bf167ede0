import Architecture
import CostAnalysis
import Drawing
import NetworkGraph
import Testing

@testable import Figures

/// What holds for every figure on every canvas and in every theme.
@Suite struct EveryFigureTests {
  /// A figure by what makes it.
  struct Maker: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var make: @Sendable (FigureCanvas, FixedTextMetrics) throws -> Scene

    init(
      _ name: String, _ make: @escaping @Sendable (FigureCanvas, FixedTextMetrics) throws -> Scene
    ) {
      (testDescription, self.make) = (name, make)
    }
  }

  private static let networks = [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
    "ssd-mobilenet-v1", "ssd-vgg16", "ssdlite-mobilenet-v3-large", "yolov3-mobilenet-v3-large",
    "yolov5-mobilenet-v3-small", "lraspp-mobilenet-v3-large", "mobilenet-v4-conv-small",
    "resnet-50", "explicit", "chinese",
  ]
  private static let detectors = [
    "ssd-mobilenet-v1", "ssd-vgg16", "ssdlite-mobilenet-v2", "ssdlite-mobilenet-v3-large",
    "yolov3-mobilenet-v3-large", "yolov5-mobilenet-v3-small", "yolov5-mobilenet-v3-large",
  ]
  private static let device = Device(
    name: "board", title: "A board", gigaflops: 24, gigabytesPerSecond: 4, source: "made up")

  private static var ofNetworks: [Maker] {
    networks.flatMap { name in
      [
        Maker("architecture \(name)") {
          ArchitectureFigure.scene(graph: try TestTables.graph(name), on: $0, measuring: $1)
        },
        Maker("block \(name)") {
          BlockFigure.scene(graph: try TestTables.graph(name), on: $0, measuring: $1)
        },
        Maker("volumes \(name)") {
          VolumeFigure.scene(graph: try TestTables.graph(name), on: $0, measuring: $1)
        },
        Maker("costs \(name)") {
          CostFigure.scene(graph: try TestTables.graph(name), on: $0, measuring: $1)
        },
        Maker("memory \(name)") {
          MemoryFigure.scene(graph: try TestTables.graph(name), on: $0, measuring: $1)
        },
        Maker("roofline \(name)") {
          RooflineFigure.scene(
            graph: try TestTables.graph(name), on: device, canvas: $0, measuring: $1)
        },
        Maker("profile \(name)") {
          let graph = try TestTables.graph(name)
          let steps = graph.layers().map {
            ProfileFigure.Step(nodes: $0.nodes, seconds: 1e-9 * Double($0.cost.macs) + 1e-6)
          }
          return ProfileFigure.scene(
            graph: graph, steps: steps, machine: "made up", on: $0, measuring: $1)
        },
      ]
    }
  }

  private static var lessons: [Maker] {
    [
      Maker("activations") { ActivationFigure.scene(on: $0, measuring: $1) },
      Maker("all activations") {
        ActivationFigure.scene(Activation.allCases, on: $0, measuring: $1)
      },
      Maker("one activation") { ActivationFigure.scene([.gelu], on: $0, measuring: $1) },
      Maker("relu loss") { ReLULossFigure.scene(on: $0, measuring: $1) },
      Maker("quantization") { QuantizationFigure.scene(on: $0, measuring: $1) },
      Maker("aligned") {
        let graphs = try ["mobilenet-v1", "ssd-mobilenet-v1", "ssd-vgg16"].map {
          try TestTables.graph($0, Scaling(resolution: 300))
        }
        return AlignedFigure.scene(graphs: graphs, on: $0, measuring: $1)
      },
      Maker("residuals") {
        try #require(
          BlockComparisonFigure.residuals(
            TestTables.graph("resnet-50"), TestTables.graph("mobilenet-v2"), on: $0, measuring: $1))
      },
      Maker("last stages") {
        try #require(
          BlockComparisonFigure.lastStages(
            before: TestTables.graph("mobilenet-v3-large@original-last-stage"),
            after: TestTables.graph("mobilenet-v3-large"), on: $0, measuring: $1))
      },
      Maker("strides") {
        let graph = try TestTables.graph("mobilenet-v2")
        let row = try #require(graph.rows.firstIndex { $0.number == 3 })
        return try #require(
          BlockComparisonFigure.strides(graph: graph, row: row, on: $0, measuring: $1))
      },
      Maker("sweep") {
        let spec = try TestTables.library.architecture(named: "mobilenet-v2")
        let costs = try spec.sweep(
          widths: [0.35, 0.5, 0.75, 1, 1.4],
          resolutions: [96, 128, 160, 192, 224].map { Resolution($0) })
        return SweepFigure.scene(
          spec: spec, cells: costs.map { SweepFigure.Cell($0, accuracy: 70.4) }, canvas: $0,
          measuring: $1)
      },
      Maker("netadapt") { try netAdapt(steps: 12, on: $0, measuring: $1) },
      Maker("netadapt with a curve") { try netAdapt(steps: 3, on: $0, measuring: $1) },
      Maker("accuracy") {
        var entries: [AccuracyFigure.Entry] = []
        for index in 0..<30 {
          let macs: Double = 1e7 * Double(1 + index * index)
          let parameters: Double = 1e6 * Double(1 + index % 5)
          let percent: Double = 50 + Double(index % 11) * 2.5
          entries.append(
            AccuracyFigure.Entry(
              name: "Network \(index)", family: "Family \(index % 9)", macs: macs,
              parameters: parameters, percent: percent))
        }
        return AccuracyFigure.scene(entries, sources: ["a paper"], canvas: $0, measuring: $1)
      },
    ]
  }

  /// A search whose proxy is made up.
  private static func netAdapt(
    steps: Int, on canvas: FigureCanvas, measuring metrics: FixedTextMetrics
  ) throws -> Scene {
    let graph = try TestTables.graph("mobilenet-v3-large")
    let device = Device(
      name: "given", title: "A device", gigaflops: 12, gigabytesPerSecond: 4, source: "made up")
    func seconds(_ graph: Graph) -> Double { Roofline(graph, on: device).seconds }
    var trace = NetAdaptTrace(
      budget: .predicted(device), reduction: 0.03, start: graph, startCost: seconds(graph))
    for step in 1...steps {
      let proposals = try trace.graph.spec.netAdaptProposals(
        reducingBy: 0.03, of: trace.startCost, cost: seconds)
      trace.steps.append(
        NetAdaptTrace.Step(
          proposal: try #require(proposals.first { $0.suffices }),
          proxy: 1 - 0.04 * Double(step), choices: proposals.count))
    }
    return NetAdaptFigure.scene(
      trace, note: "proxy on 12 pictures", on: canvas, measuring: metrics)
  }

  private static var multipliers: [Maker] {
    ["mobilenet-v1", "mobilenet-v2", "yolov5-mobilenet-v3-small"].map { name in
      Maker("divisible \(name)") {
        let graph = try TestTables.graph(name)
        return try #require(
          DivisibleFigure.scene(
            spec: graph.spec, channels: DivisibleFigure.channels(of: graph), on: $0,
            measuring: $1))
      }
    }
  }

  private static var convolutions: [Maker] {
    [(3, 512, 512, 14), (1, 3, 1, 1), (7, 1, 1000, 224), (11, 1_000_000, 8, 300)].map {
      kernel, input, output, size in
      Maker("convolution \(kernel) \(input) \(output) \(size)") {
        let comparison = try SeparableComparison(
          kernel: PerAxis(kernel), outputChannels: output,
          input: Shape(height: size, width: size, channels: input))
        return ConvolutionFigure.scene(comparison, on: $0, measuring: $1)
      }
    }
  }

  private static var pyramids: [Maker] {
    detectors.map { name in
      Maker("pyramid \(name)") {
        try #require(
          PyramidFigure.scene(graph: TestTables.graph(name), on: $0, measuring: $1))
      }
    }
  }

  static let all =
    ofNetworks + lessons + multipliers + convolutions + pyramids + LookContents.makers
    + BoxesFigureTests.makers + NetworkQuantizationFigureTests.makers

  @Test("Texts have room, and are at least 6 points high where they are shown", arguments: all)
  func textsHaveRoom(_ figure: Maker) throws {
    let metrics = FixedTextMetrics()
    for canvas in FigureCanvas.allCases {
      let scene = try figure.make(canvas, metrics)
      SceneLaws.check(scene, metrics)
      let smallest = scene.primitives.compactMap(\.label?.style.size).min() ?? 0
      switch canvas {
      case .slide: #expect(SceneLaws.smallestText(scene) >= 9)
      case .page: #expect(smallest * 468 / scene.size.width >= 6)
      case .column: #expect(smallest * 252 / scene.size.width >= 6)
      }
    }
  }

  @Test("Texts can be read on what lies below them, in every theme", arguments: all)
  func textsHaveContrast(_ figure: Maker) throws {
    let scene = try figure.make(.slide, FixedTextMetrics())
    for theme in Theme.allCases {
      #expect(SceneLaws.faintTexts(scene.themed(theme)).isEmpty, "\(theme)")
    }
  }

  @Test("On paper there are no colors", arguments: all)
  func printIsGray(_ figure: Maker) throws {
    let scene = try figure.make(.slide, FixedTextMetrics()).themed(.print)
    for primitive in scene.primitives {
      let colors: [Color] =
        switch primitive {
        case .path(_, let fill, let stroke): [fill, stroke?.color].compactMap { $0 }
        case .text(let label): [label.style.color]
        case .image: []
        }
      #expect(colors.allSatisfy { $0.red == $0.green && $0.green == $0.blue })
    }
  }
}
