import ArgumentParser
import Detection
import Inference
import Models
import NetworkGraph
import Reporting
import TableReading
import WeightFiles

struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify", abstract: "What is this file of weights?",
    discussion: """
      Names the format, the network that the tensors fit, by whose names, its width and classes, \
      whether batch norms are folded, what is missing or left over, and the command that runs it. No \
      numbers are read, so it takes no longer for a large file.

        mobilenet identify Data/mobilenet_v2-b0353104.pth
      """)

  @Argument(help: "A checkpoint.", completion: .file())
  var file: String

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    let checkpoint = try Checkpoint(at: file)
    let identity = CheckpointIdentity(of: checkpoint, in: try tables.library())
    let report = IdentityReport(
      file: file, size: try FileByteSource(file).count, checkpoint,
      network: identity.map { network($0, checkpoint) })
    switch answer.format {
    case .json: Console.say(report.json.document)
    case .text: Console.say(report.text(width: Console.style.width))
    }
  }

  private func network(
    _ identity: CheckpointIdentity, _ checkpoint: Checkpoint
  ) -> IdentityReport.Network {
    let graph = identity.graph
    let command =
      Detector.isAnswer(of: graph) ? "detect" : ClassMap.isAnswer(of: graph) ? "segment" : "run"
    return IdentityReport.Network(
      name: identity.name, width: graph.scaling.width ?? graph.spec.nominalWidth,
      classes: graph.scaling.variables(of: graph.spec)["classes"],
      naming: graph.spec.naming?.dialect, isFolded: identity.isFolded, count: identity.count,
      difference: identity.difference(from: checkpoint),
      command:
        "mobilenet \(command) \(identity.title) --weights \(file.shellQuoted) --image PICTURE")
  }
}
