import Architecture
import Models
import NetworkGraph
import ONNXImport
import TableReading
import WeightFiles

/// A model's file in place of a network's name.
enum ONNXFile {
  /// Whether a name stands for a file: no network has it, and it ends as ONNX files do, or it has a folder
  /// or another ending than tables have and the file is there.
  static func isMeant(by name: String, _ library: TableLibrary) -> Bool {
    // What ends as tables do is one, or none.
    if name.tableAndDialect.table.isTablePath { return false }
    if (try? library.request(name, width: nil)) != nil { return false }
    return name.hasSuffix(".onnx")
      || (name.contains("/") || name.contains(".")) && Files.exists(name)
  }

  /// The network in the file of a path, at multipliers that are the picture's alone; if neither they nor
  /// the file say how large the picture is, at `openSize`.
  static func network(
    _ path: String, _ multipliers: Multipliers, _ library: TableLibrary
  ) throws -> ONNXNetwork {
    var tables = TableComparison(library)
    return try network(path, multipliers, &tables)
  }

  /// The same, with tables that may be compared with it further.
  static func network(
    _ path: String, _ multipliers: Multipliers, _ tables: inout TableComparison,
    openSize: Resolution? = nil
  ) throws -> ONNXNetwork {
    if multipliers.width != nil { throw failure(path, .fixed(option: "--width")) }
    if multipliers.classes != nil { throw failure(path, .fixed(option: "--classes")) }
    if multipliers.part != nil { throw failure(path, .fixed(option: "--part")) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let source = try FileByteSource(path)
    do {
      let model = try joined(ONNXModel(reading: source), path)
      var network = try ONNXNetwork(
        model, named: String(name.hasSuffix(".onnx") ? name.dropLast(5) : name[...]), file: path,
        resolution: multipliers.resolution)
      if let rho = multipliers.resolutionMultiplier {
        guard let resolution = network.graph.input.resolution.scaled(by: rho) else {
          throw ModelError.resolutionMultiplier(rho)
        }
        network = try ONNXNetwork(
          model, named: network.graph.spec.name, file: path, resolution: resolution)
      }
      return network.named(by: &tables)
    } catch let error as ONNXError {
      if case .openSize = error, let openSize {
        return try network(path, Multipliers(resolution: openSize), &tables)
      }
      if case .reading = error { try refuseOthers(source, path) }
      throw failure(path, error)
    }
  }

  /// The model with the files beside it in which its numbers are; without those that are not there.
  private static func joined(_ model: ONNXModel, _ path: String) throws -> ONNXModel {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let files = model.externalFiles.filter { Files.exists(folder + $0) }
    return try model.joining(files.map { ($0, try FileByteSource(folder + $0)) })
  }

  /// Throws what a file is instead of an ONNX model, if that is known.
  private static func refuseOthers(_ source: FileByteSource, _ path: String) throws {
    do throws(CheckpointError) {
      _ = try Checkpoint(reading: source)
    } catch .unsupportedFormat(let format) where format != .onnx {
      throw Failure.file("'\(path)': \(CheckpointError.unsupportedFormat(format))")
    } catch { return }
    throw Failure.file(
      "'\(path)': this is a checkpoint, not an ONNX model; its network stands here, which"
        + " 'mobilenet identify \(path.shellQuoted)' names, and --weights takes the file")
  }

  private static func failure(_ path: String, _ error: ONNXError) -> Failure {
    switch error {
    case .openSize, .fixed: .usage("'\(path)': \(error)")
    default: .file("'\(path)': \(error)")
    }
  }
}

extension TableLibrary {
  /// A network by name, or of an ONNX file in its place.
  func graph(namedOrIn name: String, at multipliers: Multipliers = Multipliers()) throws -> Graph {
    guard ONNXFile.isMeant(by: name, self) else { return try graph(named: name, at: multipliers) }
    return try ONNXFile.network(name, multipliers, self).graph
  }

  /// The same by a text that may have multipliers: `NAME:ALPHA/PIXELS`, or `FILE.onnx:/PIXELS`; those that it
  /// has not are `multipliers`.
  func graph(
    notation text: String, _ networks: inout Networks, at multipliers: Multipliers = Multipliers()
  ) throws -> Graph {
    let colon = text.lastIndex(of: ":")
    let path = colon.map { String(text[..<$0]) } ?? text
    for (path, rest) in [(text, ""), (path, colon.map { String(text[$0...]) } ?? "")]
    where ONNXFile.isMeant(by: path, self) {
      let request = try NetworkRequest(notation: "file" + rest)
      return try ONNXFile.network(path, multipliers.replaced(by: request), self).graph
    }
    let request = try NetworkRequest(notation: text)
    guard multipliers != Multipliers() else { return try networks.graph(request) }
    return try graph(named: request.name, at: multipliers.replaced(by: request))
  }
}

extension Multipliers {
  /// The multipliers, with those of a request in place of the same.
  fileprivate func replaced(by request: NetworkRequest) -> Multipliers {
    var multipliers = self
    multipliers.width = request.width ?? width
    multipliers.classes = request.classes ?? classes
    // The one goes before the other.
    multipliers.resolution = request.resolution ?? resolution
    return multipliers
  }
}
