import Testing

@testable import WeightFiles

@Suite("Other formats are recognized")
struct CheckpointFormatTests {
  @Test(
    "by their first bytes",
    arguments: [
      ([0x80, 2, 0x7D, 0x2E], .otherPickle),
      (Array("<!DOCTYPE html>".utf8), .webPage),
      (Array("\r\n <HTML lang=en>".utf8), .webPage),
      ([0xEF, 0xBB, 0xBF] + Array("<html>".utf8), .webPage),
      (Array("<?xml version='1.0'?><Error/>".utf8), .xml),
      (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), .gitPointer),
      ([0x1C, 0, 0, 0] + Array("TFL3".utf8) + [0, 0, 0, 0], .tensorFlowLite),
      (Array("name: \"MobileNet-SSD\"\ninput: \"data\"".utf8), .prototxt),
      (Array("# A net.\n# By me.\n\nlayer {\n".utf8), .prototxt),
      (Array("input_shape { dim: 1 }".utf8), .prototxt),
      ([0x1F, 0x8B, 8, 0], .gzip),
      (Array("BZh91AY".utf8), .bzip2),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0], .xz),
      ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstandard),
      (
        Array("weights.pth".utf8) + [UInt8](repeating: 0, count: 246) + Array("ustar".utf8), .tar
      ),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .picture),
      ([0xFF, 0xD8, 0xFF, 0xE0], .picture),
      (Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8), .picture),
      ([0x93] + Array("NUMPY".utf8) + [1, 0], .numpyArray),
      ([8, 8, 0x12, 7] + Array("pytorch".utf8), .onnx),
      ([8, 10, 0x3A, 0x80, 1], .onnx),
      ([8, 1, 0x12, 0xE0, 2, 0x0A], .savedModel),
      // What BundleWriter and Saver of TensorFlow 2.21 begin .index and .meta with.
      ([0, 0, 6, 8, 1, 0x1A, 2, 8, 1, 0, 1, 0x43], .tensorFlowCheckpoint),
      (
        [0x0A, 0x9A, 0x30, 0x12, 0xB2, 0x29, 0x0A, 0x38, 0x0A, 3] + Array("Add".utf8) + [0x12, 6],
        .tensorFlowCheckpoint
      ),
      (Array("{\"metadata\": {}, \"weight_map\": {}}".utf8), .shardIndex),
      // Programs of Paddle: in protocol buffers, in JSON, and their numbers.
      (
        [0x0A, 0xF9, 0x2C, 8, 0, 0x10] + [UInt8](repeating: 0xFF, count: 9) + [1, 0x1A, 0x22],
        .paddleProgram
      ),
      (Array("{\"base_code\":{\"magic\":\"pir\",\"version\":4".utf8), .paddleProgram),
      (
        [UInt8](repeating: 0, count: 16) + [4, 0, 0, 0, 8, 5, 0x10, 2, 0, 0], .paddleParameters
      ),
    ] as [([UInt8], CheckpointFormat)])
  func recognized(bytes: [UInt8], format: CheckpointFormat) {
    #expect(failure(bytes) == .unsupportedFormat(format))
  }

  @Test("or not, by what they begin with", arguments: ["Lorem\nipsum", "L", "\0"])
  func unknown(text: String) {
    #expect(failure(Array(text.utf8)) == .unknownFormat(firstBytes: Array(text.utf8.prefix(8))))
  }

  @Test(
    "texts and numbers that only look like others",
    arguments: [
      "name: mobilenet", "{\"weights\": 1}", "inputs: \"data\"", "layer: 3", "", "#",
    ].map { Array($0.utf8) } + [[8, 8, 0x12, 0x0A, 0x0A], [8], [0x1F], [8, 0x80, 0x12, 1, 0x40]])
  func notRecognized(bytes: [UInt8]) {
    #expect(CheckpointFormat.recognize(bytes) == .legacyTorch)
  }

  @Test("an archive that is cut off is one")
  func archive() {
    for bytes: [UInt8] in [[0x50, 0x4B, 3, 4, 0, 0, 8, 8], [0x50, 0x4B, 3, 4]] {
      #expect(failure(bytes) == .zip(.noDirectory))
    }
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

  @Test("a pickle that is a call is not PyTorch's, and calls nothing")
  func forbiddenPickle() {
    var pickle = PickleWriter()
    pickle.global("os", "system")
    pickle.text("touch /tmp/harm")
    pickle.raw([0x85])
    pickle.reduce()
    #expect(failure(pickle.stopped()) == .unsupportedFormat(.otherPickle))
  }
}
