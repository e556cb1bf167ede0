import FuzzSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What libFuzzer's bytes are read as: what the environment asks for.
private let reading: ByteReading = {
  guard let name = getenv("FUZZ"), let reading = ByteReading(rawValue: String(cString: name)) else {
    print("FUZZ must be checkpoint, picture, table or onnx")
    exit(2)
  }
  return reading
}()

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  reading.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
