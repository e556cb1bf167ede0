// Prints what every block of a network costs, as a Markdown table: CostTable [NAME [WIDTH]]
import MobileNetExplorer

let arguments = CommandLine.arguments.dropFirst()
let name = arguments.first ?? "mobilenet-v2"
let width = arguments.dropFirst().first.flatMap(Double.init)

let graph = try TableLibrary.builtIn.graph(named: name, at: Multipliers(width: width))
print(CostReport(graph, by: .block).table().rendered(as: .markdown))
let cost = graph.totalCost()
print("\(cost.parameters.total) parameters, \(cost.macs) multiply-accumulates")
