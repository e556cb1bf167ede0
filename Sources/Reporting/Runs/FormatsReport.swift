import WeightFiles

/// The formats of files, and what the program does with each.
package enum FormatsReport {
  /// A format that files can have.
  package struct Entry: Sendable {
    /// What a file of the format is, as a noun phrase.
    package var name: String
    /// How the names of such files usually end, without the point.
    package var endings: [String]
    /// What the program does with one.
    package var use: Use

    /// A format from its parts.
    package init(_ name: String, endings: [String], _ use: Use) {
      (self.name, self.endings, self.use) = (name, endings, use)
    }

    /// A format as far as weights are concerned.
    package init(_ format: CheckpointFormat) {
      self.init(
        "\(format)", endings: format.endings, format.isRead ? .weights : .refused(format.advice))
    }
  }

  /// What the program does with a file.
  package enum Use: Hashable, Sendable {
    /// Reads its weights.
    case weights
    /// Reads a network from it.
    case network
    /// Reads a picture from it.
    case picture
    /// Says what it is, and what to do with it.
    case refused(String?)

    fileprivate var title: String {
      switch self {
      case .weights: "weights, by --weights FILE"
      case .network: "networks, by FILE in place of a name"
      case .picture: "pictures, by --image FILE"
      case .refused: "files that are refused, with what to do"
      }
    }

    fileprivate var key: String {
      switch self {
      case .weights: "weights"
      case .network: "network"
      case .picture: "picture"
      case .refused: "refused"
      }
    }

    fileprivate var advice: String? {
      if case .refused(let advice) = self { advice } else { nil }
    }
  }

  /// The table of formats, by what is done with them.
  package static func table(_ entries: [Entry]) -> ReportTable {
    ReportTable(
      key: "formats", of: entries,
      groupedBy: Grouping("use", saysSingle: false) { $0.use.title },
      footer: ["What a file holds tells its format, not its name."]
    ) {
      Column("file", .left, key: "format") { .text($0.name) }
      Column("ends with", .left, key: "endings") {
        .text($0.endings.map { ".\($0)" }.joined(separator: " "))
      }
      Column("use", .left, key: "use", isForPrograms: true) { .text($0.use.key) }
      Column("what to do", .left, priority: 1, key: "advice") { .text($0.use.advice ?? "") }
    }
  }
}
