import Testing

@testable import WeightFiles

@Suite("The pickle machine refuses what is not on its lists")
struct RefusedPickleTests {
  /// Runs the pickle `bytes` alone and returns its problem.
  private func problem(_ bytes: [UInt8]) -> CheckpointError? {
    var reader = ByteReader(CheckedBytes(MemoryByteSource(bytes)))
    do {
      _ = try PickleMachine.read(from: &reader)
      return nil
    } catch {
      return error
    }
  }

  private func problem(_ write: (inout PickleWriter) -> Void) -> CheckpointError? {
    var pickle = PickleWriter(protocol: nil)
    write(&pickle)
    return problem(pickle.stopped())
  }

  @Test(
    "globals, by name",
    arguments: [
      ("os", "system"), ("builtins", "eval"), ("__builtin__", "eval"), ("torch", "BoolStorage"),
      ("torch._utils", "_rebuild_qtensor"), ("collections", "ordereddict"), ("", ""),
    ])
  func globals(module: String, name: String) {
    let refused = PickleProblem.refusedGlobal("\(module).\(name)")
    #expect(
      problem { $0.global(module, name) } == .pickle(refused, instruction: "GLOBAL", offset: 0))
    let stackGlobal = problem {
      $0.text(module)
      $0.text(name)
      $0.raw([0x93])
    }
    let offset = 10 + module.utf8.count + name.utf8.count
    #expect(stackGlobal == .pickle(refused, instruction: "STACK_GLOBAL", offset: offset))
  }

  @Test("a forbidden global in a whole checkpoint, at its offset")
  func globalInCheckpoint() {
    var object = PickleWriter()
    object.global("os", "system")
    object.text("echo")
    object.raw([0x85])
    object.reduce()
    let file = LegacyFile.sample
    #expect(
      failure(file.bytes(object: object))
        == .pickle(
          .refusedGlobal("os.system"), instruction: "GLOBAL", offset: file.preamble.count + 2))
  }

  @Test("instructions that exist, by name and offset", arguments: 0...255)
  func instructions(code: Int) {
    let byte = UInt8(code)
    let found = problem([0x4E, byte])
    if let name = PickleOpcode.standardName(of: byte) {
      if PickleOpcode(rawValue: byte) == nil {
        #expect(found == .pickle(.refusedInstruction, instruction: name, offset: 1))
      }
    } else {
      let name = "0x" + String(byte, radix: 16)
      #expect(found == .pickle(.unknownInstruction, instruction: name, offset: 1))
    }
  }

  @Test("the instructions that build instances or reach outside")
  func dangerousInstructions() {
    let names = ["INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4", "PERSID", "DUP"]
    let refused = (UInt8.min...UInt8.max).filter { PickleOpcode(rawValue: $0) == nil }
      .compactMap { PickleOpcode.standardName(of: $0) }
    #expect(Set(refused).isSuperset(of: names))
  }

  @Test("every allowed instruction has a name")
  func names() {
    for opcode in PickleOpcode.allCases {
      #expect(PickleOpcode.standardName(of: opcode.rawValue) != nil)
    }
  }

  @Test("a newer protocol")
  func newerProtocol() {
    #expect(
      problem([0x80, 5]) == .pickle(.refusedProtocol(5), instruction: "PROTO", offset: 0))
  }

  @Test("calls of what is no function, and with what are no arguments")
  func reduce() {
    let unsuitable = CheckpointError.pickle(
      .unsuitableOperand, instruction: "REDUCE", offset: 21)
    let storage = problem {
      $0.global("torch", "FloatStorage")
      $0.emptyTuple()
      $0.reduce()
    }
    #expect(storage == unsuitable)
    let noArguments = problem {
      $0.global("torch", "FloatStorage")
      $0.none()
      $0.reduce()
    }
    #expect(noArguments == unsuitable)
  }

  @Test("attributes other than _metadata, and those of other things than dictionaries")
  func build() {
    func attribute(_ name: String, of target: String) -> CheckpointError? {
      problem {
        for scalar in target.unicodeScalars { $0.code(scalar) }
        $0.code("}")
        $0.text(name)
        $0.none()
        $0.code("s")
        $0.code("b")
      }
    }
    #expect(attribute("_metadata", of: "}") == nil)
    for (name, target) in [("__class__", "}"), ("_metadata", "]"), ("_metadata", "N")] {
      guard case .pickle(.unsuitableOperand, instruction: "BUILD", _) = attribute(name, of: target)
      else {
        Issue.record("the attribute \(name) of \(target) was accepted")
        continue
      }
    }
  }

  @Test("the stack running empty, also beneath a mark")
  func emptyStack() {
    for bytes: [UInt8] in [[0x85], [0x73], [0x52], [0x71, 0], [0x28, 0x94], [0x4E, 0x28, 0x85]] {
      guard
        case .pickle(.emptyStack, _, offset: bytes.firstIndex { $0 > 0x50 } ?? -1) = problem(bytes)
      else {
        Issue.record("\(bytes) gave \(String(describing: problem(bytes)))")
        continue
      }
    }
    #expect(problem([0x74]) == .pickle(.missingMark, instruction: "TUPLE", offset: 0))
  }

  @Test("memo entries that were never written")
  func emptyMemo() {
    #expect(
      problem([0x68, 7]) == .pickle(.emptyMemo(index: 7), instruction: "BINGET", offset: 0))
    #expect(
      problem([0x6A, 0xFF, 0xFF, 0xFF, 0xFF])
        == .pickle(.emptyMemo(index: 4_294_967_295), instruction: "LONG_BINGET", offset: 0))
  }

  @Test("appending to what is no list, and half an entry")
  func unsuitableOperands() {
    #expect(
      problem([0x4E, 0x4E, 0x61]) == .pickle(.unsuitableOperand, instruction: "APPEND", offset: 2))
    #expect(
      problem([0x7D, 0x28, 0x4E, 0x75])
        == .pickle(.unsuitableOperand, instruction: "SETITEMS", offset: 3))
  }

  @Test("more or less than one value at the end")
  func leftOver() {
    #expect(
      problem([0x2E]) == .pickle(.leftOverValues(count: 0), instruction: "STOP", offset: 0))
    #expect(
      problem([0x4E, 0x4E, 0x2E])
        == .pickle(.leftOverValues(count: 2), instruction: "STOP", offset: 2))
  }
}
