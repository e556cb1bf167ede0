import Architecture
import CostAnalysis
import Inference
import KernelInterface
import Models
import NetworkGraph
import TableReading
import TestSupport
import Testing

@Suite("Witnesses")
struct WitnessTests {
  private func testimonies(
    _ network: String, at multipliers: Multipliers = Multipliers(), _ witnesses: [Witness]
  ) throws -> [Testimony] {
    try Hearing(
      TableLibrary.builtIn.graph(named: network, at: multipliers), in: .builtIn, engine: .best,
      memory: 1 << 34
    ).testimonies(witnesses)
  }

  @Test("every file is a witness, of a network that is there", arguments: Witness.files.map(\.name))
  func file(name: String) throws {
    let text = try #require(Witness.files.first { $0.name == name }).text
    let witness = try Witness(reading: text)
    for network in witness.networks {
      _ = try TableLibrary.builtIn.architecture(named: network)
    }
  }

  @Test("all files are read")
  func all() { #expect(Witness.builtIn.count == Witness.files.count && Witness.files.count > 40) }

  @Test(
    "no witness contradicts a built-in table", arguments: TableLibrary.builtIn.architectureNames)
  func holds(network: String) throws {
    for testimony in try testimonies(network, Witness.builtIn) {
      #expect(testimony.contradiction == nil, "\(testimony.witness)")
    }
  }

  @Test(
    "no witness contradicts a dialect",
    arguments: [
      "timm", "torchvision", "paper", "slim", "slim-minimalistic", "d-li14", "timm-tf",
      "timm-tf-minimalistic",
    ])
  func dialects(dialect: String) throws {
    for network in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large"] {
      let family = try TableLibrary.builtIn.architecture(named: network).family
      guard TableLibrary.builtIn.dialects(of: family).contains(dialect) else { continue }
      for testimony in try testimonies("\(network)@\(dialect)", Witness.builtIn) {
        #expect(testimony.contradiction == nil, "\(network)@\(dialect): \(testimony.witness)")
      }
    }
  }

  // MARK: - What applies

  private func heard(_ network: String, at multipliers: Multipliers) throws -> [Testimony] {
    try testimonies(network, at: multipliers, Witness.builtIn).filter(\.speaks)
  }

  @Test("at another width only witnesses of that width speak; the others are named")
  func widths() throws {
    let all = try testimonies("v2", at: Multipliers(width: 0.35), Witness.builtIn)
    #expect(all.filter(\.speaks).map(\.witness).contains { $0.contains("width 0.35") })
    #expect(
      all.filter(\.speaks).allSatisfy {
        $0.witness.contains("0.35") || $0.witness.contains("presets")
      })
    #expect(
      all.contains { $0.witness.contains("224x224") && $0.notAsked == "the width is another" })
  }

  @Test("at another resolution tensors and parameters still hold, and numbers are not asked")
  func resolutions() throws {
    let testimony = try #require(
      testimonies("v2", at: Multipliers(resolution: 64), Witness.builtIn)
        .first { $0.witness.contains("mobilenet_v2, 224x224") })
    #expect(testimony.confirmed.map(\.aspect) == [.tensors, .parameters])
    #expect(testimony.notAsked == "its numbers are of another resolution")
  }

  @Test("a dialect that computes the same under other names is witnessed; another is not")
  func dialectsThatDiffer() throws {
    let same = try testimonies("v2@torchvision", Witness.builtIn)
      .first { $0.witness.contains("mobilenet_v2, 224x224") }
    #expect(same?.confirmed.map(\.aspect) == [.tensors, .parameters, .blocks, .outputs])
    let other = try testimonies("v2@paper", Witness.builtIn)
      .first { $0.witness.contains("mobilenet_v2, 224x224") }
    #expect(other?.notAsked == "its rules are others" && other?.confirmed == [])
  }

  @Test("with other classes nothing is asked that depends on them")
  func classes() throws {
    let all = try testimonies("v2", at: Multipliers(classes: 10), Witness.builtIn)
    #expect(!all.contains { $0.speaks })
    #expect(all.contains { $0.notAsked == "the classes are others" })
  }

  @Test("what nobody witnesses is named")
  func unwitnessed() throws {
    func unwitnessed(_ network: String) throws -> [Testimony.Aspect] {
      try TableLibrary.builtIn.graph(named: network)
        .unwitnessed(testimonies(network, Witness.builtIn))
    }
    #expect(try unwitnessed("mobilenet-v2") == [])
    #expect(try unwitnessed("mobilenet-v1") == [.labels])
    #expect(
      try unwitnessed("ssdlite-mobilenet-v3-large") == [.preprocessing, .shrinking])
    #expect(try unwitnessed("ssdlite-mobilenet-v3-large@paddle").contains(.boxes))
  }

  // MARK: - What is refused

  @Test(
    "what is no witness is refused",
    arguments: [
      ("[1]", WitnessError.malformed(offset: 0)),
      ("{\"framework\": \"timm\"", .malformed(offset: 20)),
      ("{\"framework\": \"timm\", \"parameters\": 1.5}", .malformed(offset: 36)),
      ("{\"network\": \"mobilenet-v2\", \"parameters\": 3}", .noFramework),
      (
        "{\"framework\": \"mobilenet-explorer\", \"network\": \"x\", \"parameters\": 3}",
        .own("mobilenet-explorer")
      ),
      (
        "{\"framework\": \"ONNX Runtime\", \"network\": \"x\", \"parameters\": 3}",
        .own("ONNX Runtime")
      ),
      ("{\"framework\": \"timm\", \"parameters\": 3}", .noNetwork),
      ("{\"framework\": \"timm\", \"network\": \"x\"}", .silent),
      ("{\"framework\": \"timm\", \"network\": \"x\", \"outputs\": {\"output\": {}}}", .noInput),
    ])
  func refused(text: String, error: WitnessError) {
    #expect(throws: error) { try Witness(reading: text) }
  }

  // MARK: - Edits

  @Test("95 of 100 edits of built-in tables are noticed, the others are named as unwitnessed")
  func edits() throws {
    let edits = TableEdit.all
    #expect(edits.count >= 75)
    var noticed = 0
    for edit in edits {
      switch try edit.outcome() {
      case .refused, .contradicted: noticed += 1
      case .unnoticed(let unwitnessed):
        #expect(
          [.preprocessing, .shrinking, .labels].contains { unwitnessed.contains($0) }, "\(edit)")
      }
    }
    #expect(20 * noticed >= 19 * edits.count, "\(noticed) of \(edits.count)")
  }
}
