import Reporting

/// What the page writes into the memory, or reads out of it: UTF-8.
nonisolated(unsafe) private var bytes: [UInt8] = []

/// The bytes of a picture, a checkpoint or maps.
nonisolated(unsafe) private var content: [UInt8] = []

/// What the core keeps between calls.
nonisolated(unsafe) private var session = Session()
nonisolated(unsafe) private var running = Running()

/// Where the page writes a request of so many bytes.
@_expose(wasm, "place") @_cdecl("explorer_place")
public func place(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
  bytes = Array(repeating: 0, count: max(Int(count), 1))
  return bytes.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Where the answer is; its length in bytes is what the call returned.
@_expose(wasm, "answer") @_cdecl("explorer_answer")
public func answer() -> UnsafePointer<UInt8>? {
  bytes.withUnsafeBufferPointer { $0.baseAddress }
}

/// Where the page writes the bytes of a picture (RGBA) or of a checkpoint, so many; and where it finds those
/// of maps and masks, whose number the answer gives (`content` with -1 keeps what is there).
@_expose(wasm, "content") @_cdecl("explorer_content")
public func content(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
  if count >= 0 { content = Array(repeating: 0, count: Int(count)) }
  return content.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Answers the request that lies in the memory: the text that `body` makes of it, or the error as JSON.
func answer(_ body: (Request, inout Session) throws(CoreError) -> String) -> Int32 {
  let asked = bytes
  bytes = []
  let text: String
  do {
    text = try body(try Request(asked), &session)
  } catch { text = error.json }
  bytes = Array(text.utf8)
  return Int32(bytes.count)
}

/// Makes a network ready with the checkpoint that lies in the content, or seeded weights if it is empty.
func load(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  let checkpoint = content
  content = []
  return try running.load(request, &session, checkpoint: checkpoint)
}

/// Reads the checkpoint that lies in the content.
func checkpoint(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  let bytes = content
  content = []
  return try Running.contents(of: bytes)
}

/// Opens the ONNX model that lies in the content.
func open(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  let model = content
  content = []
  try session.open(model, named: request.network.name)
  return JSONValue.object(["name": .text(request.network.name)]).line
}

/// Leaves a model without its weights in the content.
func skeleton(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  content = session.skeleton(of: request.network.name)
  return JSONValue.object(["bytes": .integer(content.count)]).line
}

/// Runs it on the picture in the content.
func run(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  try running.run(request, pixels: &content)
}

/// Leaves maps of a block in the content.
func maps(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
  try running.maps(request, into: &content)
}

/// Runs a step of the loaded network once more on the last picture: 1, or 0 if there is no such step. The core
/// has no clock; who calls it has.
@_expose(wasm, "step") @_cdecl("explorer_step")
public func step(_ index: Int32) -> Int32 { running.repeatStep(Int(index)) ? 1 : 0 }
