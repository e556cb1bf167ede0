extension KernelTable {
  /// Floats of rounded inputs at once: what the second-level cache has room for beside weights that do not fit into it.
  private static let roundedFloats = 48 << 10
  /// The same if the weights do fit: as many as stay in the first-level cache for all panels.
  private static let fewRoundedFloats = 4 << 10

  /// Multiplies with a matrix, in the numbers that its weights have. The task's weights and columns are the matrix's.
  package func multiply(by matrix: PackedMatrix, _ task: MatrixTask) {
    if matrix.isPaired { multiplyRounded(task) } else { multiplyMatrix(task) }
  }

  /// Rounds the inputs of some places, window by window, and multiplies them; then those of the next.
  private func multiplyRounded(_ task: MatrixTask) {
    let depth = task.segmentCount * task.segmentLength
    let isLarge = depth * task.range.count > 128 << 10
    let floats = isLarge ? Self.roundedFloats : Self.fewRoundedFloats
    let block = min(max(floats / max(depth, 1) / tilePlaces, 1) * tilePlaces, task.rows)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(block * depth, 1)) { memory in
      guard let scratch = memory.baseAddress else { return }
      withUnsafePointer(to: UnsafePointer(scratch)) { segments in
        var rounded = task
        rounded.segments = segments
        rounded.segmentCount = 1
        rounded.segmentLength = depth
        rounded.rowStride = depth
        var row = 0
        while row < task.rows {
          let count = min(block, task.rows - row)
          round(task, row..<row + count, to: scratch)
          rounded.rows = count
          multiplyPairs(rounded)
          row += count
          rounded.output += count * task.outputStride
          if let residual = rounded.epilogue.residual {
            rounded.epilogue.residual = residual + count * task.epilogue.residualStride
          }
        }
      }
    }
  }

  private func round(
    _ task: MatrixTask, _ rows: Range<Int>, to target: UnsafeMutablePointer<Float>
  ) {
    var target = target
    for row in rows {
      for segment in 0..<task.segmentCount {
        roundInputs(task.segments[segment] + row * task.rowStride, target, task.segmentLength)
        target += task.segmentLength
      }
    }
  }
}
