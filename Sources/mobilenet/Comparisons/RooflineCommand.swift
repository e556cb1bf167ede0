import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting

struct RooflineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roofline",
    abstract: "The least time on a device, by compute and memory.",
    discussion: """
      A layer takes at least as long as its arithmetic at the device's peak and its memory traffic at \
      the device's bandwidth. With several networks, their totals are compared: fewer \
      multiply-accumulates may take longer. Options for width and size are of those networks that have none \
      behind a colon. 'mobilenet run NAME --profile' measures.

        mobilenet roofline mobilenet-v2 --device raspberry-pi-4
        mobilenet roofline mobilenet-v1:0.75 mobilenet-v2 --device v100
        mobilenet roofline mobilenet-v3-large --part backbone
        mobilenet roofline mobilenet-v1 --gflops 118 --bandwidth 30
        mobilenet roofline mobilenet-v2 --device a100 --precision int8
      """)

  @Argument(
    help: "One network, layer by layer, or several side by side; NAME:ALPHA/PIXELS.",
    completion: .networks)
  var names: [String]

  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var device: DeviceOptions
  @OptionGroup var numbers: CountedPrecisionOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    let library = try tables.library()
    let device = try device.device(library, computingIn: numbers.precision)
    var networks = Networks(library)
    let graphs = try names.map { name in
      var graph = try library.graph(notation: name, &networks, at: scaling.multipliers)
      graph.precision = numbers.precision
      return (name: name, graph: graph)
    }
    if graphs.count == 1, let graph = graphs.first?.graph {
      return output.say([RooflineReport.table(graph, on: device)])
    }
    output.say([RooflineReport.comparison(graphs, on: device)])
  }
}
