import Testing

@testable import WeightFiles

@Suite("Bombs are bounded")
struct PickleBombTests {
  private func problem(_ bytes: [UInt8]) -> CheckpointError? {
    failure(LegacyFile().preamble + bytes)
  }

  @Test("a list within itself, and tuples nested to the limit, neither recurse nor trap")
  func nesting() {
    #expect(
      problem([0x5D, 0x71, 0, 0x68, 0, 0x61, 0x2E]) == .notStateDictionary(found: "a list"))
    let tuples = [UInt8](repeating: 0x85, count: PickleLimits.instructions - 2)
    #expect(problem([0x29] + tuples + [0x2E]) == .notStateDictionary(found: "a tuple"))
  }

  @Test("too many instructions, values and marks stop at the limit")
  func limits() {
    let start = LegacyFile().preamble.count
    func bomb(_ code: UInt8) -> CheckpointError? {
      problem([0x29] + [UInt8](repeating: code, count: 300_000))
    }
    #expect(
      bomb(0x85)
        == .pickle(
          .tooManyInstructions(limit: 262_144), instruction: "TUPLE1", offset: start + 262_143))
    #expect(
      bomb(0x94)
        == .pickle(
          .tooManyInstructions(limit: 262_144), instruction: "MEMOIZE", offset: start + 262_143))
    #expect(
      bomb(0x5D)
        == .pickle(.deepStack(limit: 16_384), instruction: "EMPTY_LIST", offset: start + 16_384))
    #expect(
      bomb(0x28) == .pickle(.deepMarks(limit: 64), instruction: "MARK", offset: start + 65))
  }

  @Test("lists that double by reference stay small")
  func doubling() {
    // Each tuple refers to the one before twice; unfolded there would be 2 to the 20000th.
    var bytes: [UInt8] = [0x29]
    for _ in 0..<20_000 { bytes += [0x71, 0, 0x68, 0, 0x86] }
    #expect(problem(bytes + [0x2E]) == .notStateDictionary(found: "a tuple"))
  }

  @Test("a small file cannot have its storage copied many times")
  func sharedStorage() {
    var file = LegacyFile()
    file.add("0", shape: [10_000], [Float](repeating: 1, count: 10_000))
    for index in 1..<20 {
      var copy = file.tensors[0]
      copy.name = "\(index)"
      file.tensors.append(copy)
    }
    #expect(failure(file.bytes) == .tooManyElements(limit: file.bytes.count))
  }
}
