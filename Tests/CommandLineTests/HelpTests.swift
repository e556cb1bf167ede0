import Testing

@Suite("Help")
struct HelpTests {
  private static func help(_ arguments: [String]) throws -> [Substring] {
    try Program.output(arguments + ["--help"], environment: ["COLUMNS": "80"])
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The commands that the root's help lists: two spaces, a name, an abstract.
  private static let commands: [String] = {
    let lines = (try? help([])) ?? []
    let first = lines.firstIndex { $0.hasSuffix("SUBCOMMANDS:") } ?? lines.endIndex
    return lines[first...].filter { $0.hasPrefix("  ") && !$0.hasPrefix("  See") }
      .map { String($0.split(separator: " ").first ?? "") }
  }()

  @Test("one line a command, at 80 columns, with room for a dozen commands on a screen")
  func root() throws {
    let lines = try Self.help([])
    #expect(lines.count <= 61)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(!lines.contains { $0.hasPrefix("     ") }, "an abstract goes on in a second line")
    #expect(Self.commands.count >= 33)
  }

  @Test("every command that is listed has a help of its own", arguments: commands)
  func command(name: String) throws {
    let lines = try Self.help([name])
    #expect(lines.first?.hasPrefix("OVERVIEW: ") ?? false)
    #expect(lines.contains { $0.hasPrefix("USAGE: mobilenet \(name)") })
  }

  @Test("a typed option lists its values")
  func values() throws {
    let text = try Self.help(["memory"]).joined(separator: " ").split(separator: " ").joined(
      separator: " ")
    #expect(text.contains("(values: row, block, layer; default: block)"))
  }
}

@Suite("Old spellings go on working, and nothing is said of it")
struct OldSpellingTests {
  private static let layer = "--kernel 3 --in-channels 3 --out-channels 4 --size 8x8"

  @Test(
    "the same as the command of today",
    arguments: [
      ("cost v1 --separable", "separable v1"),
      ("cost --separable v1 --format json", "separable v1 --format json"),
      ("cost v2 --bridge", "bridge v2"),
      ("cost v2 --bridge --convention fvcore", "bridge v2 --convention fvcore"),
      ("cost conv \(layer)", "conv \(layer)"),
      ("cost conv \(layer) --format json", "conv \(layer) --format json"),
      ("cost v2 --beta 0.5", "cost v2 --rho 0.5"),
      ("cost v2 --alpha 0.5", "cost v2 --width 0.5"),
      ("cost v2 --res 160", "cost v2 --resolution 160"),
      ("cost MobileNetV2 --res 160", "cost v2 --resolution 160"),
      ("cost mobilenetv2_050", "cost v2 --width 0.5"),
      ("sweep mobilenetv2_050 --res 96,128", "sweep v2 --width 0.5 --resolution 96,128"),
    ])
  func same(old: String, new: String) throws {
    func output(_ line: String) throws -> String {
      try Program.output(line.split(separator: " ").map(String.init))
    }
    #expect(try output(old) == output(new))
  }
}
