import Architecture
import NetworkGraph
import WeightFiles

/// A model without most of its weights: as small as an address, yet the same graph.
///
/// What is left out is marked as numbers in another file, which nobody has, so that whatever needs them says so.
package struct ONNXSkeleton: Sendable {
  /// The file in which a skeleton says that its numbers are.
  package static let missingFile = "left out"

  /// The bytes of the model.
  package private(set) var bytes: [UInt8] = []

  private let source: CheckedBytes
  /// Tensors with more bytes are left out.
  private let most: Int

  /// The model of a file without the numbers of tensors with more than so many bytes. Throws if its bytes
  /// cannot be read.
  package init(of model: ONNXModel, keeping most: Int) throws(ONNXError) {
    (source, self.most) = (model.source, most)
    do throws(CheckpointError) {
      var reader = MessageReader(source)
      bytes = try written(.model, &reader, until: source.count)
    } catch { throw .reading(error) }
  }

  /// The messages that have tensors in them.
  private enum Message {
    case model, graph, node, attribute, tensor

    /// The message in a field, if it is one of these.
    func inner(_ field: UInt64) -> Message? {
      switch (self, field) {
      case (.model, 7): .graph
      case (.graph, 1): .node
      case (.graph, 5), (.attribute, 5): .tensor
      case (.node, 5): .attribute
      default: nil
      }
    }

    /// Whether a field says nothing of what is computed: comments, and shapes that follow from the rest.
    func isComment(_ field: UInt64) -> Bool {
      switch self {
      case .model: field == 6 || field == 14
      case .graph: field == 10 || field == 13 || field == 14 || field == 16
      case .node: field == 6
      case .attribute: field == 13
      case .tensor: field == 12
      }
    }
  }

  private func written(
    _ message: Message, _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) -> [UInt8] {
    var (fields, numbers): ([UInt8], [UInt8]) = ([], [])
    var isLarge = false
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      if message.isComment(field) { return }
      if case .bytes(let range) = content, let inner = message.inner(field) {
        let own = try written(inner, &reader, until: range.upperBound)
        fields += Self.field(field, own)
        return
      }
      let isNumbers = message == .tensor && [4, 5, 7, 9, 10, 11].contains(field)
      // What is left out is not even loaded.
      if isNumbers, case .bytes(let range) = content, range.count > most { isLarge = true }
      if isNumbers, isLarge { return }
      let whole: [UInt8]
      switch content {
      case .number(let number): whole = Self.varint(field << 3) + Self.varint(number)
      case .eight(let range): whole = Self.varint(field << 3 | 1) + (try reader.bytes(range))
      case .four(let range): whole = Self.varint(field << 3 | 5) + (try reader.bytes(range))
      case .bytes(let range): whole = Self.field(field, try reader.bytes(range))
      }
      if isNumbers { numbers += whole } else { fields += whole }
    }
    // Their keys and lengths are not numbers.
    guard isLarge || numbers.count > most + 16 else { return fields + numbers }
    let place = Self.field(1, Array("location".utf8)) + Self.field(2, Array(Self.missingFile.utf8))
    return fields + Self.field(13, place) + Self.varint(14 << 3) + Self.varint(1)
  }

  private static func field(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes): (UInt64, [UInt8]) = (number, [])
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}

extension ONNXModel {
  /// Whether numbers of the model were left out of it.
  package var isSkeleton: Bool { externalFiles.contains(ONNXSkeleton.missingFile) }

  /// The smallest skeleton that is read as the same graph; nothing if none is.
  package func skeleton() -> ONNXSkeleton? {
    guard let own = try? network(of: self) else { return nil }
    for most in [64, 1024, 1 << 16] {
      guard let skeleton = try? ONNXSkeleton(of: self, keeping: most),
        let model = try? ONNXModel(reading: MemoryByteSource(skeleton.bytes)),
        let read = try? network(of: model)
      else { continue }
      if read.graph.nodes == own.graph.nodes,
        read.graph.spec.imported == own.graph.spec.imported
      {
        return skeleton
      }
    }
    return nil
  }

  private func network(of model: ONNXModel) throws(ONNXError) -> ONNXNetwork {
    do throws(ONNXError) {
      return try ONNXNetwork(model, named: name, file: name)
    } catch {
      guard case .openSize = error else { throw error }
      return try ONNXNetwork(model, named: name, file: name, resolution: 224)
    }
  }
}
