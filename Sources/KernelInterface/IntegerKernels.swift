import Kernels

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
  /// Makes numbers of 16 bits of `count` levels, and writes no more than those.
  package let widen:
    @Sendable (
      _ levels: UnsafePointer<UInt8>, _ output: UnsafeMutablePointer<Int16>, _ count: Int
    ) -> Void
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
  /// For each of `count` values requantizer(value / scale). Nothing is read behind them.
  package let quantize:
    @Sendable (
      _ values: UnsafePointer<Float>, _ scale: Float, _ requantizer: Requantizer,
      _ output: UnsafeMutablePointer<UInt8>, _ count: Int
    ) -> Void

  /// Kernels one by one.
  package init(
    panelWidth: @escaping @Sendable (Int) -> Int, tilePlaces: Int,
    widen:
      @escaping @Sendable (UnsafePointer<UInt8>, UnsafeMutablePointer<Int16>, Int) -> Void,
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
      ) -> Void,
    quantize:
      @escaping @Sendable (
        UnsafePointer<Float>, Float, Requantizer, UnsafeMutablePointer<UInt8>, Int
      ) -> Void
  ) {
    self.panelWidth = panelWidth
    self.tilePlaces = tilePlaces
    self.widen = widen
    self.multiplyMatrix = multiplyMatrix
    self.convolveDepthwise = convolveDepthwise
    self.add = add
    self.multiply = multiply
    self.addPlaces = addPlaces
    self.lookUp = lookUp
    self.quantize = quantize
  }

  /// Every kernel as a plain loop: the definition, level by level.
  package static let reference = IntegerKernels(
    panelWidth: { _ in 8 }, tilePlaces: 1,
    widen: { levels, output, count in
      for index in 0..<count { output[index] = Int16(levels[index]) }
    },
    multiplyMatrix: ReferenceIntegers.multiplyMatrix,
    convolveDepthwise: ReferenceIntegers.convolveDepthwise,
    add: { task in
      for index in 0..<task.count * task.runs {
        let (level, other) = (task.left[index], task.right[index % task.count])
        let left = Float(Int32(level) - task.leftZero) * task.leftMultiplier
        let right = Float(Int32(other) - task.rightZero) * task.rightMultiplier
        task.output[index] = task.requantizer.level(left + right)
      }
    },
    multiply: { task in
      for index in 0..<task.count * task.runs {
        let left = Int32(task.left[index]) - task.leftZero
        let right = Int32(task.right[index % task.count]) - task.rightZero
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
    },
    quantize: { values, scale, requantizer, output, count in
      for index in 0..<count { output[index] = requantizer.level(values[index] / scale) }
    })
}

private enum ReferenceIntegers {
  static func multiplyMatrix(_ task: IntegerMatrixTask) {
    let segmentPairs = (task.segmentLength + 1) / 2
    for row in 0..<task.rows {
      for column in task.range {
        // Panels of 8.
        let panel =
          task.weights + 2 * (column / 8 * 8 * task.segmentCount * segmentPairs + column % 8)
        var sum = task.bias[column]
        for segment in 0..<task.segmentCount {
          let input = task.segments[segment] + Int(task.offsets[row])
          for index in 0..<task.segmentLength {
            let pair = segment * segmentPairs + index / 2
            sum &+= Int32(input[index]) &* Int32(panel[pair * 16 + index % 2])
          }
        }
        task.output[row * task.outputStride + column] = task.finish.level(sum, column)
      }
    }
  }

  static func convolveDepthwise(_ task: IntegerDepthwiseTask) {
    let pairs = (task.kernelHeight + 1) / 2 * task.kernelWidth
    for place in 0..<task.places {
      for channel in 0..<task.channels {
        let weights = task.weights + 2 * (channel / 8 * 8 * pairs + channel % 8)
        var sum = task.bias[channel]
        for row in 0..<task.kernelHeight {
          for column in 0..<task.kernelWidth {
            let x = place * task.stride + column * task.dilation
            let level = task.inputs[row * task.inputsPerRow + x][channel]
            let pair = row / 2 * task.kernelWidth + column
            sum &+= Int32(level) &* Int32(weights[pair * 16 + row % 2])
          }
        }
        task.output[place * task.outputStride + channel] = task.finish.level(sum, channel)
      }
    }
  }
}
