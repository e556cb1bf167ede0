import Architecture
@testable import TableReading
import TestSupport
import Testing

/// Names as people type them.
@Suite struct SpellingTests {
  private static let library = try? TableLibrary.repository()

  /// Ways of writing a name: in other cases, with other or no signs between its words.
  private static let styles: [@Sendable (String) -> String] = [
    { $0.uppercased() }, { words($0).map(capitalized).joined() },
    { words($0).joined(separator: "_") }, { words($0).joined() },
    { words($0).map(capitalized).joined(separator: "-") },
  ]

  private static func words(_ name: String) -> [Substring] { name.split(separator: "-") }

  private static func capitalized(_ word: Substring) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func names(_ library: TableLibrary) -> [String] {
    library.architectureNames + library.files.flatMap(\.aliases)
  }

  @Test("Every spelling of every name and alias finds its table, with and without a dialect")
  func everySpelling() throws {
    let library = try #require(Self.library)
    for name in Self.names(library) {
      let label = try library.fullName(of: name)
      let dialects = library.dialects(of: try library.architecture(named: label).family)
      for spelling in Self.styles.map({ $0(name) }) {
        #expect(try library.fullName(of: spelling) == label, "\(spelling)")
        #expect(try library.request(spelling) == NetworkRequest(label), "\(spelling)")
        #expect(try library.architecture(named: spelling).name == label, "\(spelling)")
        for dialect in dialects {
          #expect(try library.fullName(of: "\(spelling)@\(dialect)") == "\(label)@\(dialect)")
        }
      }
    }
  }

  @Test("Every beginning of every name finds its table, names all that it may be, or is unknown")
  func everyBeginning() throws {
    let library = try #require(Self.library)
    for name in Self.names(library) {
      let label = try library.fullName(of: name)
      for length in 1..<name.count {
        let beginning = String(name.prefix(length))
        do throws(LookupError) {
          #expect(Self.names(library).contains(try library.request(beginning).name))
        } catch {
          // Patterns after `catch` crash the compiler here.
          switch error {
          case .ambiguousArchitecture(let asked, let candidates):
            #expect(asked == beginning && candidates.count > 1)
            #expect(candidates.contains(label), "\(beginning)")
          case .unknownArchitecture(_, let nearest, _):
            #expect(nearest != nil || length < 4, "\(beginning)")
          case .contradictoryWidths, .unknownConvention, .unknownDialect, .unknownDevice,
            .unknownTerm,
            .circle, .longChain:
            throw error
          }
        }
      }
    }
  }

  @Test(
    "The width stands behind a name in hundredths, where the family has widths",
    arguments: [
      ("mobilenetv2_050", "mobilenet-v2", 0.5), ("mobilenetv2_100", "mobilenet-v2", 1),
      ("mobilenetv3_large_075", "mobilenet-v3-large", 0.75), ("V2-140", "mobilenet-v2", 1.4),
      ("v1_025", "mobilenet-v1", 0.25),
      ("mobilenetv3_small_100@timm", "mobilenet-v3-small@timm", 1),
    ])
  func widths(spelling: String, name: String, width: Double) throws {
    let library = try #require(Self.library)
    #expect(try library.request(spelling) == NetworkRequest(name, width: width))
    #expect(try library.request(spelling, width: width) == NetworkRequest(name, width: width))
    let stem = spelling.split(separator: "@")[0]
    #expect(
      throws: LookupError.contradictoryWidths(String(stem), own: width, asked: 0.35)
    ) { try library.request(spelling, width: 0.35) }
    if width == 1 {
      #expect(try library.fullName(of: spelling) == name)
    } else {
      #expect(throws: LookupError.self) { try library.fullName(of: spelling) }
    }
  }

  @Test(
    "What has more than one reading, or none, is refused",
    arguments: [
      "lraspp_050", "ssd_vgg16_100", "mobilenetv2_224", "mobilenetv2_160", "mobilenetv2_96",
      "mobilenetv2100", "mobilenetv2_1000", "_050", "100", "", "-", "@timm",
    ])
  func refused(spelling: String) throws {
    let library = try #require(Self.library)
    #expect(throws: LookupError.self) { try library.request(spelling) }
  }

  @Test("Two networks that a name may be are both named")
  func ambiguous() throws {
    let library = try #require(Self.library)
    let candidates = ["mobilenet-v3-large", "mobilenet-v3-small"]
    for name in ["v3", "mobilenet-v3", "MobileNetV3", "v3_100"] {
      #expect(throws: LookupError.ambiguousArchitecture(name, candidates: candidates)) {
        try library.request(name)
      }
    }
  }

  @Test("A name or alias as it stands in a table wins over every spelling")
  func exact() throws {
    let text = try Repository.table("Architectures/MobileNetV2").text
    func table(_ name: String, alias: String) -> TableFile {
      TableFile(
        name: "\(name).yaml",
        text: text.replacing("name: mobilenet-v2", with: "name: \(name)")
          .replacing("aliases: [v2]", with: "aliases: [\(alias)]"))
    }
    let library = try TableLibrary.repository(
      adding: [table("MobileNet_V2", alias: "V2"), table("mobilenetv2_050", alias: "half")])
    #expect(try library.fullName(of: "MobileNet_V2") == "MobileNet_V2")
    #expect(try library.fullName(of: "V2") == "MobileNet_V2")
    #expect(try library.fullName(of: "v2") == "mobilenet-v2")
    #expect(try library.request("mobilenetv2_050") == NetworkRequest("mobilenetv2_050"))
    #expect(
      throws: LookupError.ambiguousArchitecture(
        "MOBILENETV2", candidates: ["MobileNet_V2", "mobilenet-v2"])
    ) { try library.request("MOBILENETV2") }
  }
}
