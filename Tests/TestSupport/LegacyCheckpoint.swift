/// Bytes of a checkpoint in PyTorch's old format, of tensors with 32 bits an element: floating-point
/// numbers, but whole ones in the tensors `whole`; the dictionary of tensors alone, or beside the epoch
/// under a key.
package func legacyCheckpoint(
  _ tensors: [(name: String, shape: [Int], values: [Float])], whole: Set<String> = [],
  under key: String? = nil
) -> [UInt8] {
  func pickle(_ body: [UInt8]) -> [UInt8] { [0x80, 2] + body + Array(".".utf8) }
  func text(_ text: String) -> [UInt8] {
    Array("X".utf8) + littleEndian(UInt32(text.utf8.count)) + Array(text.utf8)
  }
  func integer(_ value: Int) -> [UInt8] { Array("J".utf8) + littleEndian(Int32(value)) }
  func tuple(_ parts: [UInt8]) -> [UInt8] { Array("(".utf8) + parts + Array("t".utf8) }
  let dictionary = Array("ccollections\nOrderedDict\n)R".utf8)

  var object = dictionary
  for (index, tensor) in tensors.enumerated() {
    let strides = tensor.shape.indices.map { tensor.shape[($0 + 1)...].reduce(1, *) }
    let storage = tuple(
      text("storage")
        + Array("ctorch\n\(whole.contains(tensor.name) ? "Int" : "Float")Storage\n".utf8)
        + text("\(index)") + text("cpu") + integer(tensor.values.count) + Array("N".utf8))
    object += text(tensor.name) + Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8)
    object += tuple(
      storage + Array("Q".utf8) + integer(0) + tuple(tensor.shape.flatMap(integer))
        + tuple(strides.flatMap(integer)) + [0x89] + dictionary)
    object += Array("Rs".utf8)
  }
  if let key {
    object =
      Array("}(".utf8) + text("epoch") + integer(3) + text(key) + object + Array("u".utf8)
  }
  let magic: [UInt8] = [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  let system = Array("}(".utf8) + text("little_endian") + [0x88] + Array("u".utf8)
  let keys = Array("](".utf8) + tensors.indices.flatMap { text("\($0)") } + Array("e".utf8)
  return pickle(magic) + pickle(integer(1001)) + pickle(system) + pickle(object) + pickle(keys)
    + tensors.flatMap { tensor in
      littleEndian(Int64(tensor.values.count))
        + tensor.values.map {
          whole.contains(tensor.name)
            ? Int32($0).littleEndian : Int32(bitPattern: $0.bitPattern).littleEndian
        }.withUnsafeBytes { Array($0) }
    }
}

private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
