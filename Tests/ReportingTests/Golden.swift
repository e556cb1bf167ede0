import Foundation
import Testing

/// Compares a text with a file of `Goldens`, byte by byte.
///
/// A missing file is written, and the test fails all the same: whoever reads the file and finds it
/// right commits it.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(components: "Goldens", name)
  guard FileManager.default.fileExists(atPath: file.path()) else {
    try Data(text.utf8).write(to: file)
    Issue.record(
      "there was no golden file \(name); it has been recorded: read it, commit it, run again",
      sourceLocation: sourceLocation)
    return
  }
  let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  guard text != golden else { return }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
  let first = zip(lines, expected).enumerated().first { $1.0 != $1.1 }?.offset
  let number = first ?? min(lines.count, expected.count)
  Issue.record(
    """
    the text differs from the golden file \(name) at line \(number + 1)
      golden: \(expected.indices.contains(number) ? expected[number] : "(end)")
      now:    \(lines.indices.contains(number) ? lines[number] : "(end)")
    remove the file to record it anew
    """, sourceLocation: sourceLocation)
}
