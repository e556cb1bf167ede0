import Architecture

extension ParameterTensor {
  /// Gives a weight the shape that it has where outputs are the last dimension; `groups` are those of a
  /// depthwise convolution.
  mutating func storeOutLast(_ kinds: Set<TensorNaming.OutLast>, groups: Int?) {
    guard role == .weight else { return }
    switch shape.count {
    case 2 where kinds.contains(.matrices): storedShape = [shape[1], shape[0]]
    case 4 where kinds.contains(.convolutions):
      let lastTwo = groups.map { [$0, shape[0] / $0] } ?? [shape[1], shape[0]]
      storedShape = [shape[2], shape[3]] + lastTwo
    default: break
    }
  }

  /// Numbers as a layer takes them, in the order of the shape, from those in a checkpoint.
  package func arranged(_ stored: [Float]) -> [Float] {
    let stored = scaled(stored)
    guard storedShape != shape else { return stored }
    return Self.exchanged(stored, first: places, middle: shape[1], last: shape[0])
  }

  /// Numbers as a layer takes them, from those in a checkpoint in the order of the shape.
  package func scaled(_ stored: [Float]) -> [Float] {
    factor == 1 ? stored : stored.map { $0 * factor }
  }

  /// The shape of three dimensions in which the checkpoint has the numbers with the first one varying fastest;
  /// nothing if it has them in the order of the shape.
  package var columnMajorShape: [Int]? {
    storedShape == shape ? nil : [shape[0], shape[1], places]
  }

  /// Numbers as a checkpoint has them, from those that a layer takes.
  package func stored(_ arranged: [Float]) -> [Float] {
    let arranged = factor == 1 ? arranged : arranged.map { $0 / factor }
    guard storedShape != shape else { return arranged }
    return Self.exchanged(arranged, first: shape[0], middle: shape[1], last: places)
  }

  /// The places of a weight's window. In a checkpoint with outputs last, they are the first dimension, and
  /// the inputs the second: of a depthwise one, there is one input for each output.
  private var places: Int { shape.dropFirst(2).reduce(1, *) }

  /// A tensor of three dimensions with the first and the last exchanged.
  private static func exchanged(
    _ scalars: [Float], first: Int, middle: Int, last: Int
  ) -> [Float] {
    guard scalars.count == first * middle * last else { return scalars }
    return [Float](unsafeUninitializedCapacity: scalars.count) { result, count in
      count = scalars.count
      scalars.withUnsafeBufferPointer { scalars in
        // Square blocks, so that what is read and what is written both stay in the cache.
        for block in stride(from: 0, to: last, by: side) {
          for start in stride(from: 0, to: middle, by: side) {
            for z in block..<min(block + side, last) {
              for y in start..<min(start + side, middle) {
                for x in 0..<first {
                  result.initializeElement(
                    at: (z * middle + y) * first + x, to: scalars[(x * middle + y) * last + z])
                }
              }
            }
          }
        }
      }
    }
  }

  private static var side: Int { 16 }
}
