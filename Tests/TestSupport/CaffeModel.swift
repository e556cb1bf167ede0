/// A layer of a Caffe model.
package struct CaffeLayer {
  /// A tensor of 32-bit numbers: its sizes, outermost first, and its elements in row-major order.
  package typealias Blob = (shape: [Int], values: [Float])

  var name: String
  var type: String
  var blobs: [Blob]

  /// A layer from its parts.
  package init(_ name: String, _ type: String, _ blobs: [Blob]) {
    (self.name, self.type, self.blobs) = (name, type, blobs)
  }
}

/// Bytes of a Caffe model in its binary form.
package func caffeModel(_ layers: [CaffeLayer]) -> [UInt8] {
  func number(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
  }
  func field(_ key: Int, _ content: [UInt8]) -> [UInt8] {
    number(key << 3 | 2) + number(content.count) + content
  }
  func blob(_ blob: CaffeLayer.Blob) -> [UInt8] {
    field(5, blob.values.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) })
      + field(7, field(1, blob.shape.flatMap(number)))
  }
  return field(1, Array("net".utf8))
    + layers.flatMap { layer in
      field(
        100,
        field(1, Array(layer.name.utf8)) + field(2, Array(layer.type.utf8))
          + layer.blobs.flatMap { field(7, blob($0)) })
    }
}
