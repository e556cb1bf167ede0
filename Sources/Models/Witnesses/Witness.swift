import Architecture
import Inference
import NetworkGraph

/// What somebody else's definition of a network says of it: its tensors, what it computes from seeded
/// weights and picture, what it makes of a small picture, what it calls the classes.
package struct Witness: Sendable {
  /// Whose definition it is: `torchvision`.
  package var framework: String
  /// The framework's version, if it has one.
  package var version: String?
  /// What the framework calls the network.
  package var model: String?
  /// The networks of tables that it is about; where a dialect is meant, with it.
  package var networks: [String] = []
  /// The width multiplier, if not the network's own.
  package var width: Double?
  /// The number of classes, if not the network's own.
  package var classes: Int?
  /// The resolution at which numbers were computed.
  package var resolution: Resolution?
  /// What the numbers of the seeded picture are multiplied by: large ones are clipped where small ones
  /// are not.
  package var scale = 1.0
  /// Names and shapes of tensors.
  package var tensors: [String: [Int]] = [:]
  /// How many parameters there are.
  package var parameters: Int?
  /// What modules give, by their names.
  package var taps: [String: TensorStatistics] = [:]
  /// The modules of the weights of layers inside blocks that have taps too, where the tap has another
  /// name.
  package var layers: [String: String] = [:]
  /// The answers.
  package var outputs: [String: TensorStatistics] = [:]
  /// The input that the framework makes of the picture that stands beside the witnesses.
  package var preprocessing: TensorStatistics?
  /// The input that it makes of many copies of that picture side by side, which is larger than the input.
  package var shrinking: TensorStatistics?
  /// What the framework's detector makes of answers by formula: its `boxes`, `scores` and `classes`.
  package var detections: [String: TensorStatistics] = [:]
  /// What the framework calls the classes.
  package var labels: [String] = []

  /// Who it is, in a few words: `torchvision 0.29.2 (mobilenet_v2, 224x224)`.
  package var title: String {
    var details: [String] = []
    if let model { details.append(model) }
    if let width { details.append("width \(width)") }
    if let resolution { details.append("\(resolution.height)x\(resolution.width)") }
    if scale != 1 {
      details.append("picture times \(Int(exactly: scale).map { "\($0)" } ?? "\(scale)")")
    }
    return framework + (version.map { " \($0)" } ?? "")
      + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
  }

  /// Programs that answer by a table of ours, or run what was exported from one.
  private static let own = [
    "mobilenet-explorer", "mobilenet", "onnx", "onnxruntime", "onnx runtime",
  ]

  /// Whether it says anything of tensors and what they compute.
  var isOfGraph: Bool { !tensors.isEmpty || parameters != nil || resolution != nil }

  /// Throws `WitnessError` if the framework only repeats what our tables say, or it says nothing.
  func requireForeign() throws(WitnessError) {
    guard !framework.isEmpty else { throw .noFramework }
    guard !Self.own.contains(framework.lowercased()) else { throw .own(framework) }
    guard !networks.isEmpty else { throw .noNetwork }
    let says =
      !tensors.isEmpty || parameters != nil || !taps.isEmpty || !outputs.isEmpty
      || preprocessing != nil || shrinking != nil || !detections.isEmpty || !labels.isEmpty
    guard says else { throw .silent }
    guard resolution != nil || (taps.isEmpty && outputs.isEmpty) else { throw .noInput }
  }
}

/// Why a file is no witness.
package enum WitnessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is no JSON, or has something else where a witness has a number, at this byte.
  case malformed(offset: Int)
  /// It does not say whose definition it is.
  case noFramework
  /// It is our own account.
  case own(String)
  /// It does not say which network it is about.
  case noNetwork
  /// It says nothing of the network.
  case silent
  /// It has numbers, but not the shape of the input.
  case noInput
  /// It is about another network than the one asked about.
  case otherNetwork(String, is: [String])

  /// One sentence.
  package var description: String {
    switch self {
    case .malformed(let offset): "it is not a witness's JSON at byte \(offset)"
    case .noFramework:
      "it states no 'framework', and only somebody else's definition of a network is a witness"
    case .own(let framework):
      "it is by '\(framework)', which computes what a table or an export of it says, so it witnesses"
        + " nothing"
    case .noNetwork: "it states no 'network'"
    case .silent: "it says nothing of the network"
    case .noInput: "it has no 'input', the shape of the picture that its numbers are of"
    case .otherNetwork(let asked, let networks):
      "it is about '\(networks.joined(separator: "', '"))', not '\(asked)'"
    }
  }
}
