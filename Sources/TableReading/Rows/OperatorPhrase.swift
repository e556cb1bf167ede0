import Architecture

/// An operator cell taken apart: `bneck 5x5`, `conv2d 1x1, NBN`, `Conv dw / s2`.
struct OperatorPhrase {
  /// What stands beside the word.
  enum Part: String, CaseIterable {
    case window
    case stride
    case noBatchNorm = "'NBN'"
  }

  var word: String
  var window: PerAxis<Int>?
  /// The side of a window over channels.
  var side: Int?
  /// NBN: no batch normalization, and a bias instead.
  var noBatchNorm = false
  /// What comes after `/ s`.
  var stride: String?

  /// The parts that the cell has.
  var parts: [Part] {
    Part.allCases.filter { part in
      switch part {
      case .window: window != nil
      case .stride: stride != nil
      case .noBatchNorm: noBatchNorm
      }
    }
  }

  init(_ text: String, grammar: CellGrammar) {
    var rest = text.trimmed
    if rest.utf8.contains(UInt8(ascii: "/")), let slash = rest.firstRange(ofText: " / s") {
      stride = String(rest[slash.upperBound...])
      rest = rest[..<slash.lowerBound].trimmed
    }
    let hasComma = rest.utf8.contains(UInt8(ascii: ","))
    if hasComma, let comma = rest.firstIndex(of: ","),
      rest[rest.index(after: comma)...].trimmed == "NBN"
    {
      noBatchNorm = true
      rest = rest[..<comma].trimmed
    }
    let plain = hasComma ? rest.replacing(text: ",", with: " ") : rest
    let words = plain.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    if let last = words.last, words.count > 1, let side = grammar.window(last) {
      window = side
      word = words.dropLast().joined(separator: " ")
    } else if words.count == 2, words[0] == OperatorWord.channelConvolution.rawValue,
      let number = Int(words[1])
    {
      side = number
      word = words[0]
    } else {
      word = rest
    }
  }
}
