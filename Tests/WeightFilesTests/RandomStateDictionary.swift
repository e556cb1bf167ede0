@testable import WeightFiles

/// Random tensors over random storages: some alone and in row-major order, some views with strides of
/// their own, several over one storage.
enum RandomStateDictionary {
  /// A type of storages: its class, and a random element's bytes with its value.
  private struct Kind: Sendable {
    let storageClass: String
    let element: @Sendable (inout Generator) -> (bytes: [UInt8], value: Float)
  }

  private static let kinds = [
    Kind(storageClass: "FloatStorage") { generator in
      let value = Float.random(in: -1e9...1e9, using: &generator)
      return (littleEndian(value.bitPattern), value)
    },
    Kind(storageClass: "DoubleStorage") { generator in
      let value = Double.random(in: -1e9...1e9, using: &generator)
      return (littleEndian(value.bitPattern), Float(value))
    },
    Kind(storageClass: "HalfStorage") { generator in
      let value = Float16(Float.random(in: -1e4...1e4, using: &generator))
      return (littleEndian(value.bitPattern), Float(value))
    },
    Kind(storageClass: "BFloat16Storage") { generator in
      let bits = UInt16.random(in: 0...0x7F00, using: &generator)
      return (littleEndian(bits), Float(bitPattern: UInt32(bits) << 16))
    },
    Kind(storageClass: "BoolStorage") { generator in
      let value = UInt8.random(in: 0...1, using: &generator)
      return ([value], Float(value))
    },
    Kind(storageClass: "ByteStorage") { whole(UInt8.self, &$0) },
    Kind(storageClass: "CharStorage") { whole(Int8.self, &$0) },
    Kind(storageClass: "ShortStorage") { whole(Int16.self, &$0) },
    Kind(storageClass: "IntStorage") { whole(Int32.self, &$0) },
    Kind(storageClass: "LongStorage") { whole(Int64.self, &$0) },
  ]

  private static func whole<Number: FixedWidthInteger>(
    _ type: Number.Type, _ generator: inout Generator
  ) -> ([UInt8], Float) {
    let value = Number.random(in: .min ... .max, using: &generator)
    return (littleEndian(value), Float(value))
  }

  /// A file, and what it must be read as.
  static func make(
    _ generator: inout Generator
  ) -> (file: LegacyFile, expected: [String: TensorContent]) {
    var file = LegacyFile()
    var expected: [String: TensorContent] = [:]
    for key in 0..<Int.random(in: 1...5, using: &generator) {
      guard let kind = kinds.randomElement(using: &generator) else { continue }
      let count = Int.random(in: 1...300, using: &generator)
      let elements = (0..<count).map { _ in kind.element(&generator) }
      file.runs.append(
        LegacyFile.Run(key: "\(key)", count: count, bytes: elements.flatMap { $0.bytes }))
      for index in 0..<Int.random(in: 1...3, using: &generator) {
        let name = "storage \(key).\(index)"
        let (offset, shape, strides) = layout(within: count, &generator)
        file.tensors.append(
          LegacyFile.Tensor(
            name: name, storageClass: kind.storageClass, key: "\(key)", storageCount: count,
            offset: offset, shape: shape, strides: strides))
        let positions = zip(shape, strides).reduce([offset]) { positions, axis in
          positions.flatMap { position in (0..<axis.0).map { position + $0 * axis.1 } }
        }
        expected[name] = TensorContent(
          shape: shape, values: positions.map { elements[$0].value })
      }
    }
    return (file, expected)
  }

  /// Any layout whose elements are within a storage.
  private static func layout(
    within count: Int, _ generator: inout Generator
  ) -> (offset: Int, shape: [Int], strides: [Int]) {
    let offset = Int.random(in: 0..<count, using: &generator)
    var rest = count - 1 - offset
    var (shape, strides): ([Int], [Int]) = ([], [])
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let size = Int.random(in: 1...4, using: &generator)
      let stride = Int.random(in: 1...12, using: &generator)
      guard (size - 1) * stride <= rest, (shape + [size]).reduce(1, *) <= count else { break }
      rest -= (size - 1) * stride
      shape.append(size)
      strides.append(stride)
    }
    return (offset, shape, strides)
  }
}
