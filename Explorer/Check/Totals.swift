import Architecture
import CostAnalysis
import EmbeddedTables
import NetworkGraph
import TableReading

/// What the caller writes into the memory, or reads out of it: UTF-8.
nonisolated(unsafe) private var bytes: [UInt8] = []

/// Where the caller writes a name of so many bytes.
@_expose(wasm, "name") @_cdecl("name")
public func name(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
  bytes = Array(repeating: 0, count: Int(count))
  return bytes.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Reckons what the network of the name costs; returns the length of the answer in bytes.
@_expose(wasm, "totals") @_cdecl("totals")
public func totals() -> Int32 {
  bytes = Array(totals(of: String(decoding: bytes, as: UTF8.self)).utf8)
  return Int32(bytes.count)
}

/// Where the answer is.
@_expose(wasm, "text") @_cdecl("text")
public func text() -> UnsafePointer<UInt8>? {
  bytes.withUnsafeBufferPointer { $0.baseAddress }
}

private func totals(of name: String) -> String {
  let library = TableLibrary(
    files: EmbeddedFiles.all.map { TableFile(name: $0.name, text: $0.text) })
  let spec: ArchitectureSpec
  do { spec = try library.architecture(named: name) } catch { return error.description }
  do {
    let cost = try Graph(expanding: spec).totalCost()
    return "\(cost.parameters.total) parameters, \(cost.macs) multiply-accumulates"
  } catch { return error.description }
}
