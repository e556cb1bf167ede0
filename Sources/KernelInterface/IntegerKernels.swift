/// The kernels of a table that compute in integers. All of them give the same levels for every instruction set: the
/// reference is what they are defined by.
///
/// A kernel writes exactly what its task names, and may read up to 32 levels behind it.
///
/// A class, because the module of an instruction set would copy a structure with that set's instructions,
/// when the tables of all sets are made, whatever the processor has.
package final class IntegerKernels: Sendable {
  /// The width of the next panel of weights when so many columns remain, which are whole eights.
  package let panelWidth: @Sendable (_ remaining: Int) -> Int
  /// Places that a tile of the matrix kernel computes at once: parts of its work should be multiples.
  package let tilePlaces: Int
  /// Convolution and fully connected layer.
  package let multiplyMatrix: @Sendable (IntegerMatrixTask) -> Void
  /// Depthwise convolution.
  package let convolveDepthwise: @Sendable (IntegerDepthwiseTask) -> Void
  /// requantizer(Float(left - its zero) its multiplier + Float(right - its zero) its multiplier), each
  /// product and the sum rounded.
  package let add: @Sendable (IntegerPairTask) -> Void
  /// requantizer(Float((left - its zero) (right - its zero)) multiplier).
  package let multiply: @Sendable (IntegerPairTask) -> Void
  /// Adds the levels of `count` places, which are `stride` apart, to the sums of so many channels.
  package let addPlaces:
    @Sendable (
      _ map: UnsafePointer<UInt8>, _ count: Int, _ stride: Int, _ channels: Int,
      _ sums: UnsafeMutablePointer<Int32>
    ) -> Void
  /// For each of `count` levels that of a table of 256; the output may be the input.
  package let lookUp:
    @Sendable (
      _ levels: UnsafePointer<UInt8>, _ table: UnsafePointer<UInt8>,
      _ output: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> Void

  /// Kernels one by one.
  package init(
    panelWidth: @escaping @Sendable (Int) -> Int, tilePlaces: Int,
    multiplyMatrix: @escaping @Sendable (IntegerMatrixTask) -> Void,
    convolveDepthwise: @escaping @Sendable (IntegerDepthwiseTask) -> Void,
    add: @escaping @Sendable (IntegerPairTask) -> Void,
    multiply: @escaping @Sendable (IntegerPairTask) -> Void,
    addPlaces:
      @escaping @Sendable (
        UnsafePointer<UInt8>, Int, Int, Int, UnsafeMutablePointer<Int32>
      ) -> Void,
    lookUp:
      @escaping @Sendable (
        UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int
      ) -> Void
  ) {
    self.panelWidth = panelWidth
    self.tilePlaces = tilePlaces
    self.multiplyMatrix = multiplyMatrix
    self.convolveDepthwise = convolveDepthwise
    self.add = add
    self.multiply = multiply
    self.addPlaces = addPlaces
    self.lookUp = lookUp
  }

  /// Every kernel as a plain loop: the definition, level by level.
  package static let reference = IntegerKernels(
    panelWidth: { _ in 8 }, tilePlaces: 1,
    multiplyMatrix: ReferenceIntegers.multiplyMatrix,
    convolveDepthwise: ReferenceIntegers.convolveDepthwise,
    add: { task in
      for index in 0..<task.count {
        let left = Float(Int32(task.left[index]) - task.leftZero) * task.leftMultiplier
        let right = Float(Int32(task.right[index]) - task.rightZero) * task.rightMultiplier
        task.output[index] = task.requantizer.level(left + right)
      }
    },
    multiply: { task in
      for index in 0..<task.count {
        let left = Int32(task.left[index]) - task.leftZero
        let right = Int32(task.right[index]) - task.rightZero
        task.output[index] = task.requantizer.level(Float(left * right) * task.leftMultiplier)
      }
    },
    addPlaces: { map, count, stride, channels, sums in
      for place in 0..<count {
        for channel in 0..<channels { sums[channel] += Int32(map[place * stride + channel]) }
      }
    },
    lookUp: { levels, table, output, count in
      for index in 0..<count { output[index] = table[Int(levels[index])] }
    })
}

private enum ReferenceIntegers {
  static func multiplyMatrix(_ task: IntegerMatrixTask) {
    let pairs = (task.segmentCount * task.segmentLength + 1) / 2
    for row in 0..<task.rows {
      for column in task.range {
        // Panels of 8.
        let panel = task.weights + 2 * (column / 8 * 8 * pairs + column % 8)
        var sum = task.bias[column]
        for segment in 0..<task.segmentCount {
          let input = task.inputs[row * task.segmentCount + segment]
          for index in 0..<task.segmentLength {
            let k = segment * task.segmentLength + index
            sum &+= Int32(input[index]) &* Int32(panel[k / 2 * 16 + k % 2])
          }
        }
        task.output[row * task.outputStride + column] = task.finish.level(sum, column)
      }
    }
  }

  static func convolveDepthwise(_ task: IntegerDepthwiseTask) {
    let pairs = (task.taps + 1) / 2
    for row in 0..<task.rows {
      for channel in 0..<task.channels {
        let weights = task.weights + 2 * (channel / 8 * 8 * pairs + channel % 8)
        var sum = task.bias[channel]
        for tap in 0..<task.taps {
          let level = task.inputs[row * task.taps + tap][channel]
          sum &+= Int32(level) &* Int32(weights[tap / 2 * 16 + tap % 2])
        }
        task.output[row * task.outputStride + channel] = task.finish.level(sum, channel)
      }
    }
  }
}
