import Foundation
import TestSupport
import Testing

/// The examples of README and guide are what the program prints.
///
/// Where a change of the program is meant to show there, `MOBILENET_UPDATE_GUIDE=1 swift test
/// --filter GuideTests` writes it into the pages.
@Suite("README and guide")
struct GuideTests {
  private static let sessions = GuidePage.all.flatMap(\.sessions)

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
    let readme = try GuidePage(name: "README.md")
    #expect(readme.sessions.count(where: \.isCompared) == 6)
    #expect(readme.lines.count <= 170)
    for page in GuidePage.all where !page.name.hasSuffix("/README.md") {
      #expect(!page.sessions.isEmpty, "\(page.name)")
    }
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
