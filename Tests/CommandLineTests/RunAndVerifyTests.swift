import Foundation
import Testing

@Suite("run and verify")
struct RunAndVerifyTests {
  @Test("a network is verified row by row")
  func verify() throws {
    let text = try Program.output(["verify", "v3-small"])
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      lines.contains([
        "5", "bneck4", "28x28x24", "28x28x24", "14x14x40", "14", "66,432", "66,432", "ok",
      ]))
    #expect(lines.contains(["total", "156", "3,183,552", "3,183,552", "ok"]))
    #expect(text.contains("All 156 nodes pass"))
    #expect(!text.contains("FAIL"))
  }

  @Test("--full counts at full size")
  func verifyFull() throws {
    let text = try Program.output(["verify", "v3-small", "--resolution", "96", "--full"])
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains(["total", "156", "12,071,360", "12,071,360", "ok"]))
  }

  @Test("seeded weights and picture: the text says that classes mean nothing")
  func text() throws {
    let text = try Program.output(["run", "v3-small", "--resolution", "64", "--top", "3"])
    #expect(
      text.hasPrefix("Seeded weights (from a formula, not trained): the classes mean nothing.\n"))
    #expect(text.contains("input 64x64x3"))
    #expect(text.contains("13 blocks, 156 nodes in "))
    #expect(text.contains("\nfeatures.12  576x2x2 "))
    let classes = text.split(separator: "\n").suffix(3)
    #expect(classes.allSatisfy { $0.hasPrefix("  ") && $0.contains("  0.00") })
  }

  @Test("JSON has the documented keys and nothing else")
  func keys() throws {
    let text = try Program.output(
      ["run", "v3-small", "--resolution", "32", "--format", "json"])
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(answer.keys) == ["name", "weights", "image", "classes", "outputs", "taps"])
    let statistics: Set<String> = [
      "name", "shape", "mean", "std", "min", "max", "first", "last", "sample",
    ]
    for (list, expected) in [
      ("classes", ["index", "name", "probability"]), ("outputs", statistics),
      ("taps", statistics.union(["row", "repeat"])),
    ] {
      let entries = try #require(answer[list] as? [[String: Any]])
      #expect(!entries.isEmpty)
      for entry in entries { #expect(Set(entry.keys) == expected) }
    }
  }

  @Test("JSON holds what PyTorch computes from the same weights and picture")
  func json() throws {
    let answer = try Program.json(RunAnswer.self, ["run", "v3-small", "--format", "json"])
    #expect(
      (answer.name, answer.weights, answer.image) == ("mobilenet-v3-small", "seeded", "seeded"))
    #expect(answer.classes.count == 5)
    #expect(answer.classes.first?.index == 444)
    #expect(answer.classes.first?.name == "bicycle-built-for-two")
    #expect(answer.classes.map(\.probability) == answer.classes.map(\.probability).sorted(by: >))
    #expect(answer.taps.map(\.name) == (0...12).map { "features.\($0)" })
    #expect(answer.taps.map(\.row) == (1...13).map { $0 })
    let output = try #require(answer.outputs.first)
    #expect(output.name == "output" && output.shape == [1000, 1, 1])
    #expect(abs(output.mean - 0.010639975963626057) < 1e-5)
    #expect(abs(output.std - 0.15462802506234305) < 1e-5)
    #expect(abs(output.max - 0.4865564703941345) < 1e-5)
    #expect((output.first.count, output.last.count, output.sample.count) == (4, 4, 16))
    let stem = try #require(answer.taps.first)
    #expect(stem.shape == [16, 112, 112])
    #expect(abs(stem.mean - 0.13297755051982835) < 1e-4)
  }

  @Test("any kernels give the same answer; any number of threads gives the same bytes")
  func kernels() throws {
    let arguments = ["run", "v2", "--width", "0.35", "--resolution", "64", "--format", "json"]
    let reference = try Program.json(RunAnswer.self, arguments + ["--kernels", "reference"])
    let best = try Program.json(RunAnswer.self, arguments)
    #expect(reference.classes.map(\.index) == best.classes.map(\.index))
    for (tap, other) in zip(reference.taps, best.taps) {
      #expect(tap.name == other.name && tap.shape == other.shape)
      #expect(abs(tap.mean - other.mean) < 1e-4 * tap.std)
    }
    let text = try Program.output(arguments + ["--threads", "1"])
    for threads in ["2", "3", "7"] {
      #expect(try Program.output(arguments + ["--threads", threads]) == text)
    }
  }

  @Test("dialects name the same blocks in their own way")
  func dialects() throws {
    let arguments = ["--resolution", "32", "--format", "json"]
    let timm = try Program.json(RunAnswer.self, ["run", "v3-small@timm"] + arguments)
    #expect(timm.name == "mobilenet-v3-small@timm")
    #expect(timm.taps.first?.name == "bn1")
    #expect(timm.taps.last?.name == "blocks.5.0")
  }

  @Test("a network that gives maps has outputs and no classes")
  func maps() throws {
    let arguments = ["run", "lraspp", "--resolution", "32"]
    let answer = try Program.json(RunAnswer.self, arguments + ["--format", "json"])
    #expect(answer.classes.isEmpty)
    #expect(answer.outputs.map(\.shape) == [[21, 32, 32]])
    #expect(try Program.output(arguments).contains("21x32x32"))
  }
}
