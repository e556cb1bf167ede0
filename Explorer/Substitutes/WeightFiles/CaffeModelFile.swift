/// In place of the one that reads Caffe models, for which it needs SwiftProtobuf.
enum CaffeModelFile {
  /// Refuses the file.
  static func tensors(_ source: CheckedBytes) throws(CheckpointError) -> [Checkpoint.Entry] {
    throw .source("Caffe models cannot be read here.")
  }
}
