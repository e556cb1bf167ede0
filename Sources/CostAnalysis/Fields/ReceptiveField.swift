import Architecture
import NetworkGraph

/// What one place of a map sees of the picture: the rectangle of the pixels that reach it through
/// windows, along every way. A dilated window, or one that is smaller than its stride, may leave holes
/// in it.
package struct ReceptiveField: Hashable, Sendable {
  /// Rows of pixels, from 0 at the top.
  package var rows: ClosedRange<Int>
  /// Columns of pixels, from 0 at the left.
  package var columns: ClosedRange<Int>

  /// A field from its sides.
  package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// Whether a pixel lies in the field.
  package func contains(row: Int, column: Int) -> Bool {
    rows.contains(row) && columns.contains(column)
  }
}

extension Graph {
  /// The field of one place of a node's map, inside the picture; nothing if the place sees the
  /// picture only as a whole, through a mean over a map, or sees padding only.
  package func receptiveField(of node: Int, row: Int, column: Int) -> ReceptiveField? {
    guard let rows = pixels(seenBy: node, at: row, along: .vertical, hasBorders: true),
      let columns = pixels(seenBy: node, at: column, along: .horizontal, hasBorders: true)
    else { return nil }
    return ReceptiveField(rows: rows, columns: columns)
  }

  /// The sides in pixels of the largest field of a node's places on a picture without borders, as one
  /// usually says it; nothing if they have none.
  public func receptiveSide(of node: Int) -> PerAxis<Int>? {
    let isEnlarged = nodes.prefix(node + 1).contains {
      switch $0.operation.relation {
      case .resized, .resizedTo, .transposed: true
      case .picture, .placewise, .standardized, .window, .wholeMap, .list: false
      }
    }
    func along(_ axis: Axis) -> Int? {
      // Fields differ by how a place lies on an enlarged one, which repeats after a few places.
      (0..<(isEnlarged ? min(nodes[node].shape[axis], 256) : 1)).compactMap {
        pixels(seenBy: node, at: $0, along: axis, hasBorders: false)?.count
      }.max()
    }
    guard let height = along(.vertical), let width = along(.horizontal) else { return nil }
    return PerAxis(height: height, width: width)
  }

  /// By how many pixels the field of a node's first place hangs over the picture's upper left corner:
  /// the effective padding; negative where the first pixels are never seen, nothing without a field.
  public func effectivePadding(of node: Int) -> PerAxis<Int>? {
    guard let rows = pixels(seenBy: node, at: 0, along: .vertical, hasBorders: false),
      let columns = pixels(seenBy: node, at: 0, along: .horizontal, hasBorders: false)
    else { return nil }
    return PerAxis(height: -rows.lowerBound, width: -columns.lowerBound)
  }

  /// Whether something that is pooled over a whole map has a part in a node's result: a gate of
  /// squeeze-and-excitation, for one. Then every pixel has some influence on every place.
  public func seesWholePicture(_ node: Int) -> Bool {
    var isSeen = Array(repeating: false, count: node + 1)
    isSeen[node] = true
    for index in isSeen.indices.reversed() where isSeen[index] {
      if nodes[index].operation.relation == .standardized { return true }
      // A transposed convolution may have places that see nothing, the first one too.
      let places = 0...max(nodes[index].shape.height - 1, 0)
      for (number, input) in nodes[index].inputs.enumerated() {
        switch sight(of: index, ofInput: number, from: places, along: .vertical) {
        case .everything: return true
        case .places: isSeen[input] = true
        case .nothing: break
        }
      }
    }
    return false
  }

  /// How many pixels lie between two neighboring places of a node's map; nothing for what is no map
  /// of places.
  public func pixelStride(of node: Int) -> PerAxis<Double>? { pixelStrides()[node] }

  /// `pixelStride` of every node.
  func pixelStrides() -> [PerAxis<Double>?] {
    var strides: [PerAxis<Double>?] = []
    strides.reserveCapacity(nodes.count)
    for node in nodes {
      let inputs = node.inputs.map { strides[$0] }
      switch node.operation.relation {
      case .picture: strides.append(1)
      case .wholeMap, .list: strides.append(nil)
      case .resized(_, let factor?):
        strides.append(inputs[0]?.map { $0 / Double(factor) })
      case .transposed(let convolution):
        strides.append(
          inputs[0].map {
            PerAxis(
              height: $0.height / Double(convolution.stride.height),
              width: $0.width / Double(convolution.stride.width))
          })
      // Laid over the map whose size it takes.
      case .resized(_, nil): strides.append(inputs[1])
      case .resizedTo:
        let map = nodes[node.inputs[0]].shape
        strides.append(
          inputs[0].map {
            PerAxis(
              height: $0.height * Double(map.height) / Double(node.shape.height),
              width: $0.width * Double(map.width) / Double(node.shape.width))
          })
      case .placewise, .standardized, .window:
        let isPooled = nodes[node.inputs[0]].shape.isVector && !node.shape.isVector
        let first = (isPooled ? inputs.last : inputs.first) ?? nil
        let isVector = node.operation.kind == .fullyConnected
        let step = node.operation.stride
        strides.append(
          isVector
            ? nil
            : first.map {
              PerAxis(height: $0.height * Double(step.height), width: $0.width * Double(step.width))
            })
      }
    }
    return strides
  }

  /// The pixels of one axis that a place sees, walking back along every way at once. With borders
  /// what lies outside a map is padding, through which nothing is seen.
  private func pixels(
    seenBy node: Int, at place: Int, along axis: Axis, hasBorders: Bool
  ) -> ClosedRange<Int>? {
    var seen = [ClosedRange<Int>?](repeating: nil, count: node + 1)
    seen[node] = place...place
    for index in seen.indices.reversed() {
      guard let places = seen[index] else { continue }
      for (number, input) in nodes[index].inputs.enumerated() {
        switch sight(of: index, ofInput: number, from: places, along: axis) {
        case .places(var range):
          let map = 0...nodes[input].shape[axis] - 1
          if hasBorders {
            guard range.overlaps(map) else { continue }
            range = range.clamped(to: map)
          }
          let others = seen[input] ?? range
          seen[input] =
            min(range.lowerBound, others.lowerBound)...max(range.upperBound, others.upperBound)
        case .everything, .nothing: break
        }
      }
    }
    return seen[0]
  }

  private func sight(
    of node: Int, ofInput number: Int, from places: ClosedRange<Int>,
    along axis: Axis
  ) -> Sight {
    let input = nodes[nodes[node].inputs[number]].shape
    return nodes[node].operation.sight(
      from: places, ofInput: number, along: axis, of: input[axis], to: nodes[node].shape[axis],
      isSpread: input.isVector && !nodes[node].shape.isVector)
  }
}

/// What a run of an operation's places sees of one of its inputs, along one axis.
private enum Sight {
  /// A run of places, beyond the borders too.
  case places(ClosedRange<Int>)
  /// All places of the map, whatever the run.
  case everything
  /// None: only the size matters.
  case nothing
}

extension Operation {
  /// What a run of output places sees of input `number`, which has `extent` places along the axis
  /// where the output has `output`; `isSpread` says that a 1x1 input meets a larger map.
  fileprivate func sight(
    from places: ClosedRange<Int>, ofInput number: Int, along axis: Axis, of extent: Int,
    to output: Int, isSpread: Bool
  ) -> Sight {
    switch relation {
    case .picture: .nothing
    case .placewise, .standardized: isSpread ? .everything : .places(places)
    case .window(let window): Self.seen(through: window[axis], places, of: extent)
    case .transposed(let convolution):
      convolution[axis].sources(of: places).map { .places($0) } ?? .nothing
    case .wholeMap, .list: .everything
    case .resizedTo(let mode): isSpread ? .everything : resized(mode, places, extent, output)
    case .resized(let mode, _):
      takesOnlySize(ofInput: number)
        ? .nothing : isSpread ? .everything : resized(mode, places, extent, output)
    }
  }

  private static func seen(
    through window: Window, _ places: ClosedRange<Int>, of input: Int
  ) -> Sight {
    guard let extent = window.extent(over: input) else { return .nothing }
    func first(_ place: Int) -> Int128 {
      Int128(place) * Int128(window.stride) - Int128(extent.before)
    }
    let span = Int128(window.dilation) * Int128(window.kernel - 1)
    return .places(bounded(first(places.lowerBound))...bounded(first(places.upperBound) + span))
  }

  /// The places that an enlarged one lies on or between, as on a map without end.
  private func resized(
    _ mode: ResizeRow.Mode, _ places: ClosedRange<Int>, _ extent: Int, _ output: Int
  ) -> Sight {
    let (extent, output) = (Int128(extent), Int128(output))
    func floor(_ number: Int128, _ divisor: Int128) -> Int {
      let quotient = number / divisor
      return Self.bounded(number % divisor < 0 ? quotient - 1 : quotient)
    }
    let (first, last) = (Int128(places.lowerBound), Int128(places.upperBound))
    switch mode {
    case .nearest:
      return .places(floor(first * extent, output)...floor(last * extent, output))
    case .bilinear:
      // Centers: (2 i + 1) extent / (2 output) - 1/2, and the place after unless it lies on one.
      func center(_ place: Int128) -> Int128 { (2 * place + 1) * extent - output }
      return .places(
        floor(center(first), 2 * output)...floor(center(last) + 2 * output - 1, 2 * output))
    }
  }

  /// At most far beyond every picture: a table of many strides over wide padding would else leave
  /// 64 bits.
  private static func bounded(_ place: Int128) -> Int {
    let limit = Int128(Int.tensorLimit)
    return Int(min(max(place, -limit), limit))
  }
}
