import TestSupport

/// Changes bytes at random: single ones, numbers of several widths, and whole runs.
struct ByteMutator {
  private var random: SeededGenerator

  /// The mutator of a seed.
  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The bytes after one to four changes.
  mutating func mutant(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    // Runs are mostly short: long ones leave nothing to read.
    let most = Int.random(in: 0..<8, using: &random) == 0 ? bytes.count : 16
    let end = min(bytes.count, place + Int.random(in: 1...most, using: &random))
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2, 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 4, 5: write(number(), in: 1 << Int.random(in: 0...3, using: &random), at: place, &bytes)
    case 6: bytes[place] = bytes[place] &+ (Bool.random(using: &random) ? 1 : 255)
    case 7: bytes.removeSubrange(place..<end)
    case 8: bytes.removeSubrange(place...)
    case 9: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 10:
      let run = Array(bytes[place..<end])
      let other = Int.random(in: 0...(bytes.count - run.count), using: &random)
      bytes.replaceSubrange(other..<other + run.count, with: run)
    default:
      for index in place..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    }
  }

  /// Mostly a number at which lengths and offsets go wrong.
  private mutating func number() -> UInt64 {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: UInt64.random(in: 0...UInt64.max, using: &random)
    case 1: UInt64.random(in: 0...70_000, using: &random)
    default:
      (1 << UInt64.random(in: 0..<64, using: &random))
        &- UInt64.random(in: 0...1, using: &random)
    }
  }

  /// Writes a number's lowest bytes, in one of the two orders.
  private mutating func write(
    _ number: UInt64, in width: Int, at place: Int, _ bytes: inout [UInt8]
  ) {
    let isBigEndian = Bool.random(using: &random)
    for index in 0..<width where place + index < bytes.count {
      let shift = 8 * (isBigEndian ? width - 1 - index : index)
      bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(shift))
    }
  }
}
