import Architecture
import KernelInterface
import Kernels

extension StepRun {
  /// Channels rounded up to whole vectors.
  private func vectors(_ channels: Int) -> Int { (channels + 7) / 8 * 8 }

  func runGlobalPool() {
    let channels = vectors(output.shape.channels)
    share(channels, unit: 32, operations: inputs[0].shape.count * 4) { range, _ in
      kernels.meanOfPlaces(
        inputs[0].start, inputs[0].shape.places, inputs[0].stride, range, output.start)
    }
  }

  func runPool(_ pool: Pool) {
    let input = inputs[0]
    let channels = vectors(output.shape.channels)
    let window = pool.window
    let rows = (0..<output.shape.height).map {
      window.height.places(of: $0, over: input.shape.height)
    }
    let columns = (0..<output.shape.width).map {
      window.width.places(of: $0, over: input.shape.width)
    }
    let operations = WideCount(output.shape.count) * WideCount(pool.kernel.area * 4)
    share(output.shape.height, operations: operations) { range, _ in
      for y in range {
        for x in 0..<output.shape.width {
          let target = output.row(y) + x * output.stride
          // A window that lies in the padding alone holds nothing.
          guard !rows[y].isEmpty, !columns[x].isEmpty else {
            target.update(repeating: 0, count: channels)
            continue
          }
          kernels.poolWindow(
            PoolTask(
              kind: pool.kind,
              input: input.row(rows[y].lowerBound) + columns[x].lowerBound * input.stride,
              height: rows[y].count, width: columns[x].count,
              rowStride: input.shape.width * input.stride, stride: input.stride,
              channels: channels, output: target))
          guard pool.countsPadding else { continue }
          let count =
            window.height.padded(y, over: input.shape.height)
            * window.width.padded(x, over: input.shape.width)
          let share = Float(rows[y].count * columns[x].count) / Float(max(count, 1))
          for channel in 0..<channels { target[channel] *= share }
        }
      }
    }
  }

  func runActivation(_ activation: Activation) {
    let channels = vectors(output.shape.channels)
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        output.place(place).update(from: inputs[0].place(place), count: channels)
        kernels.activate(output.place(place), channels, activation)
      }
    }
  }

  func runParametricReLU(_ slope: [Float]) {
    let channels = output.shape.channels
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let (source, target) = (inputs[0].place(place), output.place(place))
        for channel in 0..<channels {
          let value = source[channel]
          target[channel] = value < 0 ? value * slope[channel] : value
        }
      }
    }
  }

  func runElementwise(_ combine: @Sendable (Constants, Constants, Values, Int) -> Void) {
    let channels = vectors(output.shape.channels)
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let target = output.place(place)
        target.update(from: inputs[0].place(place), count: channels)
        for input in inputs.dropFirst() {
          combine(target, input.place(input.shape.isVector ? 0 : place), target, channels)
        }
      }
    }
  }

  func runResize(_ mode: ResizeRow.Mode) {
    let input = inputs[0]
    let channels = vectors(output.shape.channels)
    let isBilinear = mode == .bilinear
    let rows = (0..<output.shape.height).map {
      ResizeSample($0, from: input.shape.height, to: output.shape.height, isBilinear: isBilinear)
    }
    let columns = (0..<output.shape.width).map {
      ResizeSample($0, from: input.shape.width, to: output.shape.width, isBilinear: isBilinear)
    }
    share(output.shape.height, operations: output.shape.count * 8) { range, _ in
      for y in range {
        let (top, bottom) = (input.row(rows[y].first), input.row(rows[y].second))
        guard isBilinear else {
          for x in 0..<output.shape.width {
            (output.row(y) + x * output.stride)
              .update(from: top + columns[x].first * input.stride, count: channels)
          }
          continue
        }
        columns.withUnsafeBufferPointer { columns in
          guard let samples = columns.baseAddress else { return }
          kernels.mix(
            MixTask(
              top: top, bottom: bottom, down: Float(rows[y].share), samples: samples,
              places: columns.count, channels: channels, inputStride: input.stride,
              outputStride: output.stride, output: output.row(y)))
        }
      }
    }
  }

  /// x / sqrt(sum of squares + epsilon) times the channel's scale, place by place.
  func runL2Normalization(_ scale: [Float], _ epsilon: Double) {
    let channels = output.shape.channels
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let (source, target) = (inputs[0].place(place), output.place(place))
        var squares = Float(epsilon)
        for channel in 0..<channels {
          squares = Float.multiplyAdd(squares, source[channel], source[channel])
        }
        let length = squares.squareRoot()
        for channel in 0..<channels {
          target[channel] = source[channel] / length * scale[channel]
        }
      }
    }
  }

  /// What the reference makes of each place's channels.
  func runPlacewise(_ compute: @Sendable (Tensor<Float>) -> Tensor<Float>) {
    let channels = output.shape.channels
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let values = UnsafeBufferPointer(start: inputs[0].place(place), count: channels)
        let tensor = Tensor(
          shape: Shape(height: 1, width: 1, channels: channels), values: Array(values))
        guard let tensor else { continue }
        let result = compute(tensor).values
        result.withUnsafeBufferPointer { result in
          guard let start = result.baseAddress else { return }
          output.place(place).update(from: start, count: channels)
        }
      }
    }
  }
}

typealias Constants = KernelTable.Constants
typealias Values = KernelTable.Values
