/// Carries out a pickle's instructions on data alone.
///
/// The machine has no way to call anything: a global is a symbol, and applying one to arguments makes a
/// record of the two. Only some symbols mean anything to a reader; the others are names.
struct PickleMachine {
  private var stack: [PickleValue] = []
  /// The heights that the stack had when the marks were set.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var objects: [PickleObject] = []
  /// The instruction being carried out, for errors.
  private var instruction = ""
  private var offset = 0

  private init() {}

  /// Reads the one pickle at the reader's position and leaves the reader after it.
  static func read(from reader: inout ByteReader) throws(CheckpointError) -> Pickle {
    var machine = PickleMachine()
    for _ in 0..<PickleLimits.instructions {
      let opcode = try machine.nextOpcode(from: &reader)
      if opcode == .stop { return try machine.finish() }
      try machine.carryOut(opcode, &reader)
    }
    throw machine.refusal(.tooManyInstructions(limit: PickleLimits.instructions))
  }

  private mutating func nextOpcode(
    from reader: inout ByteReader
  ) throws(CheckpointError) -> PickleOpcode {
    offset = reader.position
    let byte = try reader.byte()
    guard let name = PickleOpcode.standardName(of: byte) else {
      instruction = "0x" + String(byte, radix: 16)
      throw refusal(.unknownInstruction)
    }
    instruction = name
    guard let opcode = PickleOpcode(rawValue: byte) else { throw refusal(.refusedInstruction) }
    return opcode
  }

  private mutating func finish() throws(CheckpointError) -> Pickle {
    guard marks.isEmpty, stack.count == 1, let root = stack.last else {
      throw refusal(.leftOverValues(count: stack.count))
    }
    return Pickle(root: root, objects: objects)
  }

  private mutating func carryOut(
    _ opcode: PickleOpcode, _ reader: inout ByteReader
  ) throws(CheckpointError) {
    switch opcode {
    case .stop: break  // The caller ends there.
    case .protocolVersion:
      let version = Int(try reader.byte())
      guard version <= 5 else { throw refusal(.refusedProtocol(version)) }
    case .frame:
      // Frames only help readers that buffer; but one that the file cannot hold is an error.
      let length = try reader.length(width: 8)
      try reader.require(length)
    case .none: try push(.none)
    case .newTrue: try push(.boolean(true))
    case .newFalse: try push(.boolean(false))
    case .integer1: try push(.integer(Int128(try reader.byte())))
    case .integer2: try push(.integer(Int128(try reader.unsigned(width: 2))))
    case .integer4: try push(.integer(try wideInteger(4, &reader)))
    case .long1: try push(.integer(try wideInteger(Int(try reader.byte()), &reader)))
    case .long4: try push(.integer(try wideInteger(try reader.length(width: 4), &reader)))
    case .integerLine: try push(try integerLine(&reader))
    case .longLine: try push(try longLine(&reader))
    case .number8: try push(.number(try bigEndianNumber(&reader)))
    case .unicode1, .byteString1: try push(try text(Int(try reader.byte()), &reader))
    case .unicode4, .byteString4: try push(try text(try reader.length(width: 4), &reader))
    case .unicode8: try push(try text(try reader.length(width: 8), &reader))
    case .bytes1: try push(try passBytes(Int(try reader.byte()), &reader))
    case .bytes4: try push(try passBytes(try reader.length(width: 4), &reader))
    case .bytes8, .byteArray8: try push(try passBytes(try reader.length(width: 8), &reader))
    case .pop, .popToMark, .mark: try changeMarks(opcode)
    case .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3: try pushTuple(opcode)
    case .emptyList: try push(.list, [])
    case .append: try extend(.list, by: try pop(1))
    case .appends: try extend(.list, by: try popToMark())
    case .emptyDictionary: try push(.dictionary, [])
    case .setItem: try extend(.dictionary, by: try pop(2))
    case .setItems: try extend(.dictionary, by: try popToMark())
    case .emptySet: try push(.set, [])
    case .addItems: try extend(.set, by: try popToMark())
    case .frozenSet: try push(.set, try popToMark())
    case .put1: memo[Int(try reader.byte())] = try top()
    case .put4: memo[try reader.length(width: 4)] = try top()
    case .memoize: memo[memo.count] = try top()
    case .get1: try pushMemo(Int(try reader.byte()))
    case .get4: try pushMemo(try reader.length(width: 4))
    case .global:
      let module = try line(&reader)
      try pushGlobal(module: module, name: try line(&reader))
    case .stackGlobal: try stackGlobal()
    case .reduce: try reduce()
    case .newObject: try make(try pop(2))
    case .newObjectWithKeywords: try make(try pop(3))
    case .build: try build()
    case .persistentID: try push(.persistentID, try pop(1))
    }
  }
}

// MARK: - The stack

extension PickleMachine {
  func refusal(_ problem: PickleProblem) -> CheckpointError {
    .pickle(problem, instruction: instruction, offset: offset)
  }

  private mutating func push(_ value: PickleValue) throws(CheckpointError) {
    guard stack.count < PickleLimits.stack else {
      throw refusal(.deepStack(limit: PickleLimits.stack))
    }
    stack.append(value)
  }

  private mutating func push(
    _ kind: PickleObject.Kind, _ elements: [PickleValue]
  ) throws(CheckpointError) {
    try push(.object(objects.count))
    objects.append(PickleObject(kind: kind, elements: elements))
  }

  /// Sets a mark, or removes one with what is above it, or the topmost value or mark.
  private mutating func changeMarks(_ opcode: PickleOpcode) throws(CheckpointError) {
    switch opcode {
    case .mark:
      guard marks.count < PickleLimits.marks else {
        throw refusal(.deepMarks(limit: PickleLimits.marks))
      }
      marks.append(stack.count)
    case .pop where marks.last != stack.count: _ = try pop(1)
    default: _ = try popToMark()
    }
  }

  private mutating func pushTuple(_ opcode: PickleOpcode) throws(CheckpointError) {
    switch opcode {
    case .emptyTuple: try push(.tuple, [])
    case .tuple1: try push(.tuple, try pop(1))
    case .tuple2: try push(.tuple, try pop(2))
    case .tuple3: try push(.tuple, try pop(3))
    default: try push(.tuple, try popToMark())
    }
  }

  private func top() throws(CheckpointError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw refusal(.emptyStack)
    }
    return value
  }

  /// Takes the last `count` values, none from below the last mark.
  private mutating func pop(_ count: Int) throws(CheckpointError) -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw refusal(.emptyStack) }
    let values = Array(stack.suffix(count))
    stack.removeLast(count)
    return values
  }

  private mutating func popToMark() throws(CheckpointError) -> [PickleValue] {
    guard let mark = marks.last else { throw refusal(.missingMark) }
    let values = try pop(stack.count - mark)
    marks.removeLast()
    return values
  }

  /// Appends to the elements of the object on top of the stack, which must be of `kind`; what would be
  /// added to an object of which nothing is known is dropped.
  private mutating func extend(
    _ kind: PickleObject.Kind, by elements: [PickleValue]
  ) throws(CheckpointError) {
    guard case .object(let index) = try top(),
      kind != .dictionary || elements.count.isMultiple(of: 2)
    else { throw refusal(.unsuitableOperand) }
    if case .made = objects[index].kind { return }
    guard objects[index].kind == kind else { throw refusal(.unsuitableOperand) }
    objects[index].elements.append(contentsOf: elements)
  }

  private mutating func pushMemo(_ index: Int) throws(CheckpointError) {
    guard let value = memo[index] else { throw refusal(.emptyMemo(index: index)) }
    try push(value)
  }
}

// MARK: - Globals

extension PickleMachine {
  private mutating func pushGlobal(module: String, name: String) throws(CheckpointError) {
    let path = module + "." + name
    try push(PickleGlobal(path: path).map { .global($0) } ?? .foreign(path))
  }

  private mutating func stackGlobal() throws(CheckpointError) {
    let operands = try pop(2)
    guard case .text(let module) = operands[0], case .text(let name) = operands[1] else {
      throw refusal(.unsuitableOperand)
    }
    try pushGlobal(module: module, name: name)
  }

  /// Records a call. An `OrderedDict()` becomes an empty dictionary, as it is filled afterwards, and a
  /// tuple of a tuple that one itself.
  private mutating func reduce() throws(CheckpointError) {
    let operands = try pop(2)
    guard case .object(let index) = operands[1], objects[index].kind == .tuple else {
      throw refusal(.unsuitableOperand)
    }
    let arguments = objects[index].elements
    guard case .global(let global) = operands[0], global.isCallable else {
      return try make(operands)
    }
    switch (global, arguments.first) {
    case (.orderedDictionary, nil): try push(.dictionary, [])
    case (.tuple, .object(let inner)) where arguments.count == 1 && objects[inner].kind == .tuple:
      try push(.object(inner))
    default: try push(.call(global), arguments)
    }
  }

  /// Records an object of a class, or the result of a function, of which the first operand is the
  /// name, with the others.
  private mutating func make(_ operands: [PickleValue]) throws(CheckpointError) {
    guard var name = makerName(operands[0]) else { throw refusal(.unsuitableOperand) }
    // What older protocols call with the class first.
    if name == "copyreg._reconstructor" || name == "copy_reg._reconstructor",
      case .object(let index) = operands[1], let maker = objects[index].elements.first
    {
      name = makerName(maker) ?? name
    }
    try push(.made(by: name), Array(operands.dropFirst()))
  }

  /// The name of a class or function; nil for a value that is none.
  private func makerName(_ value: PickleValue) -> String? {
    switch value {
    case .foreign(let name): return name
    case .object(let index):
      switch objects[index].kind {
      case .made(let name): return name
      // A model's class was saved as ("module", class, file, source).
      case .persistentID:
        guard case .object(let tuple) = objects[index].elements[0],
          objects[tuple].elements.count == 4, objects[tuple].elements[0] == .text("module"),
          case .foreign(let name) = objects[tuple].elements[1]
        else { return nil }
        return name
      default: return nil
      }
    default: return nil
    }
  }

  /// Keeps the state of an array, of its type and of an object of which nothing is known, and drops the
  /// attributes of others, such as the `_metadata` of a dictionary, which has the versions of the layers'
  /// classes.
  private mutating func build() throws(CheckpointError) {
    let state = try pop(1)
    guard case .object(let target) = try top() else { throw refusal(.unsuitableOperand) }
    switch objects[target].kind {
    case .made, .call(.reconstructArray), .call(.arrayType):
      objects[target].elements.append(state[0])
    case .dictionary, .set, .call: break
    case .tuple, .list, .persistentID: throw refusal(.unsuitableOperand)
    }
  }
}
