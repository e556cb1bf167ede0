import Testing

@testable import WeightFiles

@Suite("Damaged files give errors, never traps")
struct DamagedFileTests {
  @Test("every truncation is an error, and inside the pickles it is reported as one")
  func truncation() {
    let bytes = LegacyFile.sample.bytes
    for length in 1..<bytes.count {
      switch failure(Array(bytes.prefix(length))) {
      case .truncated(let size, let offset):
        #expect(size == length)
        #expect(offset <= length)
      case let other: Issue.record("\(length) bytes gave \(String(describing: other))")
      }
    }
    #expect(failure([]) == .empty)
  }

  @Test("every byte replaced by every allowed instruction and some others is survived")
  func corruption() throws {
    let original = LegacyFile.sample.bytes
    let replacements = Set(PickleOpcode.allCases.map(\.rawValue) + [0x00, 0x01, 0x7F, 0xFE, 0xFF])
    var bytes = original
    for position in bytes.indices {
      for replacement in replacements.union([original[position] ^ 1, original[position] ^ 0x80]) {
        bytes[position] = replacement
        if case .success(let checkpoint) = read(bytes) {
          let elements = try checkpoint.contents().values.reduce(0) { $0 + $1.values.count }
          #expect(elements <= bytes.count)
        }
      }
      bytes[position] = original[position]
    }
  }

  @Test("random bytes behind a valid start are survived", arguments: 0..<4)
  func noise(seed: UInt64) {
    var generator = Generator(state: seed)
    let instructions = PickleOpcode.allCases.map(\.rawValue)
    for _ in 0..<500 {
      // Mostly instructions, so that the pickles get further than a step or two.
      let noise = (0..<200).map { _ in
        Bool.random(using: &generator)
          ? instructions.randomElement(using: &generator) ?? 0
          : UInt8.random(in: 0...4, using: &generator)
      }
      #expect(failure(LegacyFile().preamble + noise) != nil)
      #expect(failure(noise) != nil)
    }
  }

  @Test("bytes behind the last storage are counted")
  func trailing() {
    #expect(failure(LegacyFile.sample.bytes + [1, 2, 3]) == .trailingBytes(count: 3))
  }

  @Test("another version and another byte order are refused")
  func preamble() {
    var file = LegacyFile.sample
    file.version = 1000
    #expect(failure(file.bytes) == .protocolVersion(found: "the integer 1000"))
    file.version = 1001
    file.isLittleEndian = false
    #expect(failure(file.bytes) == .bigEndian)
  }

  @Test("the description of the system must be a dictionary")
  func systemInformation() {
    var version = PickleWriter()
    version.integer(1001)
    var system = PickleWriter()
    system.code("]")
    #expect(
      failure(LegacyFile.magic + version.stopped() + system.stopped())
        == .systemInformation(found: "a list"))
  }
}
