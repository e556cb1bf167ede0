import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
  /// An indented `$ command` with the indented lines below it.
  struct Example: Sendable, CustomTestStringConvertible {
    var command: String
    var output: [String]
    var testDescription: String { command }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let examples: [Example] = {
    let text = (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
    var examples: [Example] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    $ mobilenet") {
        examples.append(Example(command: String(line.dropFirst(6)), output: []))
        isOpen = true
      } else if isOpen, line.hasPrefix("    ") {
        examples[examples.count - 1].output.append(String(line.dropFirst(4)))
      } else {
        isOpen = false
      }
    }
    return examples
  }()

  @Test("shows real output")
  func hasExamples() {
    #expect(Self.examples.count >= 6)
  }

  @Test(
    "every example prints what it shows",
    arguments: examples.filter { !$0.command.contains("Data/") })
  func example(_ example: Example) throws {
    let folder = try #require(Program.folder)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "COLUMNS=112 \(example.command)"]
    shell.environment = ["PATH": "\(folder.path()):/usr/bin:/bin", "COLUMNS": "112"]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    let printed = String(decoding: data, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { String($0.reversed().drop { $0 == " " }.reversed()) }
    #expect(Array(printed.dropLast()) == example.output)
  }
}
