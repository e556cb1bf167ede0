import Architecture

extension ReferenceKernels {
  /// Mean or maximum over a window; places in the padding do not count, unless the mean counts zeros.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func pool<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, _ pool: Pool, output shape: Shape
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: shape)
    let window = pool.window
    let rows = (0..<shape.height).map { window.height.places(of: $0, over: input.shape.height) }
    let columns = (0..<shape.width).map { window.width.places(of: $0, over: input.shape.width) }
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        for channel in 0..<shape.channels {
          var result: Scalar?
          for inputY in rows[y] {
            for inputX in columns[x] {
              let value = input.values[input.offset(inputY, inputX) + channel]
              guard let sofar = result else {
                result = value
                continue
              }
              switch pool.kind {
              case .average: result = sofar + value
              case .maximum: result = sofar < value ? value : sofar
              }
            }
          }
          var value = result ?? Scalar(0)
          if pool.kind == .average {
            let count =
              pool.countsPadding
              ? window.height.padded(y, over: input.shape.height)
                * window.width.padded(x, over: input.shape.width)
              : rows[y].count * columns[x].count
            value = value / Scalar(Double(max(count, 1)))
          }
          output.values[output.offset(y, x) + channel] = value
        }
      }
    }
    return output
  }

  /// The mean over the whole map, channel by channel.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func globalPool<Scalar: KernelScalar>(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    let channels = input.shape.channels
    var output = Tensor<Scalar>(shape: Shape(height: 1, width: 1, channels: channels))
    output.values.withUnsafeMutableBufferPointer { sums in
      for place in 0..<input.shape.places {
        for channel in 0..<channels {
          sums[channel] = sums[channel] + input.values[place * channels + channel]
        }
      }
    }
    let places = Scalar(Double(max(input.shape.places, 1)))
    for channel in 0..<channels {
      output.values[channel] = output.values[channel] / places
    }
    return output
  }

  /// The nearest place, or linear between pixel centers (corners are not aligned).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func resize<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, bilinear: Bool, output shape: Shape
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: shape)
    let rows = (0..<shape.height).map {
      ResizeSample($0, from: input.shape.height, to: shape.height, isBilinear: bilinear)
    }
    let columns = (0..<shape.width).map {
      ResizeSample($0, from: input.shape.width, to: shape.width, isBilinear: bilinear)
    }
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        let (top, bottom, down) = (rows[y].first, rows[y].second, rows[y].share)
        let (left, right, across) = (columns[x].first, columns[x].second, columns[x].share)
        for channel in 0..<shape.channels {
          func value(_ y: Int, _ x: Int) -> Scalar { input.values[input.offset(y, x) + channel] }
          func mixed(_ first: Scalar, _ second: Scalar, _ share: Double) -> Scalar {
            first * Scalar(1 - share) + second * Scalar(share)
          }
          output.values[output.offset(y, x) + channel] =
            bilinear
            ? mixed(
              mixed(value(top, left), value(top, right), across),
              mixed(value(bottom, left), value(bottom, right), across), down)
            : value(top, left)
        }
      }
    }
    return output
  }
}
