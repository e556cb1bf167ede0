// Testing is there for tests alone; other programs use the rest of this target.
#if canImport(Testing)
  import Architecture
  import NetworkGraph
  import TableReading
  import Testing

  extension TableError {
    /// Every problem as `file:line:column: message`.
    package var summary: [String] { problems.map { "\($0.location): \($0.message)" } }
  }

  /// A table that must not be accepted: a text in which « stands before each place of a problem, and
  /// the messages in the order of the text.
  package struct RefusedTable: Sendable, CustomTestStringConvertible {
    /// What is wrong with it.
    package var title: String
    /// The marked text.
    package var text: String
    /// The messages.
    package var messages: [String]

    /// A table from its parts.
    package init(_ title: String, _ text: String, _ messages: String...) {
      self.title = title
      self.text = text
      self.messages = messages
    }

    /// The title.
    package var testDescription: String { title }

    /// Reads and expands the table `name` of the text, beside the repository's tables; expects
    /// exactly these problems, with file, line, column and the line's text.
    package func check(
      named name: String = "tiny", adding files: [TableFile] = [],
      sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
      let marked = MarkedTable(text)
      let library = try TableLibrary.repository(adding: files + [marked.file])
      let error = #expect(throws: TableError.self, sourceLocation: sourceLocation) {
        _ = try Graph.expanded(library.spec(named: name))
      }
      let problems = error?.problems ?? []
      #expect(marked.places.count == messages.count, sourceLocation: sourceLocation)
      let expected = zip(marked.places, messages).map { place, message in
        "\(marked.file.name):\(place.line):\(place.column): \(message)"
      }
      #expect((error?.summary ?? []) == expected, sourceLocation: sourceLocation)
      let lines = marked.file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for problem in problems where lines.indices.contains(problem.location.line - 1) {
        #expect(
          problem.location.text == lines[problem.location.line - 1], sourceLocation: sourceLocation)
      }
    }
  }
#endif
