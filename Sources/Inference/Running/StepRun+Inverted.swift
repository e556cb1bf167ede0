import Architecture
import KernelInterface

/// The bands of a fused block: how many rows, and where its maps lie in the scratch.
struct Bands: Sendable {
  /// Output rows of a band: enough places that tiles are full and weights are not read too often.
  let rows: Int
  /// Rows of the expanded map that are kept.
  let ring: Int
  /// Scalars from one place of the wide maps to the next.
  let stride: Int
  /// The expanded map, and the map after the depthwise convolution.
  let wide: Shape
  private let output: Shape

  init(_ expand: Plan.Dense?, _ depthwise: Plan.Depthwise, input: Shape, output: Shape) {
    self.output = output
    wide = expand?.outputShape(of: input) ?? input
    rows = max(min((98 + output.width - 1) / output.width, output.height), 1)
    ring = (rows - 1) * depthwise.stride + depthwise.reach
    stride = Plan.stride(ofChannels: depthwise.convolution.outputChannels)
  }

  /// Scalars of the expanded rows.
  var ringCount: Int { ring * wide.width * stride }
  /// Scalars of the band between depthwise and projection.
  var bandCount: Int { rows * output.width * stride }
}

extension StepRun {
  func runDepthwise(_ depthwise: Plan.Depthwise) {
    let rows = DepthwiseRows(depthwise, input: inputs[0].shape, output: output.shape)
    let taps = depthwise.kernel * depthwise.kernel
    let (input, output, kernels) = (inputs[0], output, kernels)
    // A multiply-accumulate of a depthwise kernel takes longer than one of a matrix kernel.
    let operations = 2 * WideCount(taps) * WideCount(output.shape.count)
    share(output.shape.height, operations: operations) { range, _ in
      for y in range {
        rows.run(y, stride: input.stride, to: output.row(y), stride: output.stride, kernels) {
          input.row($0)
        }
      }
    }
  }

  /// Band by band: the rows of the expansion that the band needs and the ring does not hold yet, the
  /// depthwise rows, their projection.
  func runInverted(_ expand: Plan.Dense?, _ depthwise: Plan.Depthwise, _ project: Plan.Dense?) {
    let bands = Bands(expand, depthwise, input: inputs[0].shape, output: output.shape)
    let rows = DepthwiseRows(depthwise, input: bands.wide, output: output.shape)
    let expansion = expand.map { ExpandedRows($0, input: inputs[0], bands) }
    let taps = depthwise.kernel * depthwise.kernel
    let operations =
      (project?.operations(output.shape) ?? 0) + (expand?.operations(bands.wide) ?? 0)
      + 2 * WideCount(taps) * WideCount(output.shape.places * depthwise.weights.channels)
    let residual = map(of: .residual, project)
    let (input, output, kernels) = (inputs[0], output, kernels)
    // Every part expands the rows at its border again, so there are no more parts than threads.
    let threads = pool?.count ?? 1
    let unit = expand == nil ? bands.rows : (output.shape.height + threads - 1) / threads
    share(output.shape.height, unit: unit, operations: operations) { range, worker in
      let ring = scratch(worker)
      let band = ring + (expand == nil ? 0 : bands.ringCount)
      var expanded = max(rows.window(range.lowerBound).lowerBound, 0)
      var y = range.lowerBound
      while y < range.upperBound {
        let end = min(y + bands.rows, range.upperBound)
        if let expansion {
          let needed = max(min(rows.window(end - 1).upperBound, bands.wide.height), expanded)
          expansion.run(expanded..<needed, ring, scratch: band + bands.bandCount, kernels)
          expanded = needed
        }
        for row in y..<end {
          rows.run(
            row, stride: expand == nil ? input.stride : bands.stride,
            to: project == nil
              ? output.row(row) : band + (row - y) * output.shape.width * bands.stride,
            stride: project == nil ? output.stride : bands.stride, kernels
          ) { inputY in
            expand == nil
              ? input.row(inputY) : ring + inputY % bands.ring * bands.wide.width * bands.stride
          }
        }
        if let project {
          project.multiply(
            project.groups[0].weights, (end - y) * output.shape.width,
            0..<project.groups[0].columns, from: band, stride: bands.stride, to: output.row(y),
            stride: output.stride, residual: residual.map { ($0.row(y), $0.stride) }, kernels)
        }
        y = end
      }
    }
  }
}

/// The rows of an expansion, made when a band needs them.
private struct ExpandedRows: @unchecked Sendable {
  private let expand: Plan.Dense
  private let input: Map
  private let bands: Bands
  /// For windows of more than one place.
  private let rows: DenseRows?

  init(_ expand: Plan.Dense, input: Map, _ bands: Bands) {
    self.expand = expand
    self.input = input
    self.bands = bands
    rows =
      expand.isPlainPointwise
      ? nil : DenseRows(expand, input: input.shape, output: bands.wide)
  }

  func run(
    _ range: Range<Int>, _ ring: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    func target(_ y: Int) -> UnsafeMutablePointer<Float> {
      ring + y % bands.ring * bands.wide.width * bands.stride
    }
    let columns = 0..<expand.groups[0].columns
    if let rows {
      return rows.run(
        range, columns: columns, from: input, residual: nil, scratch, kernels,
        stride: bands.stride, target: target)
    }
    for y in range {
      expand.multiply(
        expand.groups[0].weights, bands.wide.width, columns, from: input.row(y),
        stride: input.stride, to: target(y), stride: bands.stride, residual: nil, kernels)
    }
  }
}
