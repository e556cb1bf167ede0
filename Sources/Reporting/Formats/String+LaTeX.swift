extension String {
  /// Characters with a meaning in LaTeX, escaped.
  var latexEscaped: String {
    var result = ""
    for character in self {
      switch character {
      case "%", "&", "#", "_", "$", "{", "}": result += "\\\(character)"
      case "~": result += "--"
      case "\\": result += "\\textbackslash{}"
      case "^": result += "\\textasciicircum{}"
      default: result.append(character)
      }
    }
    return result
  }

  /// Windows and shapes as the papers set them: `112x112x32` as 112^2 x 32 with a cross.
  var withLaTeXProducts: String {
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place].isDigit, let end = Self.endOfProduct(bytes, from: place) {
        result += Self.product(bytes[place..<end]).utf8
        place = end
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The end of `NxM`, `NxMxK` or `N x M` from a digit on: digits, then an x with digits or small
  /// letters behind it, once or more, each x with or without a blank on its sides.
  private static func endOfProduct(_ bytes: [UInt8], from start: Int) -> Int? {
    func run(_ place: Int, _ isPart: (UInt8) -> Bool) -> Int {
      var place = place
      while place < bytes.count, isPart(bytes[place]) { place += 1 }
      return place
    }
    func skipping(_ byte: UInt8, _ place: Int) -> Int? {
      place < bytes.count && bytes[place] == byte ? place + 1 : nil
    }
    var end: Int?
    var place = run(start) { $0.isDigit }
    while true {
      let blank = skipping(UInt8(ascii: " "), place) ?? place
      guard let cross = skipping(UInt8(ascii: "x"), blank) else { return end }
      let factor = skipping(UInt8(ascii: " "), cross) ?? cross
      place = run(factor) { $0.isDigit || $0.isSmallLetter }
      guard place > factor else { return end }
      end = place
    }
  }

  private static func product(_ bytes: ArraySlice<UInt8>) -> String {
    let blank = UInt8(ascii: " ")
    var factors = bytes.split(separator: UInt8(ascii: "x")).map { factor in
      String(decoding: factor.filter { $0 != blank }, as: UTF8.self)
    }
    guard factors.allSatisfy({ !$0.isEmpty }) else { return String(decoding: bytes, as: UTF8.self) }
    // A map as the papers write it; a window that is spelled out stays so.
    if factors.count == 3, factors[0] == factors[1], !bytes.contains(blank) {
      factors = [factors[0] + "^2", factors[2]]
    }
    let set = factors.map { factor in
      Int(factor.prefix { $0 != "^" }) == nil ? "\\mathrm{\(factor)}" : factor
    }
    return "$" + set.joined(separator: " \\times ") + "$"
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
