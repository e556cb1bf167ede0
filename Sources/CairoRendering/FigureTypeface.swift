import Drawing

/// DejaVu Sans in one weight, with a Chinese font for what it lacks.
struct FigureTypeface {
  /// A piece of text in one font.
  struct Run {
    var font: FigureFont
    var text: String
  }

  static let family = "DejaVu Sans"

  /// The families that may stand in, the best known first. What a system puts in the place of one
  /// that is missing may do as well: widths are measured in the font that is drawn.
  static let chineseFamilies = ["WenQuanYi Micro Hei", "Noto Sans CJK SC", "PingFang SC"]

  private let font: FigureFont
  private let weight: TextStyle.Weight

  /// Loads the font; throws `missingFont` where another font would stand in for it.
  init(_ weight: TextStyle.Weight) throws(RenderingError) {
    self.weight = weight
    font = try FigureFont(Self.family, weight)
    let referenceWidth =
      switch weight {
      case .regular: 5036.0
      case .bold: 5755.0
      }
    // Fontconfig puts another family in place of one it does not find, without a word.
    let width = try font.metrics(of: "MobileNet", size: FigureFont.em).width
    guard abs(width - referenceWidth) < 10 else { throw .missingFont(family: Self.family) }
  }

  /// The extents of one line of text at an em size in points; its height is DejaVu Sans's, which
  /// Chinese letters do not leave.
  func metrics(of string: String, size: Double) throws(RenderingError) -> TextMetrics {
    let runs = try runs(of: string.drawn)
    if runs.count == 1, runs[0].font === font {
      return try font.metrics(of: runs[0].text, size: size)
    }
    let line = try font.metrics(of: "", size: size)
    var width = 0.0
    for run in runs { width += try run.font.metrics(of: run.text, size: size).width }
    return TextMetrics(width: width, ascent: line.ascent, descent: line.descent)
  }

  /// The pieces of a text, each in the first font that has its letters. One that none has is spelled
  /// as its escape; for a Chinese one this throws `missingLetter` where no Chinese font is installed.
  func runs(of text: String) throws(RenderingError) -> [Run] {
    // Most text is ASCII, which the font has.
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    let isWhole = if isPlain { true } else { try font.hasLetters(of: text) }
    if isWhole { return [Run(font: font, text: text)] }
    var runs: [Run] = []
    for character in text {
      var letter = String(character)
      let found = try font(for: letter)
      if found == nil { letter = letter.unicodeScalars.map { Self.escape($0) }.joined() }
      let font = found ?? font
      if let last = runs.indices.last, runs[last].font === font {
        runs[last].text += letter
      } else {
        runs.append(Run(font: font, text: letter))
      }
    }
    return runs
  }

  private func font(for letter: String) throws(RenderingError) -> FigureFont? {
    if try font.hasLetters(of: letter) { return font }
    let chinese = Self.chinese(weight)
    for font in chinese where try font.hasLetters(of: letter) { return font }
    if chinese.isEmpty, let family = Self.chineseFamilies.first,
      letter.unicodeScalars.contains(where: { Self.isChinese($0) })
    {
      throw .missingLetter(letter, family: family)
    }
    return nil
  }

  /// As YAML escapes it, and texts what cannot be seen.
  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// Whether a Chinese font should have the letter: the scripts and punctuation of East Asia.
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    (0x2E80...0x9FFF).contains(scalar.value) || (0xF900...0xFFEF).contains(scalar.value)
      || scalar.value >= 0x20000
  }

  // MARK: Chinese

  // Looked for when the first text needs one: most figures need none.
  private static let regularChinese = installedChinese(.regular)
  private static let boldChinese = installedChinese(.bold)

  private static func chinese(_ weight: TextStyle.Weight) -> [FigureFont] {
    switch weight {
    case .regular: regularChinese
    case .bold: boldChinese
    }
  }

  private static func installedChinese(_ weight: TextStyle.Weight) -> [FigureFont] {
    chineseFamilies.compactMap { family in
      guard let font = try? FigureFont(family, weight), (try? font.hasLetters(of: "中")) == true
      else { return nil }
      return font
    }
  }
}
