import Foundation
import TestSupport
import Testing

@Suite("Commands that identify prints, pasted")
struct PastedCommandTests {
  private typealias Tensor = (name: String, shape: [Int], values: [Float])

  /// A network of which a framework's names and shapes are recorded.
  struct Recorded: Sendable, CustomTestStringConvertible {
    /// The record among the witnesses.
    var witness: String
    /// The last layer's tensors: the weight and the bias.
    var last: [String]
    /// What stands between the parts of names.
    var separator: Character = "."

    var testDescription: String { witness }
  }

  /// What becomes of the tensors, and with which word the command begins that is expected; none if the
  /// network is none that is known.
  enum Variant: CaseIterable {
    case complete, prefix, otherClasses, ownHead, twoHeads, noClassifier, leftOver, incomplete
    case otherLayers, otherWindow

    var word: String? {
      switch self {
      case .complete, .prefix, .otherClasses, .ownHead, .twoHeads, .noClassifier: "run"
      case .leftOver, .incomplete: "cost"
      case .otherLayers, .otherWindow: nil
      }
    }
  }

  /// Those that are told apart by one network's names as by another's.
  private static let few: [Variant] = [.otherClasses, .ownHead, .noClassifier, .otherLayers]

  private static let recorded = [
    Recorded(
      witness: "mobilenet_v1_keras_0.5", last: ["conv_preds/kernel", "conv_preds/bias"],
      separator: "/"),
    Recorded(
      witness: "mobilenet_v1_slim_0.25",
      last: ["Logits/Conv2d_1c_1x1/weights", "Logits/Conv2d_1c_1x1/biases"].map {
        "MobilenetV1/" + $0
      }, separator: "/"),
    Recorded(witness: "mobilenet_v2_0.35_64", last: ["classifier.1.weight", "classifier.1.bias"]),
    Recorded(witness: "mnasnet_b1_0.5", last: ["classifier.weight", "classifier.bias"]),
    Recorded(
      witness: "mobilenet_v3_small_timm_0.75", last: ["classifier.weight", "classifier.bias"]),
  ]

  private static func tensors(_ recorded: Recorded) throws -> [Tensor] {
    let file = Repository.root.appending(path: "Tables/Witnesses/\(recorded.witness).json")
    let record = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let shapes = try #require(record["tensors"] as? [String: [Int]])
    return shapes.sorted { $0.key < $1.key }.map { tensor($0.key, $0.value) }
  }

  private static func tensor(_ name: String, _ shape: [Int]) -> Tensor {
    (name, shape, Array(repeating: 0.125, count: shape.reduce(1, *)))
  }

  private static func changed(
    _ tensors: [Tensor], _ variant: Variant, _ recorded: Recorded
  ) throws -> [Tensor] {
    let (last, separator) = (recorded.last, recorded.separator)
    let body = tensors.filter { !last.contains($0.name) }
    let own = last.compactMap { name in tensors.first { $0.name == name } }
    let classes = try #require(own.last?.shape.first)
    let layer = try #require(body.first { $0.shape.count == 4 && $0.shape.contains(3) })
    /// The head with other names and another number of classes.
    func head(_ name: String, classes other: Int) -> [Tensor] {
      own.map { tensor in
        let part = tensor.name.split(separator: separator).last ?? ""
        return Self.tensor(
          "\(name)\(separator)\(part)", tensor.shape.map { $0 == classes ? other : $0 })
      }
    }
    return switch variant {
    case .complete: tensors
    case .prefix: tensors.map { ("module." + $0.name, $0.shape, $0.values) }
    case .otherClasses:
      body
        + zip(last, head("", classes: 7)).map { ($0.0, $0.1.shape, $0.1.values) }
    case .ownHead: body + head("head", classes: 7)
    case .twoHeads: body + head("head", classes: 7) + head("side", classes: 9)
    case .noClassifier: body
    case .leftOver: tensors + [Self.tensor("temperature", [1])]
    case .incomplete: tensors.filter { $0.name != layer.name }
    case .otherLayers:
      tensors + [
        Self.tensor("\(layer.name.split(separator: separator)[0])\(separator)new", [2, 2])
      ]
    case .otherWindow:
      tensors.map { tensor in
        tensor.name == layer.name
          ? Self.tensor(tensor.name, tensor.shape.map { $0 == 3 ? 7 : $0 }) : tensor
      }
    }
  }

  @Test("run, or cost what is not complete", arguments: recorded)
  func pasted(recorded: Recorded) throws {
    let tensors = try Self.tensors(recorded)
    let scratch = try Scratch()
    let picture = Repository.root.appending(path: "Tests/Fuzzing/Corpus/picture/rgb.png")
    try scratch.write([UInt8](Data(contentsOf: picture)), to: "picture.png")
    let all = recorded.witness.hasPrefix("mobilenet_v2")
    for variant in all ? Variant.allCases : Self.few {
      let file = "\(variant)'s weights.pth"
      try scratch.write(
        legacyCheckpoint(try Self.changed(tensors, variant, recorded)), to: file)
      let report = try Program.output(["identify", file], in: scratch)
      let command = report.split(separator: "\n").first { $0.hasPrefix("command ") }?
        .dropFirst("command".count).drop { $0 == " " }
      let word = command?.split(separator: " ").dropFirst().first.map(String.init)
      #expect(word == variant.word, "\(variant): \(report)")
      guard let command else { continue }
      let line = String(command).replacing("PICTURE", with: "picture.png")
      let outcome = try Program.shell(line, in: scratch)
      #expect(outcome.code == 0, "\(line): \(outcome.complaint)")
      #expect(!line.contains("--part") || variant == .twoHeads || variant == .noClassifier)
    }
  }
}
