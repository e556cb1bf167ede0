import Architecture
import KernelInterface
import Kernels

// Kernels that touch every scalar once: memory sets their speed, so they are plain loops over the
// channels, which the compiler turns into vectors.

/// See `KernelTable.scaleChannels`.
func scaleChannels(
  _ map: UnsafePointer<Float>, places: Int, stride: Int, channels: Int,
  gate: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
) {
  for place in 0..<places {
    let (values, scaled) = (map + place &* stride, output + place &* stride)
    for channel in 0..<channels { scaled[channel] = values[channel] * gate[channel] }
  }
}

/// See `KernelTable.scaleRows`.
func scaleRows(
  _ matrix: UnsafePointer<Float>, rows: Int, width: Int, factors: UnsafePointer<Float>,
  output: UnsafeMutablePointer<Float>
) {
  for row in 0..<rows {
    let factor = SIMD8<Float>(repeating: factors[row])
    var column = row &* width
    let end = column &+ width
    while column < end {
      output.store(matrix.vector(at: column) * factor, at: column)
      column &+= 8
    }
  }
}

/// See `KernelTable.meanOfPlaces`.
func meanOfPlaces(
  _ map: UnsafePointer<Float>, places: Int, stride: Int, channels: Range<Int>,
  output: UnsafeMutablePointer<Float>
) {
  // Sums of sums: a single one of 100,000 places loses what a place adds to it.
  let run = 1024
  // Divided by: a factor 1/places would be rounded the same way for every channel.
  let divisor = SIMD8<Float>(repeating: Float(places))
  var channel = channels.lowerBound
  // Four vectors at a time, so that no sum waits for itself.
  while channel &+ 32 <= channels.upperBound {
    var totals = InlineArray<4, SIMD8<Float>>(repeating: .zero)
    var first = 0
    while first < places {
      let end = min(first &+ run, places)
      var sums = InlineArray<4, SIMD8<Float>>(repeating: .zero)
      for place in first..<end {
        let values = map + (place &* stride &+ channel)
        for index in 0..<4 { sums[index] += values.vector(at: index &* 8) }
      }
      for index in 0..<4 { totals[index] += sums[index] }
      first = end
    }
    for index in 0..<4 { output.store(totals[index] / divisor, at: channel &+ index &* 8) }
    channel &+= 32
  }
  while channel < channels.upperBound {
    var total = SIMD8<Float>.zero
    var first = 0
    while first < places {
      let end = min(first &+ run, places)
      var sum = SIMD8<Float>.zero
      for place in first..<end { sum += map.vector(at: place &* stride &+ channel) }
      total += sum
      first = end
    }
    output.store(total / divisor, at: channel)
    channel &+= 8
  }
}

/// See `KernelTable.poolWindow`.
func poolWindow(_ task: PoolTask) {
  let output = task.output
  for channel in 0..<task.channels { output[channel] = task.input[channel] }
  for y in 0..<task.height {
    for x in y == 0 ? 1..<max(task.width, 1) : 0..<task.width {
      let values = task.input + (y &* task.rowStride &+ x &* task.stride)
      switch task.kind {
      case .average: for channel in 0..<task.channels { output[channel] += values[channel] }
      case .maximum:
        for channel in 0..<task.channels {
          output[channel] = output[channel] < values[channel] ? values[channel] : output[channel]
        }
      }
    }
  }
  guard task.kind == .average else { return }
  let count = Float(task.height &* task.width)
  for channel in 0..<task.channels { output[channel] /= count }
}

/// See `KernelTable.add`.
func add(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, _ count: Int
) {
  for index in 0..<count { output[index] = left[index] + right[index] }
}

/// See `KernelTable.multiply`.
func multiply(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, _ count: Int
) {
  for index in 0..<count { output[index] = left[index] * right[index] }
}

/// See `MixTask`.
func mix(_ task: MixTask) {
  let (lower, upper) = (
    SIMD8<Float>(repeating: task.down), SIMD8<Float>(repeating: 1 - task.down)
  )
  for place in 0..<task.places {
    let sample = task.samples[place]
    let (left, right) = (sample.first &* task.inputStride, sample.second &* task.inputStride)
    let share = Float(sample.share)
    let (after, before) = (SIMD8<Float>(repeating: share), SIMD8<Float>(repeating: 1 - share))
    let output = task.output + place &* task.outputStride
    var channel = 0
    while channel < task.channels {
      let top =
        task.top.vector(at: left &+ channel) * before
        + task.top.vector(at: right &+ channel) * after
      let bottom =
        task.bottom.vector(at: left &+ channel) * before
        + task.bottom.vector(at: right &+ channel) * after
      output.store(top * upper + bottom * lower, at: channel)
      channel &+= 8
    }
  }
}
