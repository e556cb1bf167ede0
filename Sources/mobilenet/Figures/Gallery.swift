import Architecture
import CairoRendering
import CostAnalysis
import Drawing
import Figures
import Models
import NetworkGraph
import TableReading

/// The figures of the committed reports beside those of every network, each with the command that draws
/// it.
struct Gallery {
  /// A figure.
  struct Entry {
    /// The file, without its ending.
    var name: String
    var caption: String
    /// What stands behind `mobilenet`.
    var command: String
    var make: (CairoTextMetrics) throws -> Scene
  }

  /// The entries under one heading.
  struct Section {
    var heading: String
    var entries: [Entry]
  }

  var sections: [Section]

  init(_ library: TableLibrary) throws {
    var networks = Networks(library)
    func graph(_ name: String, _ resolution: Resolution? = nil) throws -> Graph {
      try networks.graph(NetworkRequest(name, resolution: resolution))
    }
    let (v1, v2) = (try graph("mobilenet-v1"), try graph("mobilenet-v2"))
    let (large, small) = (try graph("mobilenet-v3-large"), try graph("mobilenet-v3-small"))
    let residual = try graph("resnet-50")
    let original = try graph("mobilenet-v3-large@original-last-stage")
    let row = v2.rows.firstIndex { $0.number == 3 } ?? 1
    let aligned = try ["mobilenet-v1", "ssd-mobilenet-v1", "ssd-vgg16"].map { try graph($0, 300) }
    let detectors = try [
      "ssd-mobilenet-v1", "yolov3-mobilenet-v3-large", "yolov5-mobilenet-v3-small",
    ].map { try graph($0) }
    let device = try library.device(named: "raspberry-pi-4")
    let comparison = try SeparableComparison(
      kernel: 3, outputChannels: 512, input: Shape(height: 14, width: 14, channels: 512))
    let wide = try SeparableComparison(
      kernel: 5, outputChannels: 256, padding: .valid,
      input: Shape(height: 12, width: 12, channels: 3))
    let rows = try library.graph(
      namedOrIn: "yolov5-mobilenet-v3-large", at: Multipliers(part: .backbone))
    func scene(_ scene: Scene?) throws -> Scene {
      guard let scene else {
        throw Failure.usage("a table was replaced by one that its figure cannot be drawn of")
      }
      return scene
    }
    func block(_ name: String, _ row: String, _ caption: String) throws -> Entry {
      let graph = try graph(name)
      let index = try graph.nodes[graph.layers(ofRow: row)[0].nodes[0]].origin.block
      return Entry(
        name: "\(name.replacing(text: "@", with: "-"))-block-\(row)", caption: caption,
        command: "draw \(name) --block \(row)"
      ) { BlockFigure.scene(graph: graph, block: index, measuring: $0) }
    }
    sections = [
      Section(
        heading: "Convolutions and blocks",
        entries: [
          Entry(
            name: "conv", caption: "Standard and depthwise separable convolution",
            command: "draw conv"
          ) { ConvolutionFigure.scene(comparison, measuring: $0) },
          Entry(
            name: "conv-5x5", caption: "A lecture note's example: 843 weights instead of 19,200",
            command:
              "draw conv --kernel 5 --in-channels 3 --out-channels 256 --size 12x12 --padding valid"
          ) { ConvolutionFigure.scene(wide, measuring: $0) },
          Entry(
            name: "residual", caption: "Residual and inverted residual", command: "draw residual"
          ) { try scene(BlockComparisonFigure.residuals(residual, v2, measuring: $0)) },
          Entry(
            name: "mobilenet-v2-block-3", caption: "Stride 2 without, stride 1 with a shortcut",
            command: "draw mobilenet-v2 --block 3"
          ) { try scene(BlockComparisonFigure.strides(graph: v2, row: row, measuring: $0)) },
          Entry(
            name: "last-stage", caption: "MobileNetV3's last stage, before and after",
            command: "draw last-stage"
          ) {
            try scene(
              BlockComparisonFigure.lastStages(before: original, after: large, measuring: $0))
          },
          try block("mobilenet-v3-large", "bneck4", "Squeeze-and-excitation in a bottleneck"),
          try block("mobilenet-v3-large@eca", "bneck4", "The same with ECA-Net's attention"),
          try block(
            "mobilenet-v3-large@note-003", "bneck11", "A bottleneck of the note's own code"),
          try block("yolov5-mobilenet-v3-large@stem-block", "0", "StemBlock"),
          try block("yolov5-mobilenet-v3-small", "C3-1", "A C3 of YOLOv5"),
          try block("yolov3-mobilenet-v3-large", "detection0", "A detection block of YOLOv3"),
        ]),
      Section(
        heading: "Activations",
        entries: [
          Entry(
            name: "activations", caption: "Curves, derivatives and differences",
            command: "plot activations"
          ) { ActivationFigure.scene(measuring: $0) },
          Entry(
            name: "relu-loss", caption: "What ReLU loses in n dimensions",
            command: "plot relu-loss"
          ) { ReLULossFigure.scene(measuring: $0) },
          Entry(
            name: "quantization", caption: "swish and h-swish in eight bits",
            command: "plot quantization"
          ) { QuantizationFigure.scene(measuring: $0) },
        ]),
      Section(
        heading: "Networks in space",
        entries: [v1, v2, large, small].map { graph in
          Entry(
            name: "\(graph.spec.name)-volumes", caption: graph.spec.title,
            command: "draw \(graph.spec.name) --view volumes"
          ) { VolumeFigure.scene(graph: graph, measuring: $0) }
        }),
      Section(
        heading: "Detectors",
        entries: [
          Entry(
            name: "aligned", caption: "MobileNetV1, MobileNet-SSD and VGG16-SSD",
            command: "draw mobilenet-v1 ssd-mobilenet-v1 ssd-vgg16 --aligned --resolution 300"
          ) { AlignedFigure.scene(graphs: aligned, measuring: $0) }
        ]
          + detectors.map { graph in
            Entry(
              name: "\(graph.spec.name)-pyramid", caption: graph.spec.title,
              command: "draw \(graph.spec.name) --pyramid"
            ) { try scene(PyramidFigure.scene(graph: graph, measuring: $0)) }
          }),
      Section(
        heading: "Costs",
        entries: [v2, large].map { graph in
          Entry(
            name: "\(graph.spec.name)-costs", caption: "What each row costs",
            command: "plot costs \(graph.spec.name)"
          ) { CostFigure.scene(graph: graph, measuring: $0) }
        } + [
          Entry(
            name: "yolov5-mobilenet-v3-large-backbone-costs",
            caption: "What each row of a detector's backbone costs",
            command: "plot costs yolov5-mobilenet-v3-large --part backbone"
          ) { CostFigure.scene(graph: rows, measuring: $0) },
          Entry(
            name: "mobilenet-v3-small-memory", caption: "Memory for activations",
            command: "plot memory mobilenet-v3-small"
          ) { MemoryFigure.scene(graph: small, measuring: $0) },
          Entry(
            name: "mobilenet-v2-roofline", caption: "Under the roofs of a device",
            command: "plot roofline mobilenet-v2 --device raspberry-pi-4"
          ) { RooflineFigure.scene(graph: v2, on: device, measuring: $0) },
          Entry(
            name: "mobilenet-v2-divisible", caption: "What rounding makes of channels",
            command: "plot divisible mobilenet-v2"
          ) {
            try scene(
              DivisibleFigure.scene(
                spec: v2.spec, channels: DivisibleFigure.channels(of: v2), measuring: $0))
          },
          Entry(
            name: "mobilenet-v1-sweep", caption: "Width and resolution",
            command: "plot sweep mobilenet-v1"
          ) { try SweepFigure.scene(of: v1.spec, in: library, measuring: $0) },
          Entry(
            name: "accuracy", caption: "Published accuracy against cost", command: "plot accuracy"
          ) { try AccuracyFigure.scene(of: [], in: library, measuring: $0) },
        ]),
    ]
  }

  /// The page that shows them all.
  var page: String {
    let intro = """
      # Reports

      Figures and tables that `mobilenet reports` writes, the same bytes each time. Each figure stands \
      over the command that draws it.

      """
    let parts = sections.map { section in
      let figures = section.entries.map { entry in
        "![\(entry.caption)](\(entry.name).svg)\n\n```sh\nmobilenet \(entry.command)\n```\n"
      }
      return "## \(section.heading)\n\n" + figures.joined(separator: "\n")
    }
    return ([intro] + parts).joined(separator: "\n")
  }

  /// What stands below: a line for each network.
  static func list(of specs: [ArchitectureSpec]) -> String {
    let lines = specs.map {
      "- [\($0.title)](\($0.name).md): [figure](\($0.name).svg), [block](\($0.name)-block.svg)"
    }
    return "\n## Every network\n\n" + lines.joined(separator: "\n") + "\n"
  }
}
