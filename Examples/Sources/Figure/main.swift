// Prints the figure of a network as SVG: Figure [NAME] >FILE.svg
import MobileNetExplorer
import MobileNetFigures

let name = CommandLine.arguments.dropFirst().first ?? "mobilenet-v3-large"

let graph = try TableLibrary.builtIn.graph(named: name)
let scene = ArchitectureFigure.scene(graph: graph, measuring: try CairoTextMetrics())
print(String(decoding: try CairoRenderer.render(scene, as: .svg), as: UTF8.self))
