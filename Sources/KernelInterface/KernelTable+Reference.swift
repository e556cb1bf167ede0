import Architecture
import Kernels

extension KernelTable {
  /// Every kernel as a plain loop: the sum as the task's documentation has it, scalar by scalar.
  public static let reference = KernelTable(
    name: .reference, depthwiseLanes: 8, panelWidth: { _ in 8 }, tilePlaces: 1,
    multiplyMatrix: ReferenceTasks.multiplyMatrix, multiplyPairs: ReferenceTasks.multiplyPairs,
    roundInputs: { inputs, output, count in
      for index in 0..<count { output[index] = inputs[index].roundedToBFloat16 }
    },
    convolveDepthwise: ReferenceTasks.convolveDepthwise,
    activate: { values, count, activation in
      for index in 0..<count { values[index] = activation.value(values[index]) }
    },
    scaleChannels: { map, places, stride, channels, gate, output in
      for place in 0..<places {
        for index in place * stride..<place * stride + channels {
          output[index] = map[index] * gate[index - place * stride]
        }
      }
    },
    scaleRows: { matrix, rows, width, factors, output in
      for row in 0..<rows {
        for column in 0..<width {
          output[row * width + column] = matrix[row * width + column] * factors[row]
        }
      }
    },
    meanOfPlaces: { map, places, stride, channels, output in
      for channel in channels {
        var sum: Float = 0
        for place in 0..<places { sum += map[place * stride + channel] }
        output[channel] = sum / Float(places)
      }
    },
    poolWindow: ReferenceTasks.poolWindow,
    add: { left, right, output, count in
      for index in 0..<count { output[index] = left[index] + right[index] }
    },
    multiply: { left, right, output, count in
      for index in 0..<count { output[index] = left[index] * right[index] }
    },
    mix: ReferenceTasks.mix,
    peak: { rounds in
      var sum = Float(rounds)
      for _ in 0..<rounds { sum = Float.multiplyAdd(Float(rounds), sum, 0.5) }
      return sum.isFinite ? 2 * rounds : 0
    }, integers: .reference)
}

private enum ReferenceTasks {
  static func multiplyMatrix(_ task: MatrixTask) {
    let depth = task.segmentCount * task.segmentLength
    multiply(task) { column, index in
      // Panels of 8.
      task.weights[column / 8 * 8 * depth + column % 8 + index * 8]
    }
  }

  static func multiplyPairs(_ task: MatrixTask) {
    let pairs = task.segmentLength / 2
    multiply(task) { column, index in
      let pair = task.weights[column / 8 * 8 * pairs + column % 8 + index / 2 * 8].bitPattern
      return Float(bitPattern: index % 2 == 0 ? pair << 16 : pair & 0xFFFF_0000)
    }
  }

  /// `weight` gives that of a column and an index into the sum.
  private static func multiply(
    _ task: MatrixTask, weight: (_ column: Int, _ index: Int) -> Float
  ) {
    for row in 0..<task.rows {
      for column in task.range {
        var sum = task.bias[column]
        for segment in 0..<task.segmentCount {
          let input = task.segments[segment] + row * task.rowStride
          for index in 0..<task.segmentLength {
            sum = Float.multiplyAdd(
              sum, input[index], weight(column, segment * task.segmentLength + index))
          }
        }
        if let activation = task.epilogue.activation { sum = activation.value(sum) }
        if let residual = task.epilogue.residual {
          sum += residual[row * task.epilogue.residualStride + column]
        }
        task.output[row * task.outputStride + column] = sum
      }
    }
  }

  static func convolveDepthwise(_ task: DepthwiseTask) {
    let taps = task.kernel * task.kernel
    for place in 0..<task.outputWidth {
      for channel in 0..<task.channels {
        let weights = task.weights + channel / 8 * 8 * taps + channel % 8
        var sum = task.bias[channel]
        for row in 0..<task.kernel {
          for column in 0..<task.kernel {
            let x = place * task.stride + column - task.before
            let isInside = x >= 0 && x < task.inputWidth
            let value = isInside ? task.rows[row]?[x * task.inputStride + channel] ?? 0 : 0
            sum = Float.multiplyAdd(sum, value, weights[(row * task.kernel + column) * 8])
          }
        }
        task.output[place * task.outputStride + channel] =
          task.activation.map { $0.value(sum) } ?? sum
      }
    }
  }

  static func poolWindow(_ task: PoolTask) {
    for channel in 0..<task.channels {
      var result = task.input[channel]
      for y in 0..<task.height {
        for x in 0..<task.width where (y, x) != (0, 0) {
          let value = task.input[y * task.rowStride + x * task.stride + channel]
          switch task.kind {
          case .average: result += value
          case .maximum: result = result < value ? value : result
          }
        }
      }
      if task.kind == .average { result /= Float(task.height * task.width) }
      task.output[channel] = result
    }
  }

  static func mix(_ task: MixTask) {
    for place in 0..<task.places {
      let sample = task.samples[place]
      let (left, right) = (sample.first * task.inputStride, sample.second * task.inputStride)
      let across = Float(sample.share)
      for channel in 0..<task.channels {
        let top = task.top[left + channel] * (1 - across) + task.top[right + channel] * across
        let bottom =
          task.bottom[left + channel] * (1 - across) + task.bottom[right + channel] * across
        task.output[place * task.outputStride + channel] =
          top * (1 - task.down) + bottom * task.down
      }
    }
  }
}
