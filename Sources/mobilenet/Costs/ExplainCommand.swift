import Architecture
import ArgumentParser
import CostAnalysis
import Models
import NetworkGraph
import Reporting
import TableReading

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "One row's arithmetic, with every factor; or a term.",
    discussion: """
      Fills in every factor of Dk Dk M N DF DF, computes the size of each map, shows what a separable \
      convolution saves, and the row's share of the network. Of a table's row it says what its dialects \
      do otherwise, of a dialect's row what the table does.

        mobilenet explain mobilenet-v2 3
        mobilenet explain mobilenet-v3-large@note-003 bneck4
        mobilenet explain mobilenet-v3-large bneck4 --width 0.75
        mobilenet explain mobilenet-v1 separable7

      Of a term it says what it means and names a command that shows it.

        mobilenet explain h-swish
        mobilenet explain 感受野
        mobilenet explain --terms
      """)

  @Argument(
    help: ArgumentHelp(
      "A network and its row by number or name, block (bottleneck2.1), or layer (bneck4.expand); or a term.",
      valueName: "name row | term"),
    completion: .names { library in
      // Shells take a word; a term may have hyphens for blanks.
      let terms = ((try? library.glossary()) ?? []).map { $0.term.split(separator: " ") }
      return library.architectureNames + terms.map { $0.joined(separator: "-") }
    })
  var words: [String] = []

  @Flag(help: "List the terms.")
  var terms = false

  @Option(
    help: "The language that a term is explained in. (default: en; zh for a Chinese word)")
  var language: GlossaryEntry.Language?

  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard words.isEmpty == terms else {
      throw ValidationError(
        terms ? "--terms takes no NAME, ROW or TERM" : "give a NAME and a ROW, or a TERM")
    }
    guard !terms || language == nil else {
      throw ValidationError("--language goes with a TERM, not with --terms")
    }
  }

  func run() throws {
    let library = try tables.library()
    if terms {
      try requireNoMultipliers("--terms")
      output.say([GlossaryReport.table(try library.glossary())])
    } else if let entry = try entry(library) {
      try requireNoMultipliers("a term")
      say(entry)
    } else {
      guard language == nil else {
        throw Failure.usage("--language goes with a term, not with a row of a network")
      }
      try sayRow(words[1], of: words[0], library)
    }
  }

  // MARK: Terms

  /// The term that is meant; nothing if it is a row of a network.
  private func entry(_ library: TableLibrary) throws -> GlossaryEntry? {
    let phrase = words.joined(separator: " ")
    do {
      guard words.count == 2 else { return try library.glossaryEntry(of: phrase) }
      let isFile = ONNXFile.isMeant(by: words[0], library)
      guard !isFile, (try? library.request(words[0])) == nil else { return nil }
      return try library.glossaryEntry(of: phrase)
    } catch LibraryError.lookup(let error) {
      if words.count == 2 { return nil }
      if words.count == 1 { try requireNoNetwork(library) }
      throw error
    }
  }

  /// Throws if the only word is a network, of which a row is missing.
  private func requireNoNetwork(_ library: TableLibrary) throws {
    let name = words[0]
    if !ONNXFile.isMeant(by: name, library) {
      do { _ = try library.request(name) } catch {
        // A pattern after `catch` crashes the compiler here.
        if case .unknownArchitecture = error { return }
        throw error
      }
    }
    let rows = try library.graph(namedOrIn: name, at: scaling.multipliers).rows
    let row = rows.first { $0.kind != .input }?.name ?? "1"
    throw Failure.usage(
      "'\(name)' is a network, so a row is missing; try 'mobilenet explain \(name.shellQuoted) \(row)'"
    )
  }

  private func requireNoMultipliers(_ what: String) throws {
    guard scaling.multipliers == Multipliers() else {
      throw Failure.usage(
        "--width, --resolution, --rho, --classes and --part go with a row of a network, not with \(what)"
      )
    }
  }

  private func say(_ entry: GlossaryEntry) {
    let language = language ?? (words.contains { $0.isChinese } ? .chinese : .english)
    switch output.format {
    case .text:
      Console.say(GlossaryReport.text(entry, in: language, width: Console.style.width))
    case .markdown, .csv, .latex, .json:
      output.say([GlossaryReport.table([entry], in: language)])
    }
  }

  // MARK: Rows

  private func sayRow(_ row: String, of name: String, _ library: TableLibrary) throws {
    let graph = try library.graph(namedOrIn: name, at: scaling.multipliers)
    let layers = try graph.layers(ofRow: row)
    var rows: [String] = []
    for layer in layers where rows.last != graph.rows[layer.row].name {
      rows.append(graph.rows[layer.row].name)
    }
    let variants = try library.variants(ofRows: rows, in: graph, at: scaling.multipliers)
    output.say([ExplainReport.table(graph, layers, variants: variants)])
  }
}

extension GlossaryEntry.Language: ExpressibleByArgument {}

extension String {
  /// Whether the text has a Chinese character.
  fileprivate var isChinese: Bool {
    unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }
}
