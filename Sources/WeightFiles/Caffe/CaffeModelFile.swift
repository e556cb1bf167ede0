import CaffeSchema
import SwiftProtobuf

/// A Caffe model in its binary form: a protocol buffer of layers with their blobs.
///
/// Layers become named tensors: `NAME.weight` and `NAME.bias`; for a batch norm, which has no scale
/// and shift of its own, `NAME.running_mean` and `NAME.running_var`.
enum CaffeModelFile {
  /// A layer of either generation.
  struct Layer {
    var name: String
    var type: String
    var blobs: [Caffe_Blob]
  }

  /// Reads the file and gives the tensors in its order.
  static func tensors(_ source: CheckedBytes) throws(CheckpointError) -> [Checkpoint.Entry] {
    guard source.count < Int32.max else { throw .protobuf(.tooLarge(bytes: source.count)) }
    var entries: [Checkpoint.Entry] = []
    var names: Set<String> = []
    for layer in try layers(try source.load(0..<source.count)) {
      for entry in try layer.tensors() {
        guard names.insert(entry.name).inserted else { throw .duplicateName(entry.name) }
        entries.append(entry)
      }
    }
    return entries
  }

  private static func layers(_ bytes: [UInt8]) throws(CheckpointError) -> [Layer] {
    try requireFewMessages(bytes)
    var options = BinaryDecodingOptions()
    // Such as the gradients, which are as large as the weights.
    options.discardUnknownFields = true
    let net: Caffe_Net
    do {
      net = try Caffe_Net(serializedBytes: bytes, options: options)
    } catch {
      throw .protobuf(ProtobufProblem(error))
    }
    return net.oldLayers.map { Layer(name: $0.name, type: Self.oldType($0.type), blobs: $0.blobs) }
      + net.layers.map { Layer(name: $0.name, type: $0.type, blobs: $0.blobs) }
  }

  /// The name of a type that the older generation has a number for, if it has weights.
  private static func oldType(_ number: Int32) -> String {
    switch number {
    case 4: "Convolution"
    case 14: "InnerProduct"
    case 39: "Deconvolution"
    default: "\(number)"
    }
  }

  // MARK: - The fields of a protocol buffer

  /// The most layers and blobs of a file. An empty one takes two bytes there, but a hundred in memory.
  static let mostMessages = 1 << 16

  /// Counts layers and blobs before any of them is decoded.
  private static func requireFewMessages(_ bytes: [UInt8]) throws(CheckpointError) {
    var count = 0
    func add() throws(CheckpointError) {
      count += 1
      guard count <= mostMessages else { throw .protobuf(.tooManyMessages(limit: mostMessages)) }
    }
    try fields(of: bytes[...]) { field, layer throws(CheckpointError) in
      guard field == 2 || field == 100 else { return }
      try add()
      try fields(of: layer) { part, _ throws(CheckpointError) in
        if part == (field == 2 ? 6 : 7) { try add() }
      }
    }
  }

  /// Hands out the fields of a message that have a length; passes over the others.
  private static func fields(
    of message: ArraySlice<UInt8>,
    _ read: (_ field: UInt64, _ content: ArraySlice<UInt8>) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var rest = message
    while !rest.isEmpty {
      guard let key = varint(&rest) else { throw .protobuf(.malformed) }
      let length: UInt64?
      switch key & 7 {
      case 0: length = varint(&rest).map { _ in 0 }
      case 1: length = 8
      case 2: length = varint(&rest)
      case 5: length = 4
      // Groups, which Caffe has none of.
      default: throw .protobuf(.malformed)
      }
      guard let length, length <= rest.count else { throw .protobuf(.truncated) }
      let content = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      if key & 7 == 2 { try read(key >> 3, content) }
    }
  }
}
