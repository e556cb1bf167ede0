import Foundation
import TestSupport
import Testing

/// README or a page of the guide, with the commands that it shows.
///
/// In a block of `console`, a line that begins with `$ ` is a command, and the lines below it are
/// what it prints. In a block of `sh`, commands stand alone: what they print depends on the machine.
struct GuidePage: Sendable, CustomTestStringConvertible {
  /// A command and the lines that it is shown to print.
  struct Example: Sendable, Hashable {
    var command: String
    var output: [String]
  }

  /// A block of commands, which run one after the other in one folder.
  struct Session: Sendable, CustomTestStringConvertible {
    /// The page and the block's lines in it, without the fences.
    var page: String
    var lines: Range<Int>
    var examples: [Example]
    /// Whether what the commands print is shown.
    var isCompared: Bool
    /// Files of the reader's that the page shows by `cat`.
    var files: [String: String]

    /// What the block does; a translated page does the same as its original.
    var work: Work { Work(examples: examples, isCompared: isCompared, files: files) }

    /// Commands with what they print, and the files that they find.
    struct Work: Hashable {
      var examples: [Example]
      var isCompared: Bool
      var files: [String: String]
    }

    var testDescription: String {
      "\(page):\(lines.lowerBound + 1): " + examples.map(\.command).joined(separator: "; ")
    }

    /// Whether a command reads what `make setup` fetches.
    var needsData: Bool { examples.contains { $0.command.contains("Data/") } }

    /// The block's text.
    var text: [String] {
      Array(
        examples.map { ["$ \($0.command)"] + $0.output }.joined(separator: [""]))
    }
  }

  /// The path below the repository.
  var name: String
  var lines: [String]

  var testDescription: String { name }

  init(name: String) throws {
    self.name = name
    lines = try String(contentsOf: Repository.root.appending(path: name), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// README and the pages of the guide.
  static let all: [GuidePage] = {
    let names = ["Guide", "Guide/zh"].flatMap { folder in
      let path = Repository.root.appending(path: folder).path(percentEncoded: false)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }
    return (["README.md", "README.zh-CN.md"] + names).compactMap { try? GuidePage(name: $0) }
  }()

  /// Where the page stands in Chinese; nil for one that is Chinese.
  var chineseName: String? {
    if name.hasPrefix("Guide/zh/") || name.hasSuffix(".zh-CN.md") { return nil }
    return name == "README.md"
      ? "README.zh-CN.md" : "Guide/zh/" + name.dropFirst("Guide/".count)
  }

  /// The commands in their order, less what cuts their output and the language that is asked for, which
  /// may be others in another language.
  var commands: [String] {
    sessions.sorted { $0.lines.lowerBound < $1.lines.lowerBound }.flatMap(\.examples).map {
      let whole = $0.command.components(separatedBy: " | ")[0]
      return whole.replacingOccurrences(of: " --language zh", with: "")
    }
  }

  /// The fenced blocks: their language, and their lines without the fences.
  var blocks: [(language: String, lines: Range<Int>)] {
    var blocks: [(String, Range<Int>)] = []
    var open: (language: String, start: Int)?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      if let (language, start) = open {
        blocks.append((language, start..<index))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), index + 1)
      }
    }
    return blocks
  }

  /// The blocks of commands.
  var sessions: [Session] {
    let console = blocks.filter { $0.language == "console" }.map {
      (lines: $0.lines, examples: Self.examples(lines[$0.lines]))
    }
    var files: [String: String] = [:]
    for example in console.flatMap(\.examples) where example.command.hasPrefix("cat ") {
      files[String(example.command.dropFirst(4))] = example.output.joined(separator: "\n") + "\n"
    }
    let compared = console.map {
      Session(
        page: name, lines: $0.lines, examples: $0.examples, isCompared: true, files: files)
    }
    let others = blocks.filter { $0.language == "sh" }.map { block in
      Session(
        page: name, lines: block.lines,
        examples: lines[block.lines].filter { $0.hasPrefix("mobilenet ") }.map {
          Example(command: $0, output: [])
        }, isCompared: false, files: files)
    }
    return compared + others.filter { !$0.examples.isEmpty }
  }

  /// Commands and what is below each, less the empty line before the next one.
  private static func examples(_ lines: some Sequence<String>) -> [Example] {
    var examples: [Example] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        if let last = examples.indices.last, examples[last].output.last == "" {
          examples[last].output.removeLast()
        }
        examples.append(Example(command: String(line.dropFirst(2)), output: []))
      } else if let last = examples.indices.last {
        examples[last].output.append(line)
      }
    }
    return examples
  }
}
