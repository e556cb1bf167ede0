/// In place of the one that undoes compression with zlib: the same in Swift, one bit after the other.
///
/// Source: RFC 1951 of the IETF, and RFC 1950 for zlib's header and checksum.
enum Inflation {
  enum Form { case bare, zlib }
  enum Problem: Error { case damaged, unavailable }

  /// What a stream unfolds to, which must be `count` bytes.
  static func inflate(_ bytes: [UInt8], count: Int, form: Form) throws(Problem) -> [UInt8] {
    var stream = Inflating(bytes[...], count: count)
    if form == .zlib {
      guard bytes.count >= 6, bytes[0] & 15 == 8, bytes[1] & 32 == 0,
        (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
      else { throw .damaged }
      stream = Inflating(bytes[2..<bytes.count - 4], count: count)
    }
    try stream.run()
    if form == .zlib {
      let sum = bytes.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard Self.adler(stream.output) == sum else { throw .damaged }
    }
    return stream.output
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  /// The CRC-32 of bytes behind others with the checksum `sum`.
  static func checksum(_ bytes: [UInt8], after sum: UInt32 = 0) -> UInt32 {
    CyclicCode.crc32.checksum(bytes, after: sum)
  }
}

/// A stream of deflation while it is unfolded.
private struct Inflating {
  private(set) var output: [UInt8] = []
  private let input: ArraySlice<UInt8>
  private let count: Int
  private var place: Int
  private var (bits, bitCount): (UInt32, Int) = (0, 0)

  init(_ input: ArraySlice<UInt8>, count: Int) {
    (self.input, self.count) = (input, count)
    place = input.startIndex
    output.reserveCapacity(count)
  }

  mutating func run() throws(Inflation.Problem) {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored()
      case 1: try unfold(Self.fixedLiterals, Self.fixedDistances)
      case 2:
        let (literals, distances) = try ownCodes()
        try unfold(literals, distances)
      default: throw .damaged
      }
    }
    guard output.count == count, place == input.endIndex else { throw .damaged }
  }

  /// The next bits, the lowest first.
  private mutating func take(_ wanted: Int) throws(Inflation.Problem) -> Int {
    while bitCount < wanted {
      guard place < input.endIndex else { throw .damaged }
      bits |= UInt32(input[place]) << UInt32(bitCount)
      place += 1
      bitCount += 8
    }
    let value = Int(bits & (1 << UInt32(wanted) - 1))
    bits >>= UInt32(wanted)
    bitCount -= wanted
    return value
  }

  private mutating func copyStored() throws(Inflation.Problem) {
    (bits, bitCount) = (0, 0)
    let length = try take(16)
    guard try take(16) == ~length & 0xFFFF, length <= input.endIndex - place,
      length <= count - output.count
    else { throw .damaged }
    output += input[place..<place + length]
    place += length
  }

  // MARK: Codes

  /// Symbols by their codes: how many codes there are of each length, and the symbols in their order.
  private struct Code {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int] = []

    init(_ lengths: [Int]) throws(Inflation.Problem) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var room = 1
      for length in 1...15 {
        room = 2 * room - counts[length]
        guard room >= 0 else { throw .damaged }
      }
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }

    func symbol(_ next: () throws(Inflation.Problem) -> Int) throws(Inflation.Problem) -> Int {
      var (code, first, index) = (0, 0, 0)
      for length in 1...15 {
        code |= try next()
        if code - counts[length] < first { return symbols[index + code - first] }
        index += counts[length]
        first = (first + counts[length]) << 1
        code <<= 1
      }
      throw .damaged
    }
  }

  private mutating func symbol(_ code: Code) throws(Inflation.Problem) -> Int {
    try code.symbol { () throws(Inflation.Problem) in try take(1) }
  }

  private static let fixedLiterals =
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
    + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
  private static let fixedDistances = Array(repeating: 5, count: 30)

  /// Where the lengths of code lengths stand.
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func ownCodes() throws(Inflation.Problem) -> ([Int], [Int]) {
    let (literals, distances) = (try take(5) + 257, try take(5) + 1)
    let known = try take(4) + 4
    guard literals <= 286, distances <= 30 else { throw .damaged }
    var own = [Int](repeating: 0, count: 19)
    for place in Self.order.prefix(known) { own[place] = try take(3) }
    let code = try Code(own)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      let symbol = try symbol(code)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw .damaged }
        lengths += Array(repeating: last, count: try take(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try take(3) + 3)
      case 18: lengths += Array(repeating: 0, count: try take(7) + 11)
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == literals + distances, lengths[256] > 0 else { throw .damaged }
    return (Array(lengths[..<literals]), Array(lengths[literals...]))
  }

  private mutating func unfold(
    _ literals: [Int], _ distances: [Int]
  ) throws(Inflation.Problem) {
    let (literals, distances) = (try Code(literals), try Code(distances))
    while true {
      let symbol = try symbol(literals)
      if symbol < 256 {
        guard output.count < count else { throw .damaged }
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      let length = try length(symbol - 257)
      let back = try distance(self.symbol(distances))
      guard back <= output.count, length <= count - output.count else { throw .damaged }
      for _ in 0..<length { output.append(output[output.count - back]) }
    }
  }

  /// The length that a symbol and the bits behind it stand for.
  private mutating func length(_ index: Int) throws(Inflation.Problem) -> Int {
    switch index {
    case ..<8: return index + 3
    case 28: return 258
    case ..<28:
      let extra = index / 4 - 1
      return (4 + index % 4) << extra + 3 + (try take(extra))
    default: throw .damaged
    }
  }

  private mutating func distance(_ symbol: Int) throws(Inflation.Problem) -> Int {
    if symbol < 4 { return symbol + 1 }
    guard symbol < 30 else { throw .damaged }
    let extra = symbol / 2 - 1
    return (2 + symbol % 2) << extra + 1 + (try take(extra))
  }
}
