import Architecture
import Inference
import Models
import NetworkGraph
import TableReading
import TestSupport

/// Edits of tables of architectures, drawn at random, that change what is computed, how pictures are
/// prepared or which classes there are.
struct RandomEdits {
  private var random: SeededGenerator
  private let files: [TableFile]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    files = try Repository.tables().filter { $0.name.hasPrefix("Architectures/") }
  }

  /// The next edit: what it changes, and what becomes of it.
  mutating func next() throws -> (text: String, outcome: TableEdit.Outcome) {
    while true {
      guard let file = files.randomElement(using: &random), let name = file.architectureName,
        let (edited, text) = edited(file)
      else { continue }
      let library = TableLibrary.builtIn.adding([edited])
      guard try changes(name, library) else { continue }
      return ("\(name): \(text)", try TableEdit.outcome(of: name, in: library))
    }
  }

  /// The file with one word of one line replaced.
  private mutating func edited(_ file: TableFile) -> (TableFile, text: String)? {
    var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // Titles, sources and misprints change nothing that is computed.
    let first = lines.firstIndex { $0.hasPrefix("input:") || $0.hasPrefix("names:") } ?? 0
    let last = lines.firstIndex { $0.hasPrefix("errata:") } ?? lines.count
    guard let line = (first..<last).randomElement(using: &random) else { return nil }
    let text = lines[line].split(separator: "#", omittingEmptySubsequences: false)[0]
    let words = text.split { " ,:[]{}\"".contains($0) }
    guard let word = words.randomElement(using: &random), let other = other(String(word)) else {
      return nil
    }
    let old = lines[line]
    lines[line].replaceSubrange(word.startIndex..<word.endIndex, with: other)
    return (
      TableFile(name: file.name, text: lines.joined(separator: "\n")),
      "\(old.split(separator: " ").joined(separator: " ")): \(word) → \(other)"
    )
  }

  private static let groups: [[String]] = [
    ["RE", "R6", "HS", "SW", "LE", "GE", "no"], ["sigmoid", "hard-sigmoid", "HG5", "SI", "HG"],
    ["symmetric", "same", "valid"], ["same-shape", "projected", "never"], ["when-wider", "always"],
    ["after-activation", "after-projection", "before-activation-when-expanded"],
    ["1x1", "3x3", "5x5", "7x7"], ["imagenet1000", "coco80", "coco91", "voc21"],
    ["antialiased", "antialiased-cubic", "linear", "cubic"], ["RGB", "BGR"], ["crop", "stretch"],
    ["avgpool", "maxpool"], ["add", "multiply"], ["True", "False"],
    ["resize-bilinear", "resize-nearest"], ["softmax", "sigmoid"],
  ]

  private mutating func other(_ word: String) -> String? {
    if let group = Self.groups.first(where: { $0.contains(word) }) {
      return group.filter { $0 != word }.randomElement(using: &random)
    }
    if let number = Int(word) {
      return [number + 1, number - 1, 2 * number, number + 8, number / 2].filter {
        $0 > 0 && $0 != number
      }.randomElement(using: &random).map { "\($0)" }
    }
    guard let number = Double(word) else { return nil }
    return [0.1, 0.5, 0.9, 1.1, 2, 10].randomElement(using: &random).map { "\(number * $0)" }
  }

  /// Whether a table is refused, or says something else than the built-in one.
  private func changes(_ name: String, _ library: TableLibrary) throws -> Bool {
    guard let edited = try? library.graph(named: name) else { return true }
    let own = try TableLibrary.builtIn.graph(named: name)
    return edited.nodes.map(\.operation) != own.nodes.map(\.operation)
      || edited.nodes.map(\.inputs) != own.nodes.map(\.inputs)
      || edited.nodes.map(\.shape) != own.nodes.map(\.shape)
      || edited.spec.preprocessing != own.spec.preprocessing
      || edited.spec.labels != own.spec.labels
      || edited.spec.rules.width != own.spec.rules.width
      || edited.spec.heads.map(\.detection) != own.spec.heads.map(\.detection)
  }
}
