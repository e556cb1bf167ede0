import Architecture
import ArgumentParser
import Detection
import ImageDecoding
import Inference
import Models
import NetworkGraph
import ONNXImport
import Reporting
import TableReading
import WeightFiles

struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify", abstract: "What is this file of weights?",
    discussion: """
      Names the format, the network that the tensors fit, by whose names, its width and classes, \
      whether batch norms are folded, what is missing or left over, and the command that runs it. Of \
      an ONNX model it says which table it equals, or which is nearest. No weights are read, so it takes \
      no longer for a large file.

        mobilenet identify Data/mobilenet_v2-b0353104.pth
        mobilenet identify --formats
      """)

  @Argument(help: "A checkpoint or an ONNX model.", completion: .file())
  var file: String?

  @Flag(help: "List the formats of files that are opened, and those that are only named.")
  var formats = false

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var tables: TableOptions

  func validate() throws {
    guard (file == nil) == formats else {
      throw ValidationError(
        formats ? "--formats takes no FILE" : "Missing expected argument '<file>'")
    }
  }

  func run() throws {
    guard let file else { return sayFormats() }
    let report = try report(file)
    switch answer.format {
    case .json: Console.say(report.json.document)
    case .text: Console.say(report.text(width: Console.style.width))
    }
  }

  private func sayFormats() {
    let pictures = FileContent.allCases.filter { $0 != .text && $0 != .unknown }.map { content in
      FormatsReport.Entry(
        "\(content)", endings: content.endings,
        content.isDecoded ? .picture : .refused("save it as PNG or JPEG"))
    }
    let models = CheckpointFormat.allCases.filter { $0 == .onnx }.map {
      FormatsReport.Entry("an ONNX model", endings: $0.endings, .network)
    }
    let weights = CheckpointFormat.allCases.filter { $0 != .onnx && $0 != .picture }
      .map(FormatsReport.Entry.init)
    let isRead: (FormatsReport.Entry) -> Bool = {
      if case .refused = $0.use { false } else { true }
    }
    let all = weights + models + pictures
    let table = FormatsReport.table(all.filter(isRead) + all.filter { !isRead($0) })
    switch answer.format {
    case .json: Console.say(ReportTable.json([table]))
    case .text: Console.say(table.rendered(as: .text, style: Console.style))
    }
  }

  private func report(_ file: String) throws -> IdentityReport {
    let library = try tables.library()
    let source = try FileByteSource(file)
    let checkpoint: Checkpoint
    do throws(CheckpointError) {
      checkpoint = try Checkpoint(reading: source)
    } catch .unsupportedFormat(.onnx) {
      return try model(file, source, library)
    } catch {
      // Of files that lie beside others, or a message that says what is wrong.
      checkpoint = try Checkpoint(at: file)
    }
    let identity = CheckpointIdentity(of: checkpoint, in: library)
    return IdentityReport(
      file: file, size: source.count, checkpoint,
      network: identity.map { network(file, $0, checkpoint, library) })
  }

  /// A report on an ONNX model; where it leaves the picture's size open, at that of many classifiers.
  private func model(
    _ file: String, _ source: FileByteSource, _ library: TableLibrary
  ) throws -> IdentityReport {
    var tables = TableComparison(library)
    let network = try ONNXFile.network(
      file, Multipliers(), &tables, openSize: Resolution(224))
    let graph = network.graph
    let nearest = graph.spec.imported?.equal == nil ? tables.nearest(to: graph) : nil
    let isOpen = network.model.inputs.contains { value in
      value.dimensions?.dropFirst().contains { if case .open = $0 { true } else { false } } ?? true
    }
    let size = isOpen ? " --resolution \(graph.input.resolution)" : ""
    let own = file + (isOpen ? ":/\(graph.input.resolution)" : "")
    let likeness = nearest.map { nearest in
      let width = nearest.width.map { ":\($0)" } ?? ""
      return (
        text: nearest.description,
        command: "mobilenet diff \(own.shellQuoted) \(nearest.name)\(width)"
      )
    }
    return IdentityReport(
      file: file, size: source.count, graph, likeness: likeness,
      command: "mobilenet run \(file.shellQuoted)\(size)")
  }

  /// What has the same tensors and computes something else.
  private func alike(_ graph: Graph, _ library: TableLibrary) -> [String] {
    library.networks(sharingTensorsWith: graph)
      + graph.variantsWithoutTable.map { "\($0) (no table)" }
  }

  private func network(
    _ file: String, _ identity: CheckpointIdentity, _ checkpoint: Checkpoint,
    _ library: TableLibrary
  ) -> IdentityReport.Network {
    let graph = identity.graph
    let command =
      Detector.isAnswer(of: graph) ? "detect" : ClassMap.isAnswer(of: graph) ? "segment" : "run"
    let difference = identity.difference(from: checkpoint)
    let names = try? tables.classNames.names(of: graph)
    return IdentityReport.Network(
      name: identity.name, width: graph.scaling.width ?? graph.spec.nominalWidth,
      classes: graph.scaling.part == nil ? graph.scaling.variables(of: graph.spec)["classes"] : nil,
      hasBackground: names?.first == ClassNames.background, naming: graph.spec.naming?.dialect,
      alike: identity.isNearest ? [] : alike(graph, library),
      isFolded: identity.isFolded,
      mergedBiases: identity.mergedBiases, prefix: identity.prefix,
      outside: identity.aside(in: checkpoint), ownHead: identity.ownHead(in: checkpoint),
      part: graph.scaling.part, lacking: identity.lacking, count: identity.count,
      difference: difference,
      command: identity.isNearest
        ? nil
        : difference == nil
          ? "mobilenet \(command) \(identity.title) --weights \(file.shellQuoted) --image PICTURE"
          // Without all its tensors it does not run.
          : "mobilenet cost \(identity.title)")
  }
}
