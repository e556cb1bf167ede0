import Architecture
import ArgumentParser
import CostAnalysis
import Foundation
import ImageDecoding
import Models
import NetworkGraph
import ONNXImport
import TableReading
import TestSupport
import WeightFiles

/// Mutants with what this program makes of them, for another one to be compared with: the explorer.
struct FuzzMutants: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutants",
    abstract: "Print mutants of tables and files, a line of JSON each, with what they hold.")

  @Argument(help: "Files in folders called checkpoint, onnx and picture.", completion: .file())
  var files: [String] = []

  @Option(help: "Mutants of each file.")
  var mutants: UInt64 = 10

  @Option(help: "Mutants of all tables together.")
  var tables = 300

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  /// Tensors with more numbers are not read: a few bytes may ask for many.
  private static let mostNumbers = 1 << 20

  /// A mutant and what becomes of it: an error, or numbers.
  private struct Mutant: Encodable {
    var kind: String
    var name: String
    /// A table's text, or the bytes of a file in base64.
    var content: String
    var error: String?
    var numbers: [String]?
  }

  func run() throws {
    CurrentInput.installHandlers()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func show(_ mutant: Mutant) throws {
      print(String(decoding: try encoder.encode(mutant), as: UTF8.self))
    }
    let judge = try TableJudge()
    let donors = judge.files.flatMap { $0.text.split(separator: "\n").map(String.init) }
    let architectures = judge.files.filter { $0.architectureName != nil }
    for count in 0..<tables {
      let file = architectures[count % architectures.count]
      var mutator = TextMutator(seed: seed &+ UInt64(count) &* 1_000_003, donors: donors)
      let text = mutator.mutant(of: file.text)
      CurrentInput.begin("\(file.name), number \(count)", seconds: 30)
      try show(table(TableFile(name: file.name, text: text), insteadOf: file))
    }
    for path in files {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      for seed in seed..<seed + mutants {
        var mutator = ByteMutator(seed: seed)
        CurrentInput.begin("\(path), seed \(seed)", seconds: 30)
        try show(file(path, mutator.mutant(of: bytes)))
      }
    }
  }

  private func table(_ table: TableFile, insteadOf file: TableFile) -> Mutant {
    let name = table.architectureName ?? file.architectureName ?? ""
    var mutant = Mutant(kind: "table", name: name, content: table.text)
    do {
      try table.requireKind()
      let library = TableLibrary.builtIn.adding([TableFile(name: file.name, text: table.text)])
      let graph = try library.graph(named: name)
      mutant.numbers = Self.numbers(graph)
    } catch { mutant.error = "\(error)" }
    return mutant
  }

  private func file(_ path: String, _ bytes: [UInt8]) throws -> Mutant {
    let url = URL(filePath: path)
    let kind = url.deletingLastPathComponent().lastPathComponent
    var mutant = Mutant(
      kind: kind, name: url.lastPathComponent, content: Data(bytes).base64EncodedString())
    do {
      switch ByteReadingKind(rawValue: kind) {
      case .checkpoint:
        let checkpoint = try Checkpoint(reading: MemoryByteSource(bytes))
        let read = checkpoint.tensors.values.count { tensor in
          tensor.count < Self.mostNumbers && (try? checkpoint.values(of: tensor)) != nil
        }
        mutant.numbers = ["\(checkpoint.tensors.count)", "\(read)"]
      case .onnx:
        mutant.numbers = Self.numbers(try Self.network(bytes, mutant.name).graph)
      case .picture:
        let picture = try ImageDecoder.decode(bytes)
        mutant.numbers = ["\(picture.width)", "\(picture.height)"]
      case nil: throw ValidationError("'\(path)' is in no folder of a kind")
      }
    } catch let error as ValidationError {
      throw error
    } catch { mutant.error = "\(error)" }
    return mutant
  }

  private enum ByteReadingKind: String {
    case checkpoint, onnx, picture
  }

  /// The network of a model; one that leaves its picture's size open has 224 pixels, as in the explorer.
  private static func network(_ bytes: [UInt8], _ name: String) throws -> ONNXNetwork {
    do throws(ONNXError) {
      return try ONNXNetwork(reading: MemoryByteSource(bytes), named: name, file: name)
    } catch {
      guard case .openSize = error else { throw error }
      return try ONNXNetwork(
        reading: MemoryByteSource(bytes), named: name, file: name, resolution: 224)
    }
  }

  private static func numbers(_ graph: Graph) -> [String] {
    let cost = graph.totalCost()
    return ["\(cost.parameters.total)", "\(cost.macs)"]
  }
}
