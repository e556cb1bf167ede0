/// Carries out a pickle's instructions on data alone.
///
/// The machine has no way to call anything: a global is a symbol from a fixed list, and applying
/// one to arguments makes a record of the two.
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
      guard version <= 4 else { throw refusal(.refusedProtocol(version)) }
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
    case .unicode1, .byteString1: try push(.text(try text(Int(try reader.byte()), &reader)))
    case .unicode4, .byteString4:
      try push(.text(try text(try reader.length(width: 4), &reader)))
    case .mark: try setMark()
    case .emptyTuple: try push(.tuple, [])
    case .tuple: try push(.tuple, try popToMark())
    case .tuple1: try push(.tuple, try pop(1))
    case .tuple2: try push(.tuple, try pop(2))
    case .tuple3: try push(.tuple, try pop(3))
    case .emptyList: try push(.list, [])
    case .append: try extend(.list, by: try pop(1))
    case .appends: try extend(.list, by: try popToMark())
    case .emptyDictionary: try push(.dictionary, [])
    case .setItem: try extend(.dictionary, by: try pop(2))
    case .setItems: try extend(.dictionary, by: try popToMark())
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
    case .build: try build()
    case .persistentID: try push(.persistentID, try pop(1))
    }
  }
}

// MARK: - The stack

extension PickleMachine {
  private func refusal(_ problem: PickleProblem) -> CheckpointError {
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

  private mutating func setMark() throws(CheckpointError) {
    guard marks.count < PickleLimits.marks else {
      throw refusal(.deepMarks(limit: PickleLimits.marks))
    }
    marks.append(stack.count)
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

  /// Appends to the elements of the object on top of the stack, which must be of `kind`.
  private mutating func extend(
    _ kind: PickleObject.Kind, by elements: [PickleValue]
  ) throws(CheckpointError) {
    guard case .object(let index) = try top(), objects[index].kind == kind,
      kind != .dictionary || elements.count.isMultiple(of: 2)
    else { throw refusal(.unsuitableOperand) }
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
    guard let global = PickleGlobal(rawValue: path) else { throw refusal(.refusedGlobal(path)) }
    try push(.global(global))
  }

  private mutating func stackGlobal() throws(CheckpointError) {
    let operands = try pop(2)
    guard case .text(let module) = operands[0], case .text(let name) = operands[1] else {
      throw refusal(.unsuitableOperand)
    }
    try pushGlobal(module: module, name: name)
  }

  /// Records a call. An `OrderedDict()` becomes an empty dictionary, as it is filled afterwards.
  private mutating func reduce() throws(CheckpointError) {
    let operands = try pop(2)
    guard case .global(let global) = operands[0], global.isCallable,
      case .object(let index) = operands[1], objects[index].kind == .tuple
    else { throw refusal(.unsuitableOperand) }
    let arguments = objects[index].elements
    if global == .orderedDictionary, arguments.isEmpty {
      try push(.dictionary, [])
    } else {
      try push(.call(global), arguments)
    }
  }

  /// Accepts and drops the one attribute that PyTorch sets: the `_metadata` of a dictionary,
  /// which has the versions of the layers' classes.
  private mutating func build() throws(CheckpointError) {
    let state = try pop(1)
    guard case .object(let target) = try top(),
      objects[target].kind == .dictionary || objects[target].kind == .call(.orderedDictionary),
      case .object(let index) = state[0], objects[index].kind == .dictionary,
      objects[index].elements.count == 2, objects[index].elements[0] == .text("_metadata")
    else { throw refusal(.unsuitableOperand) }
  }
}

// MARK: - Operands in the file

extension PickleMachine {
  /// Reads a little-endian integer in two's complement.
  private func wideInteger(
    _ width: Int, _ reader: inout ByteReader
  ) throws(CheckpointError) -> Int128 {
    guard width <= 16 else { throw refusal(.wideInteger(bytes: width)) }
    let bytes = try reader.bytes(width)
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    return bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int128($1) }
  }

  private func text(_ length: Int, _ reader: inout ByteReader) throws(CheckpointError) -> String {
    guard length <= PickleLimits.text else {
      throw refusal(.longText(limit: PickleLimits.text))
    }
    return try text(try reader.bytes(length))
  }

  private func text(_ bytes: [UInt8]) throws(CheckpointError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refusal(.malformedText)
    }
    return text
  }

  /// Reads a text up to the next line feed.
  private func line(_ reader: inout ByteReader) throws(CheckpointError) -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try reader.byte()
      if byte == UInt8(ascii: "\n") { return try text(bytes) }
      guard bytes.count < PickleLimits.text else {
        throw refusal(.longText(limit: PickleLimits.text))
      }
      bytes.append(byte)
    }
  }

  /// Reads a decimal number; protocol 1 writes the booleans as `00` and `01`.
  private func integerLine(_ reader: inout ByteReader) throws(CheckpointError) -> PickleValue {
    let digits = try line(&reader)
    if digits == "00" { return .boolean(false) }
    if digits == "01" { return .boolean(true) }
    return .integer(try integer(digits))
  }

  /// Reads a decimal number that ends with `L`.
  private func longLine(_ reader: inout ByteReader) throws(CheckpointError) -> PickleValue {
    let digits = try line(&reader)
    return .integer(try integer(digits.hasSuffix("L") ? String(digits.dropLast()) : digits))
  }

  private func integer(_ digits: String) throws(CheckpointError) -> Int128 {
    guard let integer = Int128(digits) else { throw refusal(.malformedNumber(digits)) }
    return integer
  }
}
