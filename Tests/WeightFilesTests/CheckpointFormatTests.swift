import Testing

@testable import WeightFiles

@Suite("Other formats are recognized")
struct CheckpointFormatTests {
  @Test(
    "by their first bytes",
    arguments: [
      ([0x80, 2, 0x7D, 0x2E], .otherPickle),
      (Array("<!DOCTYPE html>".utf8), .unknown(firstBytes: Array("<!DOCTYP".utf8))),
      (Array("Lorem\nipsum".utf8), .unknown(firstBytes: Array("Lorem\nip".utf8))),
      (Array("L".utf8), .unknown(firstBytes: Array("L".utf8))),
      ([0], .unknown(firstBytes: [0])),
    ] as [([UInt8], CheckpointFormat)])
  func recognized(bytes: [UInt8], format: CheckpointFormat) {
    #expect(failure(bytes) == .unsupportedFormat(format))
  }

  @Test(
    "formats that are read",
    arguments: [
      ([0x40, 0, 0, 0, 0, 0, 0, 0] + Array("{\"__metadata__\"".utf8), .safetensors),
      // The name, the name of an input, the old sizes of an input, then a layer.
      (
        [0x0A, 3] + Array("net".utf8) + [0x1A, 4] + Array("data".utf8)
          + [0x20, 1, 0x20, 0xAC, 2, 0xA2, 6, 9], .caffeModel
      ),
      ([0x0A, 3] + Array("net".utf8) + [0x12, 9], .caffeModel),
      // An operation with its name and what it does.
      (
        [0x0A, 20, 0x0A, 5] + Array("a/b_1".utf8) + [0x12, 5] + Array("Const".utf8), .frozenGraph
      ),
      ([0x0A, 20, 0x0A, 0, 0x12, 5] + Array("Const".utf8), .legacyTorch),
      ([0x0A, 20, 0x0A, 1, 0x61, 0x12, 90] + Array("Const".utf8), .legacyTorch),
      // Without a layer, or with what no model has, it may be anything.
      ([0x0A, 3] + Array("net".utf8), .legacyTorch),
      ([0x0A, 3] + Array("net".utf8) + [0x4A, 1, 0], .legacyTorch),
      ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0x12, 0], .legacyTorch),
    ] as [([UInt8], CheckpointFormat)])
  func read(bytes: [UInt8], format: CheckpointFormat) {
    #expect(CheckpointFormat.recognize(bytes) == format)
  }

  @Test("a pickle that begins with something forbidden is reported as that")
  func forbiddenPickle() {
    var pickle = PickleWriter()
    pickle.global("os", "system")
    #expect(
      failure(pickle.stopped())
        == .pickle(.refusedGlobal("os.system"), instruction: "GLOBAL", offset: 2))
  }
}
