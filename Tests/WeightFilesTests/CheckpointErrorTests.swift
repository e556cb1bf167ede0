import Testing

@testable import WeightFiles

@Suite("Errors are sentences")
struct ErrorDescriptionTests {
  @Test(
    "one each, with names quoted and escaped",
    arguments: [
      (.empty, "the file is empty"),
      (
        .unsupportedFormat(.unknown(firstBytes: [0x0A, 0xFF])),
        "PyTorch checkpoints from before version 1.6, safetensors files, Caffe models and frozen "
          + "TensorFlow graphs can be read, but this file is in an unknown format that begins with the bytes 0a ff"
      ),
      (
        .unsupportedFormat(.zipArchive),
        "PyTorch checkpoints from before version 1.6, safetensors files, Caffe models and frozen "
          + "TensorFlow graphs can be read, but this file is a ZIP archive, as PyTorch writes since version 1.6"
      ),
      (
        .truncated(size: 9, offset: 5),
        "the file is truncated: the item at byte 5 runs past the end at byte 9"
      ),
      (
        .pickle(.refusedGlobal("os.\u{1B}system"), instruction: "GLOBAL", offset: 7),
        "the pickle instruction GLOBAL at byte 7 names \"os.\\u{1B}system\", which is not allowed"
      ),
      (
        .pickle(.unknownInstruction, instruction: "0xff", offset: 7),
        "the pickle instruction 0xff at byte 7 is unknown"
      ),
      (.duplicateName("a\nb"), "two tensors have the name \"a\\nb\""),
      (
        .tensor(name: "w", .outsideStorage(position: 6, storage: 6)),
        "the tensor \"w\" reaches element 6 of a storage of 6 elements"
      ),
      (
        .storage(key: "7", .count(declared: 6, stored: 5)),
        "the storage \"7\" should have 6 elements but stores 5"
      ),
      (
        .tensor(name: "w", .byteRange(begin: 4, end: 8, available: 6)),
        "the tensor \"w\" is declared to lie at bytes 4 to 8 of 6"
      ),
      (
        .graph(.truncated),
        "the TensorFlow graph is truncated or damaged: a field runs past the end of its message"
      ),
      (
        .tensor(name: "w", .dimensions([2, 3], expected: 4)),
        "the tensor \"w\" should have 4 dimensions but is [2, 3]"
      ),
      (.protobuf(.invalidText), "the Caffe model is damaged: a string is not UTF-8"),
      (
        .blobCount(layer: "conv0/bn", type: "BatchNorm", count: 2),
        "the layer \"conv0/bn\" has 2 blobs, which does not fit the type \"BatchNorm\""
      ),
    ] as [(CheckpointError, String)])
  func descriptions(error: CheckpointError, sentence: String) {
    #expect(error.description == sentence)
  }
}
