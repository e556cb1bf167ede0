import Architecture
import KernelInterface
import Kernels

/// What computes without weights, in integers.
extension StepRun {
  /// The sum of all inputs; those that are one place are spread over the map.
  func runSum(_ combination: Plan.Combination) {
    guard inputs.count == 2 else {
      return runMany(combination) { input, sum, steps in
        let summand = steps * combination.multiplier(input)
        return input == 0 ? summand : sum + summand
      }
    }
    runPairs(combination, kernels.integers.add)
  }

  /// The product of all inputs, spread likewise.
  func runProduct(_ combination: Plan.Combination) {
    guard inputs.count == 2 else {
      return runMany(combination) { input, product, steps in
        input == 0 ? steps * combination.multiplier(0) : product * steps
      }
    }
    runPairs(combination, kernels.integers.multiply)
  }

  private func runPairs(
    _ combination: Plan.Combination, _ combine: @Sendable (IntegerPairTask) -> Void
  ) {
    let (left, right, output) = (byteInput(0), byteInput(1), byteOutput)
    // Maps of one size are one run of levels, as there are no gaps.
    let isSpread = right.shape.places != output.shape.places
    let channels = output.shape.channels
    let (count, unit) = isSpread ? (output.shape.places, 1) : (output.shape.count, 64)
    share(count, unit: unit, operations: output.shape.count * 8) { range, _ in
      let first = isSpread ? range.lowerBound * channels : range.lowerBound
      combine(
        IntegerPairTask(
          left: left.start + first, right: right.start + (isSpread ? 0 : first),
          leftZero: combination.zeros[0], rightZero: combination.zeros[1],
          leftMultiplier: combination.multiplier(0), rightMultiplier: combination.multiplier(1),
          requantizer: combination.requantizer, output: output.start + first,
          count: isSpread ? channels : range.count, runs: isSpread ? range.count : 1))
    }
  }

  /// More or fewer inputs than two, one after the other.
  private func runMany(
    _ combination: Plan.Combination,
    _ combine: @Sendable (_ input: Int, _ combined: Float, _ steps: Float) -> Float
  ) {
    let (maps, output) = (inputs.map { $0.bytes }, byteOutput)
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        for channel in 0..<output.shape.channels {
          var combined: Float = 0
          for (index, map) in maps.enumerated() {
            let level = map.place(map.shape.isVector ? 0 : place)[channel]
            let steps = Float(Int32(level) - combination.zeros[index])
            combined = combine(index, combined, steps)
          }
          output.place(place)[channel] = combination.requantizer.level(combined)
        }
      }
    }
  }

  /// requantizer(Float(sum of (level - zero)) ratio / count).
  func runMean(_ pool: Pool?, _ combination: Plan.Combination) {
    let (input, output) = (byteInput(), byteOutput)
    let channels = output.shape.channels
    share(output.shape.places, operations: input.shape.count * 4) { range, _ in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: channels) { sums in
        guard let start = sums.baseAddress else { return }
        for place in range {
          let (y, x) = place.quotientAndRemainder(dividingBy: output.shape.width)
          let rows =
            pool?.window.height.places(of: y, over: input.shape.height)
            ?? 0..<input.shape.height
          let columns =
            pool?.window.width.places(of: x, over: input.shape.width)
            ?? 0..<input.shape.width
          let places = rows.count * columns.count
          start.update(repeating: -combination.zeros[0] * Int32(places), count: channels)
          for row in rows where !columns.isEmpty {
            kernels.integers.addPlaces(
              input.row(row) + columns.lowerBound * input.stride, columns.count, input.stride,
              channels, start)
          }
          var count = places
          if let pool, pool.countsPadding {
            count =
              pool.window.height.padded(y, over: input.shape.height)
              * pool.window.width.padded(x, over: input.shape.width)
          }
          let multiplier = Float(combination.ratios[0] / Double(max(count, 1)))
          let target = output.place(place)
          for channel in 0..<channels {
            target[channel] = combination.requantizer.level(Float(start[channel]) * multiplier)
          }
        }
      }
    }
  }

  /// The highest level; that of zero where a window lies in the padding alone.
  func runMaximum(_ pool: Pool) {
    let (input, output) = (byteInput(), byteOutput)
    let zero = UInt8(output.levels?.zero ?? 0)
    let channels = output.shape.channels
    let operations = WideCount(output.shape.count) * WideCount(pool.kernel.area * 2)
    share(output.shape.places, operations: operations) { range, _ in
      for place in range {
        let (y, x) = place.quotientAndRemainder(dividingBy: output.shape.width)
        let rows = pool.window.height.places(of: y, over: input.shape.height)
        let columns = pool.window.width.places(of: x, over: input.shape.width)
        let target = output.place(place)
        guard !rows.isEmpty, !columns.isEmpty else {
          target.update(repeating: zero, count: channels)
          continue
        }
        target.update(repeating: 0, count: channels)
        for row in rows {
          for column in columns {
            let source = input.row(row) + column * input.stride
            for channel in 0..<channels {
              target[channel] = max(target[channel], source[channel])
            }
          }
        }
      }
    }
  }

  /// Four places mixed by their shares, from left to right and then from top to bottom, as floats.
  func runMix(_ combination: Plan.Combination) {
    let (input, output) = (byteInput(), byteOutput)
    let (zero, multiplier) = (combination.zeros[0], combination.multiplier(0))
    let columns = (0..<output.shape.width).map {
      ResizeSample($0, from: input.shape.width, to: output.shape.width, isBilinear: true)
    }
    share(output.shape.height, operations: output.shape.count * 16) { range, _ in
      for y in range {
        let row = ResizeSample(
          y, from: input.shape.height, to: output.shape.height, isBilinear: true)
        let (top, bottom, down) = (input.row(row.first), input.row(row.second), Float(row.share))
        for x in 0..<output.shape.width {
          let (left, right) = (columns[x].first * input.stride, columns[x].second * input.stride)
          let across = Float(columns[x].share)
          let target = output.row(y) + x * output.stride
          for channel in 0..<output.shape.channels {
            func steps(_ row: UnsafeMutablePointer<UInt8>, _ column: Int) -> Float {
              Float(Int32(row[column + channel]) - zero)
            }
            let above = steps(top, left) * (1 - across) + steps(top, right) * across
            let below = steps(bottom, left) * (1 - across) + steps(bottom, right) * across
            let mixed = above * (1 - down) + below * down
            target[channel] = combination.requantizer.level(mixed * multiplier)
          }
        }
      }
    }
  }

  func runNearest() {
    let (input, output) = (byteInput(), byteOutput)
    share(output.shape.height, operations: output.shape.count * 2) { range, _ in
      for y in range {
        let row = ResizeSample(
          y, from: input.shape.height, to: output.shape.height, isBilinear: false)
        for x in 0..<output.shape.width {
          let column = ResizeSample(
            x, from: input.shape.width, to: output.shape.width, isBilinear: false)
          (output.row(y) + x * output.stride).update(
            from: input.row(row.first) + column.first * input.stride,
            count: output.shape.channels)
        }
      }
    }
  }
}
