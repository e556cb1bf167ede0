import Architecture
import Inference
import NetworkGraph

extension VerificationReport {
  /// What witnesses contradict, a line each.
  func contradictions() -> [String] {
    (testimonies ?? []).compactMap { testimony in
      testimony.contradiction.map { contradiction in
        let place = contradiction.place.map { ", \($0)" } ?? ""
        return "FAIL \(verification.graph.spec.name)\(place): \(testimony.witness) contradicts: "
          + contradiction.text
      }
    }
  }

  /// What holds, by whose word, who was not asked, and what nobody has witnessed.
  func witnessLines() -> [String] {
    guard let testimonies else { return [] }
    guard testimonies.contains(where: { $0.speaks }) else {
      let others = Self.notAsked(testimonies)
      return ["No witness: nobody else's account of \(verification.graph.spec.name) was asked."]
        + others
    }
    let lines = testimonies.filter { !$0.confirmed.isEmpty }.map { testimony in
      "\(testimony.witness): \(Self.list(testimony.confirmed.map(Self.text)))"
        + (testimony.isAboutNumbers ? " within 1e-4 standard deviations." : ".")
    }
    let nobody = verification.graph.unwitnessed(testimonies).map(Self.name)
    return lines + Self.notAsked(testimonies)
      + (nobody.isEmpty ? [] : ["Nobody witnesses: \(nobody.joined(separator: ", "))."])
  }

  /// A line for each reason; of several witnesses with one reason, how many there are of each framework.
  private static func notAsked(_ testimonies: [Testimony]) -> [String] {
    var reasons: [String] = []
    for case let reason? in testimonies.map({ $0.notAsked }) where !reasons.contains(reason) {
      reasons.append(reason)
    }
    return reasons.map { reason in
      let silent = testimonies.filter { $0.notAsked == reason }
      guard silent.count > 1 else { return "Not asked: \(silent[0].witness), because \(reason)." }
      var frameworks: [String] = []
      for testimony in silent where !frameworks.contains(testimony.framework) {
        frameworks.append(testimony.framework)
      }
      let counts = frameworks.map { name in
        "\(name) (\(silent.count { $0.framework == name }))"
      }
      let why = reason.hasPrefix("its ") ? "their " + reason.dropFirst("its ".count) : reason
      return "Not asked, because \(why): \(list(counts))."
    }
  }

  /// By whose word it holds, for a table with a line for each network.
  var witnessNames: String {
    var names: [String] = []
    for testimony in testimonies ?? [] where !testimony.confirmed.isEmpty {
      if !names.contains(testimony.framework) { names.append(testimony.framework) }
    }
    return names.joined(separator: ", ")
  }

  /// What nobody has witnessed, for the same.
  var unwitnessed: String {
    guard let testimonies, testimonies.contains(where: { $0.speaks }) else { return "all" }
    let names = verification.graph.unwitnessed(testimonies).map(Self.name)
    return names.joined(separator: ", ")
  }

  private static func name(_ aspect: Testimony.Aspect) -> String {
    switch aspect {
    case .tensors: "tensors"
    case .parameters: "parameters"
    case .blocks: "blocks"
    case .outputs: "answers"
    case .preprocessing: "preprocessing"
    case .shrinking: "shrinking pictures"
    case .labels: "labels"
    case .boxes: "boxes"
    case .widths: "widths"
    }
  }

  private static func text(_ confirmation: Testimony.Confirmation) -> String {
    let count = confirmation.count
    func counted(_ one: String, _ many: String) -> String {
      "\(Numbers.grouped(count)) \(count == 1 ? one : many)"
    }
    return switch confirmation.aspect {
    case .tensors: counted("tensor", "tensors")
    case .parameters: counted("parameter", "parameters")
    case .blocks: counted("block", "blocks")
    case .outputs: counted("answer", "answers")
    case .preprocessing: "a prepared picture"
    case .shrinking: counted("shrunk picture", "shrunk pictures")
    case .labels: counted("label", "labels")
    case .boxes: counted("box", "boxes")
    case .widths: counted("width", "widths")
    }
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.joined() }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Testimony {
  /// Whether numbers were compared that rounding makes differ.
  fileprivate var isAboutNumbers: Bool {
    confirmed.contains { confirmation in
      switch confirmation.aspect {
      case .blocks, .outputs, .preprocessing, .shrinking, .boxes: true
      case .tensors, .parameters, .labels, .widths: false
      }
    }
  }
}
