import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting

struct RooflineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roofline",
    abstract: "Which layers wait for memory, and the least time.",
    discussion: """
      A layer takes no less time than its arithmetic at the device's peak and no less than its bytes \
      at the device's bandwidth. Several networks are compared: fewer multiply-accumulates may take \
      longer. 'mobilenet run NAME --profile' puts measured times beside it.

        mobilenet roofline mobilenet-v2 --device raspberry-pi-4
        mobilenet roofline mobilenet-v1:0.75 mobilenet-v2 --device v100
        mobilenet roofline mobilenet-v1 --gflops 118 --bandwidth 30
      """)

  @Argument(
    help: "One network, layer by layer; or several, beside one another; NAME:ALPHA/PIXELS.",
    completion: .networks)
  var names: [String]

  @OptionGroup var device: DeviceOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    let library = try tables.library()
    let device = try device.device(library)
    var networks = Networks(library)
    let graphs = try names.map { name in
      (name: name, graph: try networks.graph(NetworkRequest(notation: name)))
    }
    if graphs.count == 1, let graph = graphs.first?.graph {
      return output.say([RooflineReport.table(graph, on: device)])
    }
    output.say([RooflineReport.comparison(graphs, on: device)])
  }
}
