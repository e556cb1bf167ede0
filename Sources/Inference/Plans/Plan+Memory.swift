import Architecture
import KernelInterface

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

  /// Floats that a tensor in integers takes, in whole cache lines, with the levels behind it that a kernel may read.
  static func levelCount(_ shape: Shape) -> Int { (shape.count + 32 + 63) / 64 * 16 }

  /// Gives every tensor a place such that those that live at one time do not overlap.
  ///
  /// One after the other takes the lowest gap that fits. Which order leaves the fewest gaps depends on
  /// the network, so several are tried, and the first of the best is taken. Where gaps are left, the
  /// tensor that stands highest is placed first, some times in a row.
  mutating func placeTensors() {
    for (index, step) in steps.enumerated() {
      tensors[step.output].life = index...index
      for input in step.inputs {
        tensors[input].life = tensors[input].life.lowerBound...index
      }
    }
    for output in outputs { tensors[output].life = tensors[output].life.lowerBound...steps.count }
    // A tensor that no step reads or writes was fused away.
    let used = Set(steps.flatMap { $0.inputs + [$0.output] } + outputs)
    let indices = tensors.indices.filter(used.contains)
    var needs = [Int](repeating: 0, count: steps.count + 1)
    for index in indices {
      for step in tensors[index].life { needs[step] += tensors[index].count }
    }
    let fullest = needs.indices.max { (needs[$0], $1) < (needs[$1], $0) } ?? 0
    var best: Placement?
    // Nothing is smaller than what the fullest step needs.
    let (least, enough) = (needs[fullest], needs[fullest] + needs[fullest] / 20)
    for order in PlacementOrder.allCases where best.map({ $0.count > least }) ?? true {
      let placement = placement(of: order.sorted(indices, tensors, fullest: fullest))
      if placement.count < best?.count ?? .max { best = placement }
    }
    for order in PlacementOrder.allCases {
      var order = order.sorted(indices, tensors, fullest: fullest)
      for _ in 0..<24 where best.map({ $0.count > enough }) ?? false {
        let placement = placement(of: order)
        if placement.count < best?.count ?? .max { best = placement }
        let highest = placement.offsets.max { end($0) < end($1) }?.index
        order = order.filter { $0 == highest } + order.filter { $0 != highest }
      }
    }
    memoryCount = best?.count ?? 0
    for (index, offset) in best?.offsets ?? [] { tensors[index].offset = offset }
  }

  /// Where tensors stand, and how many scalars they take together.
  private struct Placement {
    var offsets: [(index: Int, offset: Int)] = []
    var count = 0
  }

  /// Where a placed tensor ends.
  private func end(_ place: (index: Int, offset: Int)) -> Int {
    place.offset + tensors[place.index].count
  }

  /// The tensors in an order, each in the lowest gap that fits.
  private func placement(of order: [Int]) -> Placement {
    var placement = Placement()
    for index in order {
      let tensor = tensors[index]
      let neighbors = placement.offsets
        .filter { tensors[$0.index].life.overlaps(tensor.life) }
        .sorted { $0.offset < $1.offset }
      var offset = 0
      for neighbor in neighbors {
        if offset + tensor.count <= neighbor.offset { break }
        offset = max(offset, neighbor.offset + tensors[neighbor.index].count)
      }
      placement.offsets.append((index, offset))
      placement.count = max(placement.count, offset + tensor.count)
    }
    return placement
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
          : WindowMatrix(dense, input: input, output: output, kernels)?.scratch
            ?? DenseRows(dense, input: input, output: output).scratch
      case .inverted(let expand, let depthwise, _):
        let bands = Bands(expand, depthwise, input: input, output: output)
        steps[index].scratch = bands.bandCount
        if let expand {
          steps[index].scratch += bands.ringCount
          steps[index].scratch +=
            expand.isPlainPointwise
            ? 0 : DenseRows(expand, input: input, output: bands.wide).scratch
        }
      case .integer(let work):
        steps[index].scratch = work.scratch(kernels.integers, input: input, output: output)
      case .depthwise, .plain: break
      }
    }
  }
}
