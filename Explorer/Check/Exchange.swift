import Architecture
import EmbeddedTables
import TableReading

/// What the caller writes into the memory, or reads out of it: UTF-8.
nonisolated(unsafe) private var bytes: [UInt8] = []

/// Where the caller writes a name of so many bytes.
@_expose(wasm, "name") @_cdecl("name")
public func name(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
  bytes = Array(repeating: 0, count: Int(count))
  return bytes.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Where the answer is.
@_expose(wasm, "text") @_cdecl("text")
public func text() -> UnsafePointer<UInt8>? {
  bytes.withUnsafeBufferPointer { $0.baseAddress }
}

/// Answers for the network of the name; returns the length of the answer in bytes.
func answer(_ text: (ArchitectureSpec) -> String) -> Int32 {
  let library = TableLibrary(
    files: EmbeddedFiles.all.map { TableFile(name: $0.name, text: $0.text) })
  let answer: String
  do {
    answer = text(try library.architecture(named: String(decoding: bytes, as: UTF8.self)))
  } catch { answer = error.description }
  bytes = Array(answer.utf8)
  return Int32(bytes.count)
}
