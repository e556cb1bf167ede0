/// Why a pickle instruction was refused.
public enum PickleProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte is no instruction of any pickle protocol.
  case unknownInstruction
  /// A saved checkpoint does not need this instruction.
  case refusedInstruction
  /// The pickle protocol is newer than 5.
  case refusedProtocol(Int)
  /// The instruction takes more values than the stack offers.
  case emptyStack
  /// The instruction needs a mark where none is set.
  case missingMark
  /// The instruction does not apply to the values it finds.
  case unsuitableOperand
  /// The instruction reads a memo entry that was never written.
  case emptyMemo(index: Int)
  /// The integer has more than 128 bits; with its number of bytes.
  case wideInteger(bytes: Int)
  /// The text of a number is not a number.
  case malformedNumber(String)
  /// A text is longer than `limit` bytes.
  case longText(limit: Int)
  /// A text is not UTF-8.
  case malformedText
  /// The pickle has more instructions than `limit`.
  case tooManyInstructions(limit: Int)
  /// The stack holds more values than `limit`.
  case deepStack(limit: Int)
  /// More marks are set than `limit`.
  case deepMarks(limit: Int)
  /// The pickle ends with `count` values on the stack instead of one.
  case leftOverValues(count: Int)

  /// The end of a sentence that begins with the instruction.
  public var description: String {
    switch self {
    case .unknownInstruction: "is unknown"
    case .refusedInstruction: "is not allowed"
    case .refusedProtocol(let version): "announces protocol \(version), which is newer than 5"
    case .emptyStack: "finds too few values on the stack"
    case .missingMark: "finds no mark on the stack"
    case .unsuitableOperand: "does not apply to the values it finds"
    case .emptyMemo(let index): "reads the memo entry \(index), which was never written"
    case .wideInteger(let bytes): "has an integer of \(bytes) bytes, more than 16"
    case .malformedNumber(let text): "has \(text.debugDescription) instead of a number"
    case .longText(let limit): "has a string of more than \(limit) bytes"
    case .malformedText: "has a string that is not UTF-8"
    case .tooManyInstructions(let limit): "exceeds the limit of \(limit) instructions"
    case .deepStack(let limit): "needs a stack of more than \(limit) values"
    case .deepMarks(let limit): "needs more than \(limit) marks"
    case .leftOverValues(let count): "ends the pickle with \(count) values instead of one"
    }
  }
}
