import Foundation
import TestSupport
import Testing

@Suite("quantize and inspect")
struct QuantizeTests {
  struct Trial: Decodable {
    struct Run: Decodable {
      var form: String
      var bits: Int?
      var stepPer: String?
      var kept: Int
    }

    struct Layer: Decodable {
      var layer: String
      var tensorOwnDecibels: Double?
      var channelOwnDecibels: Double?
    }

    var seeded: Bool
    var runs: [Run]
    var layers: [Layer]
  }

  private static let small = ["mobilenet-v2", "--width", "0.35", "--resolution", "32"]

  @Test("every number of bits with every step, before and after equalization")
  func runs() throws {
    let trial = try Program.json(
      Trial.self,
      ["quantize"] + Self.small + [
        "--image", "seeded", "--bits", "16,8", "--equalize", "--format", "json",
      ])
    #expect(trial.seeded)
    #expect(
      trial.runs.map { "\($0.form) \($0.bits ?? 0) \($0.stepPer ?? "")" } == [
        "folded 0 ", "folded 16 tensor", "folded 16 channel", "folded 8 tensor", "folded 8 channel",
        "ReLU 0 ", "equalized 0 ", "equalized 16 tensor", "equalized 16 channel",
        "equalized 8 tensor", "equalized 8 channel",
      ])
    #expect(trial.runs[0].kept == 1 && trial.runs[2].kept == 1)
    #expect(trial.layers.count == 2 * 53)
    #expect(trial.layers[0].layer == "features.0.0")
  }

  @Test("one kind of step, one part, every format")
  func choices() throws {
    for format in ["text", "markdown", "csv", "latex", "json"] {
      let text = try Program.output(
        ["quantize"] + Self.small + [
          "--image", "seeded", "--bits", "8", "--per", "tensor", "--only", "weights", "--format",
          format,
        ])
      #expect(text.contains("features.17.conv.2") && !text.contains("channel:"))
      _ = try Program.output(["inspect"] + Self.small + ["--format", format])
    }
    let text = try Program.output(["quantize"] + Self.small + ["--image", "seeded", "--bits", "8"])
    #expect(
      text.hasPrefix("Seeded weights (from a formula, not trained): the numbers mean nothing."))
    // A detector's answers have no best class.
    let detector = try Program.output([
      "quantize", "ssdlite-mobilenet-v2", "--resolution", "96", "--image", "seeded", "--bits", "8",
    ])
    #expect(detector.contains("answers dB") && !detector.contains("best class"))
  }

  @Test(
    "impossible command lines",
    arguments: [
      UsageError(
        "quantize mobilenet-v2 --bits 8", "give a picture to calibrate with: --image FILE"),
      UsageError(
        "quantize mobilenet-v2 --image seeded --bits 1",
        "must be a list of whole numbers from 2 to 16, such as 8,6,4"),
      UsageError("quantize mobilenet-v2 --image seeded --bits 8,17", "from 2 to 16"),
      UsageError("quantize mobilenet-v2 --image seeded --bits 7.5", "from 2 to 16"),
      UsageError("quantize mobilenet-v2 --image seeded --bits ,", "from 2 to 16"),
      UsageError("quantize mobilenet-v2 --image seeded --per layer", "'--per <per>'"),
      UsageError(
        "quantize mobilenet-v2 --image seeded --only activations --per tensor",
        "--per goes with weights, so not with --only activations"),
      UsageError("quantize --image seeded", "name a network, or give --weights FILE"),
      UsageError("inspect vgg-16", "'vgg-16' has no depthwise layers to inspect"),
      UsageError("inspect", "name a network, or give --weights FILE"),
    ])
  func usage(error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(error.message), "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "weights of another network, and pictures that are none", arguments: ["quantize", "inspect"])
  func files(command: String) throws {
    let folder = try TinyNet.scratch()
    let other = try Program.run(
      [command, "mobilenet-v1", "--weights", "tiny.pth", "--image", "seeded"], in: folder)
    #expect(other.code == 1 && other.output.isEmpty)
    #expect(other.complaint.hasPrefix("mobilenet: 'tiny.pth'"), "\(other.complaint)")
    let picture = try Program.run([command] + Self.small + ["--image", "tiny.pth"], in: folder)
    #expect(picture.code == 1 && picture.complaint.contains("'tiny.pth'"))
    let absent = try Program.run([command] + Self.small + ["--image", "none.png"], in: folder)
    #expect(absent.code == 1 && absent.complaint.contains("none.png"))
  }

  @Test("kernels with their histogram; with a picture also channels that stand still")
  func inspect() throws {
    struct Inspection: Decodable {
      struct Layer: Decodable {
        var kernels: Int
        var nearlyZero: Int
        var still: Int?
      }
      struct Class: Decodable { var kernels: Int }
      var kernels: Int
      var nearlyZero: Int
      var layers: [Layer]
      var histogram: [Class]
    }
    for image in [[], ["--image", "seeded"]] {
      let inspection = try Program.json(
        Inspection.self, ["inspect"] + Self.small + image + ["--format", "json"])
      #expect(inspection.layers.count == 17)
      #expect(inspection.layers.reduce(0) { $0 + $1.kernels } == inspection.kernels)
      #expect(inspection.layers.reduce(0) { $0 + $1.nearlyZero } == inspection.nearlyZero)
      #expect(inspection.histogram.reduce(0) { $0 + $1.kernels } == inspection.kernels)
      #expect(inspection.layers.allSatisfy { ($0.still == nil) == image.isEmpty })
    }
  }
}
