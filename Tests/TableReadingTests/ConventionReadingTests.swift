import Architecture
import TableReading
import TestSupport
import Testing

/// Conventions: what one tool counts.
@Suite struct ConventionReadingTests {
  static let text = """
    convention: mine
    title: my tool
    prints: MACs
    macs:
      mac: {convolution: 1, matrix: 1, subclass: 0}
      bias: {matrix: 1}
      norm: {plain: {parameter: 1, input: 2}, subclass: 0}
      h-swish: 5
      maxpool: {window: 1}
      global-pool: {input: 1, output: 4}
    flops: {mac: 2, others: 0}

    """

  @Test("Counts by unit and by implementation")
  func reads() throws {
    let library = TableLibrary(files: [TableFile(name: "Mine.yaml", text: Self.text)])
    #expect(library.conventionNames == ["mine"])
    let mine = try library.convention(named: "mine")
    #expect(mine.title == "my tool")
    #expect(mine.prints == "MACs")
    let macs = try #require(mine.macs)
    #expect(macs.multiplyAccumulate == [.convolution: 1, .matrix: 1, .subclass: 0])
    #expect(mine.isTool && mine.explains == nil && mine.parameters == nil)
    #expect(!macs.isComplete && macs.leavesOut.isEmpty)
    #expect(
      macs.contributions == [
        .init(subject: .bias, form: .layer(.matrix), unit: .output, each: 1),
        .init(subject: .norm, form: .norm(.plain), unit: .input, each: 2),
        .init(subject: .norm, form: .norm(.plain), unit: .parameter, each: 1),
        .init(subject: .norm, form: .norm(.subclass), unit: .output, each: 0),
        .init(subject: .activation(.hardSwish), form: nil, unit: .output, each: 5),
        .init(subject: .pool(.maximum), form: nil, unit: .window, each: 1),
        .init(subject: .globalPool, form: nil, unit: .output, each: 4),
        .init(subject: .globalPool, form: nil, unit: .input, each: 1),
      ])
    let flops = try #require(mine.flops)
    #expect(flops.isComplete && flops.contributions.isEmpty)
    #expect(flops.multiplyAccumulate == [.convolution: 2, .matrix: 2, .subclass: 2])
  }

  @Test("What explains numbers needs no tool, and may be about one number alone")
  func explains() throws {
    func read(_ text: String) throws -> Convention? {
      let file = TableFile(name: "Mine.yaml", text: "convention: mine\n" + text)
      return try TableLibrary(files: [file]).conventions().first
    }
    let parameters = try #require(try read("explains: no norm\nparameters: {norm: 0}\n"))
    #expect(parameters.explains == "no norm" && parameters.title == "mine")
    #expect(!parameters.isTool && parameters.macs == nil && parameters.flops == nil)
    #expect(parameters.parameters == .init(normVectors: 0, hasBackgroundClass: false))
    #expect(
      try read("explains: one more\nparameters: {background-class: yes}\n")?.parameters
        == .init(normVectors: 2, hasBackgroundClass: true))
    #expect(try read("explains: MACs\nflops: {mac: 1, others: 0}\n")?.macs == nil)
    let text = "explains: less\nmacs: {mac: 1, leaves-out: "
    #expect(try read(text + "classifier}\n")?.macs?.leavesOut == [.classifier])
    #expect(
      try read(text + "[classifier, first-convolution]}\n")?.macs?.leavesOut
        == [.firstConvolution, .classifier])
  }

  @Test("Only conventions that count multiply-accumulates can be asked for by name")
  func names() throws {
    let library = TableLibrary(files: [
      TableFile(name: "1.yaml", text: "convention: one\nexplains: 1\nparameters: {norm: 0}\n"),
      TableFile(name: "2.yaml", text: "convention: two\nexplains: 2\nmacs: {mac: 2}\n"),
    ])
    #expect(library.conventionNames == ["two"])
    #expect(try library.conventions().map(\.name) == ["one", "two"])
    #expect(throws: LibraryError.self) { try library.convention(named: "one") }
  }

  @Test("A later file replaces an earlier one of the same name")
  func later() throws {
    let mine = TableFile(
      name: "Mine.yaml", text: Self.text.replacing("convention: mine", with: "convention: thop"))
    let library = try TableLibrary.repository(adding: [mine])
    #expect(try library.convention(named: "thop").title == "my tool")
    #expect(try library.conventionNames == TableLibrary.repository().conventionNames)
    let error = #expect(throws: LibraryError.self) { try library.convention(named: "mine") }
    #expect(error?.lookup != nil)
  }

  static let refused: [(text: String, message: String)] = [
    ("  «h-swich: 5", "unknown key 'h-swich' in macs; did you mean 'h-swish'?"),
    ("  norm: «two", "'norm' must be a whole number from 0 to 64; got 'two'"),
    ("  norm: «65", "'norm' must be a whole number from 0 to 64; got '65'"),
    ("  norm: «-1", "'norm' must be a whole number from 0 to 64; got '-1'"),
    ("  norm: {«outputs: 1}", "unknown key 'outputs' in 'norm'; did you mean 'output'?"),
    ("  norm: {«subclas: 1}", "unknown key 'subclas' in 'norm'; did you mean 'subclass'?"),
    (
      "  norm: {plain: {«places: 1}}",
      "unknown key 'places' in 'norm, plain'; did you mean 'place'?"
    ),
    (
      "  norm: {plain: 1, «subclasses: 1}",
      "unknown key 'subclasses' in 'norm'; did you mean 'subclass'?"
    ),
    ("  others: «1", "'others' must be a whole number from 0 to 0; got '1'"),
  ]

  @Test("What is wrong, with its place", arguments: refused)
  func refuses(text: String, message: String) throws {
    let head = "convention: bad\nprints: MACs\nmacs:\n  mac: 1\n"
    try expect(head + text + "\n", message)
  }

  static let refusedRules: [(text: String, message: String)] = [
    ("convention: bad\nprints: MACs\nmacs: «{ReLU: 1}\n", "key 'mac' is missing"),
    ("«convention: bad\nprints: MACs\n", "key 'macs' is missing"),
    ("«convention: bad\nmacs: {mac: 1}\n", "key 'prints' is missing"),
    (
      "convention: bad\nprints: MACs\nmacs: «1\n", "macs must be a mapping of keys to values"
    ),
    (
      "convention: bad\nprints: MACs\nmacs: {mac: «3}\n",
      "'mac' must be a whole number from 1 to 2; got '3'"
    ),
    (
      "convention: bad\nprints: MACs\nmacs: {mac: «{convolution: 1, matrix: 1}}\n",
      "key 'subclass' is missing"
    ),
    (
      "convention: bad\nprints: MACs\n«mac: {mac: 1}\nmacs: {mac: 1}\n",
      "unknown key 'mac' in a convention; did you mean 'macs'?"
    ),
    ("«convention: bad\nexplains: nothing\n", "key 'macs' is missing"),
    (
      "«convention: bad\nexplains: much\nprints: MACs\nflops: {mac: 2}\n",
      "key 'macs' is missing"
    ),
    (
      "convention: bad\nexplains: much\nparameters: {norm: «5}\n",
      "'norm' must be a whole number from 0 to 4; got '5'"
    ),
    (
      "convention: bad\nexplains: much\nparameters: {«norms: 4}\n",
      "unknown key 'norms' in parameters; did you mean 'norm'?"
    ),
    (
      "convention: bad\nexplains: much\nmacs: {mac: 1, leaves-out: «stem}\n",
      "'leaves-out' must be one of: first-convolution, classifier; got 'stem'"
    ),
  ]

  @Test("What is wrong with a file's rules", arguments: refusedRules)
  func refusesRule(text: String, message: String) throws { try expect(text, message) }

  private func expect(_ text: String, _ message: String) throws {
    let marked = MarkedTable(text)
    let place = try #require(marked.places.first)
    let library = TableLibrary(files: [marked.file])
    let error = #expect(throws: LibraryError.self) { _ = try library.conventions() }
    #expect(error?.table?.summary == ["Marked.yaml:\(place.line):\(place.column): \(message)"])
  }

  @Test("An implementation is read by its keys, and a dialect changes single ones")
  func implementation() throws {
    let library = try TableLibrary.repository()
    let small = try library.architecture(named: "mobilenet-v3-small").rules.implementation
    #expect(small == .standard)
    let timm = try library.architecture(named: "mobilenet-v3-small@timm").rules.implementation
    #expect(
      timm
        == Implementation(
          norm: .subclass, linear: .subclass, pool: .module, gatePool: .mean, resize: .module))
    // A table that extends another has its implementation, where it says nothing else.
    let detector = try library.architecture(named: "ssd-mobilenet-v1").rules.implementation
    #expect(detector == .standard)
    let lraspp = try library.architecture(named: "lraspp").rules.implementation
    #expect(lraspp.resize == .function && lraspp.norm == .plain)
  }

  @Test("A wrong implementation")
  func wrongImplementation() throws {
    try RefusedTable(
      "class of a norm",
      RefusedKeysTests.head + RefusedKeysTests.body
        + "rules: {implementation: {norm: «derived, «poll: mean}}\n",
      "'norm' must be one of: plain, subclass; got 'derived'",
      "unknown key 'poll' in implementation; did you mean 'pool'?"
    ).check()
  }
}
