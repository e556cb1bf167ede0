import CaffeSchema

extension CaffeModelFile.Layer {
  /// The layer's tensors under the names that they have here.
  func tensors() throws(CheckpointError) -> [Checkpoint.Entry] {
    guard !blobs.isEmpty else { return [] }
    switch type {
    case "BatchNorm": return try norm()
    case "Scale": return try [tensor("weight", 0, .vector)] + bias()
    case "Normalize":
      try require(blobs.count == 1)
      return [try tensor("weight", 0, .vector)]
    case "InnerProduct": return try [tensor("weight", 0, .matrix)] + bias()
    default: return try [tensor("weight", 0, .whole)] + bias()
    }
  }

  /// The second of at most two blobs.
  private func bias() throws(CheckpointError) -> [Checkpoint.Entry] {
    try require(blobs.count <= 2)
    return blobs.count == 2 ? [try tensor("bias", 1, .vector)] : []
  }

  /// Mean and variance, which are stored multiplied by the one number of the third blob; if that is
  /// zero, nothing has been averaged yet, and both are zero.
  private func norm() throws(CheckpointError) -> [Checkpoint.Entry] {
    try require(blobs.count == 3)
    let factors = blobs[2].numbers.values
    guard factors.count == 1, let factor = factors.first else {
      throw .tensor(
        name: name + ".factor", .elementCount(expected: 1, stored: factors.count))
    }
    func unscaled(_ value: Float) -> Float { factor == 0 ? 0 : value / factor }
    return [
      try tensor("running_mean", 0, .vector, unscaled),
      try tensor("running_var", 1, .vector, unscaled),
    ]
  }

  private func require(_ condition: Bool) throws(CheckpointError) {
    guard condition else { throw .blobCount(layer: name, type: type, count: blobs.count) }
  }

  /// Which of a blob's dimensions count: the oldest files give four to every one.
  private enum Dimensions {
    case whole, matrix, vector
  }

  private func tensor(
    _ part: String, _ index: Int, _ dimensions: Dimensions, _ change: ((Float) -> Float)? = nil
  ) throws(CheckpointError) -> Checkpoint.Entry {
    let name = "\(name).\(part)"
    let blob = blobs[index]
    let (element, values) = blob.numbers
    do throws(TensorProblem) {
      return (
        name,
        try StoredTensor(
          element, shape: try shape(of: blob, dimensions),
          change.map { values.map($0) } ?? values)
      )
    } catch {
      throw .tensor(name: name, error)
    }
  }

  private func shape(
    of blob: Caffe_Blob, _ dimensions: Dimensions
  ) throws(TensorProblem) -> [Int] {
    let shape = blob.sizes
    let kept =
      switch dimensions {
      case .whole: shape.count
      case .matrix: 2
      case .vector: 1
      }
    let extra = max(shape.count - kept, 0)
    guard shape.prefix(extra).allSatisfy({ $0 == 1 }) else {
      guard dimensions == .vector else { return shape }
      throw .notVector(shape)
    }
    return Array(shape.dropFirst(extra))
  }
}

extension Caffe_Blob {
  /// The sizes of the dimensions, outermost first.
  fileprivate var sizes: [Int] {
    hasShape ? shape.dim.map { Int($0) } : [num, channels, height, width].map { Int($0) }
  }

  /// The numbers, in whichever precision they are stored.
  fileprivate var numbers: (element: ElementType, values: [Float]) {
    doubleData.isEmpty ? (.float32, data) : (.float64, doubleData.map { Float($0) })
  }
}
