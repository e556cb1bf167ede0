import Architecture
@testable import TableReading
import TestSupport
import Testing

/// Glossaries: terms and what they mean.
@Suite struct GlossaryTests {
  private static let text = """
    glossary: Mine
    terms:
      - term: h-swish
        term-zh: 硬swish
        aliases: [hard swish, HS]
        en: One thing.
        zh: 一回事。
        formula: x y
        try: mobilenet list
      - term: n
        en: Another.
        zh: 另一回事。

    """

  private static let mine = TableFile(name: "Mine.yaml", text: text)

  @Test("All that an entry has, and what it may lack")
  func reads() throws {
    let library = TableLibrary(files: [Self.mine])
    #expect(
      try library.glossary() == [
        GlossaryEntry(
          theme: "Mine", term: "h-swish", chineseTerm: "硬swish", aliases: ["hard swish", "HS"],
          english: "One thing.", chinese: "一回事。", formula: "x y", command: "mobilenet list"),
        GlossaryEntry(
          theme: "Mine", term: "n", chineseTerm: nil, aliases: [], english: "Another.",
          chinese: "另一回事。", formula: nil, command: nil),
      ])
  }

  private static let body = "en: E, zh: Z"

  @Test(
    "What is wrong is said at its place",
    arguments: [
      RefusedTable("no terms", "«glossary: Mine\n", "key 'terms' is missing"),
      RefusedTable("no list", "glossary: Mine\nterms: «all\n", "'terms' must be a list"),
      RefusedTable(
        "no name", "glossary: «''\nterms: [{term: a, \(body)}]\n", "'glossary' is empty"),
      RefusedTable(
        "not two languages",
        "glossary: Mine\nterms:\n  - «{term: a, en: E}\n  - «{term: b, zh: Z}\n",
        "key 'zh' is missing", "key 'en' is missing"),
      RefusedTable(
        "nothing said", "glossary: Mine\nterms: [{term: «' ', en: «'', zh: Z}]\n",
        "'term' is empty", "'en' is empty"),
      RefusedTable(
        "an unknown key", "glossary: Mine\nterms: [{term: a, \(body), «alias: [b]}]\n",
        "unknown key 'alias' in a term; did you mean 'aliases'?"),
      RefusedTable(
        "an entry that is none", "glossary: Mine\nterms: [«alpha]\n",
        "a term must be a mapping of keys to values"),
      RefusedTable(
        "names that stand twice",
        "glossary: Mine\nterms:\n  - {term: a, \(body), aliases: [b, «a]}\n  - {term: «b, \(body)}\n",
        "'a' is already a name of 'a'", "'b' is already a name of 'a'"),
      RefusedTable(
        "no text", "glossary: Mine\nterms: [{term: a, \(body), aliases: [«[b]], formula: «{}}]\n",
        "'an entry of 'aliases'' must be text; got '[b]'", "'formula' must be text; got '~'"),
    ])
  func refused(table: RefusedTable) throws {
    let marked = MarkedTable(table.text)
    do throws(LibraryError) {
      _ = try TableLibrary(files: [marked.file]).glossary()
      Issue.record("nothing is said")
    } catch {
      guard case .table(let error) = error else { throw error }
      let expected = zip(marked.places, table.messages).map { place, message in
        "\(marked.file.name):\(place.line):\(place.column): \(message)"
      }
      #expect(error.summary == expected)
    }
  }

  @Test("A later entry replaces that of its term with all its names; the others stay")
  func replacing() throws {
    let other = TableFile(
      name: "Other.yaml",
      text:
        "glossary: Mine\nterms:\n  - {term: h-swish, en: E, zh: Z}\n  - {term: new, en: N, zh: N}\n"
    )
    let library = TableLibrary(files: [Self.mine]).adding([other])
    #expect(try library.glossary().map(\.term) == ["h-swish", "n", "new"])
    #expect(try library.glossaryEntry(of: "hswish").english == "E")
    #expect(throws: LibraryError.self) { try library.glossaryEntry(of: "hard swish") }
  }

  @Test("A name of a later table goes before the same name of an earlier one")
  func later() throws {
    let other = TableFile(
      name: "Other.yaml", text: "glossary: Mine\nterms: [{term: a, aliases: [HS], en: E, zh: Z}]\n")
    let library = TableLibrary(files: [Self.mine, other])
    #expect(try library.glossaryEntry(of: "hs").term == "a")
  }

  @Test(
    "A term has its names in any case and spelling",
    arguments: [
      ("h-swish", "h-swish"), ("hswish", "h-swish"), ("H_Swish", "h-swish"), ("HS", "h-swish"),
      ("hard_swish", "h-swish"), ("h-switch", "h-swish"),
      ("Depthwise-Separable", "depthwise separable convolution"),
      ("深度可分离卷积", "depthwise separable convolution"), ("α", "width multiplier"),
      ("ALPHA", "width multiplier"), ("makedivisible", "make_divisible"), ("lraspp", "LR-ASPP"),
      ("n", "n"), ("N", "Dk, M, N, DF"), ("iou", "IoU"),
      ("batchnorm folding", "batch norm folding"),
    ])
  func spellings(name: String, term: String) throws {
    #expect(try TableLibrary.repository().glossaryEntry(of: name).term == term)
  }

  @Test("An unknown term names the nearest, if one is near")
  func unknown() throws {
    let library = try TableLibrary.repository()
    for (name, nearest) in [("h-swsh", "h-swish"), ("roofine", "roofline"), ("qqqqqqqqqq", nil)] {
      do throws(LibraryError) {
        _ = try library.glossaryEntry(of: name)
        Issue.record("\(name) is known")
      } catch {
        guard case .lookup(let error) = error else { throw error }
        #expect(error == .unknownTerm(name, nearest: nearest))
      }
    }
  }
}

/// The glossary of the repository.
@Suite struct RepositoryGlossaryTests {
  private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test("Every term is explained in both languages, in three sentences at most, with a command")
  func entries() throws {
    let entries = try TableLibrary.repository().glossary()
    #expect(entries.count >= 60)
    for entry in entries {
      #expect(entry.english.hasSuffix(".") && !isChinese(entry.english), "\(entry.term)")
      #expect(entry.chinese.hasSuffix("。") && isChinese(entry.chinese), "\(entry.term)")
      let sentences = entry.english.split(separator: ". ").count
      #expect(sentences <= 3 && entry.chinese.split(separator: "。").count <= 3, "\(entry.term)")
      #expect(entry.chineseTerm.map(isChinese) ?? true, "\(entry.term)")
      #expect(entry.command?.hasPrefix("mobilenet ") ?? false, "\(entry.term)")
    }
  }

  @Test("A name leads to its own entry, and only n and N differ in case alone")
  func names() throws {
    let library = try TableLibrary.repository()
    var owners: [String: Set<String>] = [:]
    for entry in try library.glossary() {
      for name in entry.names {
        #expect(try library.glossaryEntry(of: name).term == entry.term, "\(name)")
        owners[name.lowercased(), default: []].insert(entry.term)
      }
    }
    #expect(owners.filter { $0.value.count > 1 }.keys.sorted() == ["n"])
  }

  @Test(
    "Every word that notes on these networks use is there",
    arguments: [
      "alpha", "beta", "rho", "width multiplier", "DW", "PW", "Depthwise Separable Conv",
      "pointwise",
      "MAC", "FLOPs", "NBN", "NB", "ssld", "270e", "voc", "v oc", "h-swish", "h_sigmoid", "swish",
      "ReLU",
      "ReLU6", "squeeze-and-excitation", "SELayer", "SE模块", "注意力机制", "ECA", "Eca_layer",
      "bottleneck",
      "bneck", "inverted residuals", "倒残差结构", "linear bottlenecks", "residual", "shortcut",
      "expansion",
      "make_divisible", "_make_divisible", "NMS", "IoU", "FPN", "YOLOv3FPN", "YOLOv3Head", "anchor",
      "default box", "prior", "缺省框", "SSD", "MobileNet-SSD", "SSDLite", "YOLO", "ASPP", "R-ASPP",
      "LR-ASPP",
      "NAS", "NetAdapt", "MnasNet", "batch norm folding", "BN层合并", "感受野", "receptive field",
      "roofline",
      "arithmetic intensity", "dilation", "output stride", "StemBlock", "C3",
      "cross-layer equalization",
      "quantization", "量化", "RE", "HS", "NL", "SE", "s", "k", "t", "c", "n", "exp size",
      "hidden_dim",
      "dialect", "witness", "置信度损失", "二值交叉熵损失", "backbone", "neck", "softmax", "Avg Pool", "步距",
      "Conv dw", "Dk", "DF", "groups", "last stage", "ImageNet", "COCO", "mAP", "top-1", "latency",
    ])
  func notes(name: String) throws {
    _ = try TableLibrary.repository().glossaryEntry(of: name)
  }
}
