import Architecture

extension Plan {
  /// Scalars from one place of a map to the next: whole vectors of 8, and not a multiple of a
  /// kibibyte, at which the places of a row would compete for the same lines of the cache.
  static func stride(ofChannels channels: Int) -> Int {
    let vectors = (channels + 7) / 8 * 8
    return vectors % 256 == 0 ? vectors + 16 : vectors
  }

  /// Scalars that a tensor takes, in whole cache lines.
  static func count(_ shape: Shape) -> Int {
    (shape.places * stride(ofChannels: shape.channels) + 15) / 16 * 16
  }

  /// Gives every tensor a place such that those that live at one time do not overlap: the largest
  /// first, each in the lowest gap that fits.
  mutating func placeTensors() {
    for (index, step) in steps.enumerated() {
      tensors[step.output].life = index...index
      for input in step.inputs {
        tensors[input].life = tensors[input].life.lowerBound...index
      }
    }
    for output in outputs { tensors[output].life = tensors[output].life.lowerBound...steps.count }
    var placed: [Int] = []
    memoryCount = 0
    // A tensor that no step reads or writes was fused away.
    let used = Set(steps.flatMap { $0.inputs + [$0.output] } + outputs)
    let order = tensors.indices.filter(used.contains).sorted {
      (tensors[$1].count, $0) < (tensors[$0].count, $1)
    }
    for index in order {
      let tensor = tensors[index]
      let neighbors = placed.map { tensors[$0] }
        .filter { $0.life.overlaps(tensor.life) }
        .sorted { $0.offset < $1.offset }
      var offset = 0
      for neighbor in neighbors {
        if offset + tensor.count <= neighbor.offset { break }
        offset = max(offset, neighbor.offset + neighbor.count)
      }
      tensors[index].offset = offset
      placed.append(index)
      memoryCount = max(memoryCount, offset + tensor.count)
    }
  }

  /// Gives every step the scratch that its kernels need.
  mutating func sizeScratch() {
    for index in steps.indices {
      let step = steps[index]
      let input = step.inputs.first.map { tensors[$0].shape } ?? tensors[step.output].shape
      let output = tensors[step.output].shape
      switch step.work {
      case .dense(let dense):
        steps[index].scratch =
          dense.isPlainPointwise || dense.isGated
          ? dense.gateScratch(tensors[step.inputs[0]])
          : DenseRows(dense, input: input, output: output).scratch
      case .inverted(let expand, let depthwise, _):
        let bands = Bands(expand, depthwise, input: input, output: output)
        steps[index].scratch = bands.bandCount
        if let expand {
          steps[index].scratch += bands.ringCount
          steps[index].scratch +=
            expand.isPlainPointwise
            ? 0 : DenseRows(expand, input: input, output: bands.wide).scratch
        }
      case .depthwise, .plain: break
      }
    }
  }
}
