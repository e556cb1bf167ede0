import Foundation
import TestSupport
import Testing

/// Links between the documents lead somewhere.
@Suite("Links of the documents")
struct GuideLinkTests {
  private static let documents =
    GuidePage.all.map(\.name) + ["ARCHITECTURE.md", "CONTRIBUTING.md", "Tables/README.md"]

  @Test("files and headings that links name exist", arguments: documents)
  func links(_ name: String) throws {
    let page = try GuidePage(name: name)
    for link in page.links where !link.contains("://") {
      let parts = link.split(separator: "#", omittingEmptySubsequences: false)
      let target = parts[0].isEmpty ? name : Self.path(String(parts[0]), from: name)
      let file = Repository.root.appending(path: target).path(percentEncoded: false)
      #expect(FileManager.default.fileExists(atPath: file), "\(name) links to \(link)")
      if parts.count > 1 {
        #expect(
          try GuidePage(name: target).anchors.contains(String(parts[1])),
          "\(name) links to \(link)")
      }
    }
  }

  @Test("the guide's list and README name every page")
  func contents() throws {
    let all = Set(
      GuidePage.all.map(\.name).filter { $0.hasPrefix("Guide/") && !$0.hasSuffix("README.md") })
    let chinese = all.filter { $0.hasPrefix("Guide/zh/") }
    for (name, pages) in [
      ("README.md", all.subtracting(chinese)), ("Guide/README.md", all.subtracting(chinese)),
      ("README.zh-CN.md", chinese), ("Guide/zh/README.md", chinese),
    ] {
      let links = Set(try GuidePage(name: name).links.map { Self.path($0, from: name) })
      #expect(pages.subtracting(links).isEmpty, "\(name)")
    }
  }

  /// A link's path below the repository.
  private static func path(_ link: String, from name: String) -> String {
    var folders = name.split(separator: "/").dropLast().map(String.init)
    for part in link.split(separator: "/") {
      if part == ".." { folders.removeLast() } else { folders.append(String(part)) }
    }
    return folders.joined(separator: "/")
  }
}

extension GuidePage {
  /// The lines outside of blocks.
  private var prose: [String] {
    let shown = blocks.map(\.lines)
    return lines.indices.filter { index in !shown.contains { $0.contains(index) } }
      .map { lines[$0] }
  }

  /// What links and pictures point to.
  fileprivate var links: [String] {
    prose.flatMap { line in line.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) } }
  }

  /// The headings as GitHub names them.
  fileprivate var anchors: [String] {
    prose.filter { $0.hasPrefix("#") }.map { heading in
      let title = heading.drop { $0 == "#" }.dropFirst().lowercased()
      return String(title.filter { $0.isLetter || $0.isNumber || "- _".contains($0) })
        .replacingOccurrences(of: " ", with: "-")
    }
  }
}
