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
    "what a global that is not on the list would make, where a dictionary should be",
    arguments: [
      ("os", "system"), ("builtins", "eval"), ("__builtin__", "eval"), ("torch", "HalfTensor"),
      ("torch._utils", "_rebuild_qtensor"), ("collections", "ordereddict"), ("", ""),
    ])
  func globals(module: String, name: String) {
    for isOnStack in [false, true] {
      var object = PickleWriter()
      if isOnStack {
        object.text(module)
        object.text(name)
        object.raw([0x93])
      } else {
        object.global(module, name)
      }
      let bare = object
      object.text("echo")
      object.raw([0x85])
      object.reduce()
      let file = LegacyFile.sample
      #expect(failure(file.bytes(object: object)) == .wholeObject(class: "\(module).\(name)"))
      #expect(
        failure(file.bytes(object: bare))
          == .notStateDictionary(found: "the global \"\(module).\(name)\""))
    }
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

  @Test("the instructions that reach outside, and those that nothing writes any more")
  func dangerousInstructions() {
    let names = ["INST", "OBJ", "EXT1", "EXT2", "EXT4", "PERSID", "DUP", "NEXT_BUFFER"]
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
      problem([0x80, 6]) == .pickle(.refusedProtocol(6), instruction: "PROTO", offset: 0))
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

  @Test("attributes of what has none")
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
    for target in ["]", "N", ")"] {
      guard
        case .pickle(.unsuitableOperand, instruction: "BUILD", _) = attribute("a", of: target)
      else {
        Issue.record("the attribute of \(target) was accepted")
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
