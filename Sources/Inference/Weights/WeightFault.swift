import Architecture
import Kernels
import NetworkGraph

/// A tensor of weights with numbers that no layer can use, or that make a channel of nothing.
public struct WeightFault: Hashable, Sendable, CustomStringConvertible {
  /// The tensor's name.
  public var name: String
  /// Scalars that are NaN.
  public var notNumbers: Int
  /// Scalars that are infinite.
  public var infinite: Int
  /// Variances below zero.
  public var negativeVariances: Int
  /// Factors of a normalization that are zero.
  public var zeroScales: Int
  /// Scalars of the tensor.
  public var count: Int

  /// Whether results are wrong: a scale of zero only makes a channel constant.
  public var spoils: Bool { notNumbers + infinite + negativeVariances > 0 }

  /// The faults of a tensor in one pass; nothing if there is none.
  init?(_ values: [Float], _ role: ParameterTensor.Role, name: String = "") {
    (self.name, count) = (name, values.count)
    (notNumbers, infinite, negativeVariances, zeroScales) = (0, 0, 0, 0)
    if !values.areFinite {
      for value in values where !value.isFinite {
        if value.isNaN { notNumbers += 1 } else { infinite += 1 }
      }
    }
    switch role {
    case .normVariance: negativeVariances = values.count { $0 < 0 }
    case .normWeight, .scale: zeroScales = values.count { $0 == 0 }
    case .weight, .bias, .normBias, .normMean, .slope: break
    }
    if !spoils, zeroScales == 0 { return nil }
  }

  /// The name, and how many of which kind there are.
  public var description: String {
    let kinds = [
      (notNumbers, "NaN"), (infinite, "infinite"), (negativeVariances, "negative"),
      (zeroScales, "zero"),
    ]
    let found = kinds.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(name) (\(found.joined(separator: ", ")) of \(count))"
  }

  /// A list in one phrase: the first three, and how many more there are.
  public static func list(_ faults: [WeightFault]) -> String {
    let names = faults.prefix(3).map { $0.description }.joined(separator: ", ")
    return faults.count > 3 ? names + " and \(faults.count - 3) more tensors" : names
  }
}

/// Looks at every tensor while weights are read.
struct WeightInspection {
  private var found: [Int: [ParameterTensor.Role: WeightFault]] = [:]

  /// Looks at one tensor of a node.
  mutating func inspect(_ values: [Float], _ node: Int, _ role: ParameterTensor.Role) {
    if let fault = WeightFault(values, role) { found[node, default: [:]][role] = fault }
  }

  /// What was found, in the order of the nodes, under the names of the network's tensors.
  func faults(in graph: Graph) -> [WeightFault] {
    guard !found.isEmpty else { return [] }
    return graph.parameterTensors(naming: graph.spec.naming).compactMap { tensor in
      var fault = found[tensor.node]?[tensor.role]
      fault?.name = tensor.name
      return fault
    }
  }
}
