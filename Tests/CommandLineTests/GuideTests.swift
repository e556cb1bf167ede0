import Foundation
import TestSupport
import Testing

/// The examples of README and guide are what the program prints.
///
/// Where a change of the program is meant to show there, `MOBILENET_UPDATE_GUIDE=1 swift test
/// --filter GuideTests` writes it into the pages.
@Suite("README and guide")
struct GuideTests {
  /// The blocks of commands; of those that are in both languages, one.
  private static let sessions: [GuidePage.Session] = {
    var seen: Set<GuidePage.Session.Work> = []
    return GuidePage.all.flatMap(\.sessions).filter { seen.insert($0.work).inserted }
  }()

  private static let environment = ProcessInfo.processInfo.environment

  private static let data = environment["MOBILENET_DATA_DIR"].map {
    URL(filePath: $0).standardizedFileURL
  }

  private static let dataFiles = [
    "mobilenet_v2-b0353104.pth", "frozen_inference_graph.pb", "astronaut.png", "coffee.png",
    "chelsea.png", "rocket.jpg", "ch_ppocr_mobile_v2.0_cls_infer.onnx",
  ]

  private static let hasData =
    data.map { folder in
      dataFiles.allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(component: $0).path())
      }
    } ?? false

  private static let needsData: ConditionTrait = .enabled(
    if: hasData,
    "MOBILENET_DATA_DIR does not name a folder with \(dataFiles.joined(separator: ", "))")

  @Test("pages have examples, and README is short")
  func pages() throws {
    #expect(GuidePage.all.count >= 13)
    for name in ["README.md", "README.zh-CN.md"] {
      let readme = try GuidePage(name: name)
      #expect(readme.sessions.count(where: \.isCompared) == 6)
      #expect(readme.lines.count <= 170)
    }
    for page in GuidePage.all where !page.name.hasSuffix("/README.md") {
      #expect(!page.sessions.isEmpty, "\(page.name)")
    }
  }

  @Test(
    "every page has a Chinese one with the same commands in the same order",
    arguments: GuidePage.all.filter { $0.chineseName != nil })
  func translations(_ page: GuidePage) throws {
    let chinese = try GuidePage(name: #require(page.chineseName))
    #expect(chinese.commands == page.commands, "\(chinese.name)")
    #expect(chinese.blocks.map(\.language) == page.blocks.map(\.language), "\(chinese.name)")
    #expect(chinese.lines.contains { $0.contains(/\p{Han}/) }, "\(chinese.name)")
  }

  @Test(
    "each language leads to the other where a reader looks first",
    arguments: [
      ("README.md", "README.zh-CN.md"), ("README.zh-CN.md", "README.md"),
      ("Guide/README.md", "zh/README.md"), ("Guide/zh/README.md", "../README.md"),
    ])
  func languages(name: String, link: String) throws {
    let lines = try GuidePage(name: name).lines.prefix(4)
    #expect(lines.contains { $0.contains("](\(link))") }, "\(name)")
  }

  @Test(
    "every example prints what it shows",
    arguments: sessions.filter { $0.isCompared && !$0.needsData })
  func shown(_ session: GuidePage.Session) throws { try Self.check(session) }

  @Test(
    "every example with fetched data prints what it shows", needsData,
    arguments: sessions.filter { $0.isCompared && $0.needsData })
  func shownWithData(_ session: GuidePage.Session) throws { try Self.check(session) }

  @Test("every command without output succeeds", arguments: sessions.filter { !$0.isCompared })
  func succeeds(_ session: GuidePage.Session) throws { _ = try Self.run(session) }

  @Test(
    "pages are written anew", needsData,
    .enabled(if: environment["MOBILENET_UPDATE_GUIDE"] != nil, "MOBILENET_UPDATE_GUIDE is not set"),
    arguments: GuidePage.all)
  func update(_ page: GuidePage) throws {
    var page = page
    let sessions = page.sessions.filter(\.isCompared).sorted {
      $0.lines.lowerBound > $1.lines.lowerBound
    }
    for session in sessions {
      var printed = session
      printed.examples = try Self.run(session)
      page.lines.replaceSubrange(session.lines, with: printed.text)
    }
    try page.lines.joined(separator: "\n").write(
      to: Repository.root.appending(path: page.name), atomically: true, encoding: .utf8)
  }

  private static func check(_ session: GuidePage.Session) throws {
    for (printed, shown) in zip(try run(session), session.examples) {
      #expect(printed.output == shown.output, "\(session.page): \(shown.command)")
    }
  }

  /// The commands with what they print. They must succeed and not complain.
  private static func run(_ session: GuidePage.Session) throws -> [GuidePage.Example] {
    let scratch = try Scratch()
    if let data, hasData {
      try FileManager.default.createSymbolicLink(
        at: scratch.url.appending(component: "Data"), withDestinationURL: data)
    }
    for (name, text) in session.files { try scratch.write(text, to: name) }
    return try session.examples.map { example in
      let outcome = try Program.shell(example.command, in: scratch)
      #expect(outcome.complaint.isEmpty, "\(session.page): \(example.command)")
      if !session.isCompared {
        #expect(outcome.code == 0, "\(session.page): \(example.command)")
      }
      let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map {
        String($0.reversed().drop { $0 == " " }.reversed())
      }
      return GuidePage.Example(command: example.command, output: lines.dropLast())
    }
  }
}
