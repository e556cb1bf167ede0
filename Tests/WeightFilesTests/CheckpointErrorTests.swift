import Testing

@testable import WeightFiles

@Suite("Errors are sentences")
struct ErrorDescriptionTests {
  @Test(
    "one each, with names quoted and escaped",
    arguments: [
      (.empty, "the file is empty"),
      (
        .unknownFormat(firstBytes: [0x0A, 0xFF]),
        "PyTorch and Paddle checkpoints, safetensors files, Keras and Caffe models and frozen TensorFlow "
          + "graphs can be read, but this file is in an unknown format that begins with the bytes 0a ff"
      ),
      (
        .unsupportedFormat(.gitPointer),
        "this file is a pointer of Git LFS, which stands for the file itself; fetch the file by "
          + "'git lfs pull' where the pointer comes from"
      ),
      (
        .unsupportedFormat(.torchScript),
        "this file is a TorchScript archive, a network with its code; load it in Python by "
          + "torch.jit.load, and save its state_dict() by torch.save"
      ),
      (
        .wholeObject(class: "nets.Net"),
        "the checkpoint holds a whole pickled object of the class \"nets.Net\", which needs that "
          + "class's code; load it in Python and save model.state_dict() instead"
      ),
      (
        .zip(.noDirectory),
        "the ZIP archive is truncated or damaged: it does not end with a list of its members"
      ),
      (
        .zip(.checksum("a/data/0", expected: 0xAB, found: 0x1234_5678)),
        "the ZIP archive is damaged: its member \"a/data/0\" should have the CRC-32 000000ab but has "
          + "12345678"
      ),
      (
        .tensor(name: "w", .checksum(expected: 1, found: 2)),
        "the tensor \"w\" is damaged: its bytes should have the CRC-32C 00000001 but have 00000002"
      ),
      (
        .shard("a.safetensors", .empty), "the shard \"a.safetensors\": the file is empty"
      ),
      (
        .truncated(size: 9, offset: 5),
        "the file is truncated: the item at byte 5 runs past the end at byte 9"
      ),
      (
        .wholeObject(class: "os.\u{1B}system"),
        "the checkpoint holds a whole pickled object of the class \"os.\\u{1B}system\", which needs "
          + "that class's code; load it in Python and save model.state_dict() instead"
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
