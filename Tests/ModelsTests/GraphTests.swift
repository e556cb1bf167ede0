import Architecture
import CostAnalysis
import Models
import NetworkGraph
import TableReading
import TestSupport
import Testing

@Suite("Networks by name")
struct GraphTests {
  @Test("the tables that are built in are the repository's")
  func builtIn() throws {
    let repository = try TableLibrary.repository()
    #expect(TableLibrary.builtIn.architectureNames == repository.architectureNames)
    #expect(TableLibrary.builtIn.conventionNames == repository.conventionNames)
    for name in repository.architectureNames {
      #expect(
        try TableLibrary.builtIn.graph(named: name).totalCost()
          == Graph(named: name).totalCost())
    }
  }

  @Test("tables of one's own go over those that are built in")
  func own() throws {
    let text = try Repository.table("Architectures/MobileNetV2").text
    let library = TableLibrary.builtIn(under: [
      TableFile(name: "Mine.yaml", text: text.replacing("title: MobileNetV2", with: "title: Mine"))
    ])
    #expect(try library.graph(named: "v2").spec.title == "Mine")
    #expect(library.architectureNames == TableLibrary.builtIn.architectureNames)
  }

  @Test("a width in the name is the width that is asked for", arguments: ["035", "050", "140"])
  func width(hundredths: String) throws {
    let width = try #require(Double(hundredths)) / 100
    let asked = try TableLibrary.builtIn.graph(named: "v2", at: Multipliers(width: width))
    let named = try TableLibrary.builtIn.graph(named: "mobilenetv2_\(hundredths)")
    #expect(named.totalCost() == asked.totalCost() && named.scaling == asked.scaling)
    var networks = Networks(.builtIn)
    let request = NetworkRequest("MobileNetV2_\(hundredths)")
    #expect(try networks.graph(request).totalCost() == asked.totalCost())
  }

  @Test("a resolution multiplier gives the rounded resolution")
  func resolutionMultiplier() throws {
    let spec = try Repository.architecture(named: "v1")
    for rho in stride(from: 0.1, through: 2, by: 0.07) {
      let scaling = try Multipliers(resolutionMultiplier: rho).scaling(of: spec)
      #expect(scaling.resolution == Resolution(Int((224 * rho).rounded())))
    }
    #expect(try Multipliers().scaling(of: spec) == Scaling())
    #expect(
      try Multipliers(resolution: 96, resolutionMultiplier: 0.5).scaling(of: spec).resolution == 96)
    for rho in [0, -1, .nan, .infinity, 1e300] {
      #expect(throws: ModelError.self) {
        try Multipliers(resolutionMultiplier: rho).scaling(of: spec)
      }
    }
  }

  @Test("a resolution multiplier scales both sides of the table's own input")
  func rectangle() throws {
    let library = TableLibrary.builtIn(under: [Self.wide])
    let spec = try library.architecture(named: "wide")
    for (rho, resolution) in [(1, "32x96"), (0.5, "16x48"), (2.01, "64x193")] {
      #expect(
        try Multipliers(resolutionMultiplier: rho).scaling(of: spec).resolution
          == Resolution(resolution))
    }
    let costs = try FitSearch(library).candidates(["wide"], widths: [1], resolutions: nil)
    #expect(
      costs.map { "\($0.cost.resolution)" } == [
        "96x288", "128x384", "160x480", "192x576", "224x672", "256x768",
      ])
    let asked = try FitSearch(library).candidates(["wide"], widths: [1], resolutions: [96])
    #expect(asked.map(\.cost.resolution) == [96])
  }

  /// A table whose own input is three times as wide as high.
  static let wide = TableFile(
    name: "Wide.yaml",
    text: """
      name: wide
      input: {shape: [32, 96, 3]}
      rules: {norm: {epsilon: 1.0e-5}, padding: symmetric}
      columns: [ operator, out, s ]
      rows:
        - [ conv2d 3x3, 8, 2 ]

      """)

  @Test("what is found within a budget is a classifier, once for every cost")
  func fit() throws {
    let search = try FitSearch(.builtIn)
    let candidates = try search.candidates([], widths: [0.5, 1], resolutions: [16, 128, 224])
    #expect(candidates.allSatisfy { $0.cost.resolution != 16 })
    #expect(Set(candidates).count == candidates.count)
    #expect(candidates.contains { $0.name == "mobilenet-v2" && $0.accuracy != nil })
    #expect(!candidates.contains { $0.name.hasPrefix("ssd") || $0.name.hasPrefix("yolo") })
    let named = try search.candidates(["mobilenetv2_050"], widths: [1, 1.4], resolutions: [224])
    #expect(named.map(\.cost.width) == [0.5] && named.map(\.name) == ["mobilenet-v2"])
  }
}
