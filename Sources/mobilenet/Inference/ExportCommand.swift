import ArgumentParser
import Inference
import ONNXExport

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a network with its weights as an ONNX model.",
    discussion: """
      The file uses ONNX operator set 17 and includes the weights and the shape of every tensor. Its \
      only input is 'input', 1x3xHxW, normalized as 'mobilenet run' does it. Parameters have the names \
      of the checkpoint or dialect.

        mobilenet export mobilenet-v2 --weights Data/mobilenet_v2-b0353104.pth \\
          --folded --output v2.onnx
      """)

  @OptionGroup var options: ModelOptions

  @Flag(name: .long, help: "Fold the batch norms first.")
  var folded = false

  @Flag(name: .customLong("dynamic-batch"), help: "Let the model take any number of pictures.")
  var hasDynamicBatch = false

  @OptionGroup var faults: FaultOptions

  @Option(
    name: [.long, .short], help: ArgumentHelp("The file. (default: NAME.onnx)", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var overwriting: OverwriteOptions

  func run() throws {
    if let output { try overwriting.check(output, reading: options.files) }
    let source = try options.model(faults)
    try ONNXExport.requireSize(of: source.graph)
    var network = try source.network()
    if folded { network = network.folded() }
    let spec = network.graph.spec
    let path = output ?? "\(spec.name).onnx"
    try overwriting.check(path, reading: options.files)
    if let omission = source.graph.spec.imported?.omission {
      Console.complain("'\(path)' is not the whole network. \(omission)")
    }
    let model = try ONNXExport.model(
      of: network, naming: spec.naming, batch: hasDynamicBatch ? .dynamic : .one)
    try Files.write(model, to: path)
    Console.say(path: path)
  }
}
