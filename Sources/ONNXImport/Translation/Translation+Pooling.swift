import Architecture
import NetworkGraph

extension Translation {
  mutating func pool(
    _ kind: PoolRow.Kind, _ inputs: [Value?]
  ) throws(Problem) -> Feature {
    guard current.outputs.dropFirst().allSatisfy({ uses[$0] == nil }) else {
      throw .left("the places of maxima are used")
    }
    let input = try map(inputs, 0)
    guard current.attributes["kernel_shape"]?.integers.count == 2 else {
      throw .left("a pooling over other than two axes")
    }
    let kernel = try pair("kernel_shape", 1)
    let window = try window(kernel, input)
    guard window.dilation == 1 else { throw .left("a dilated pooling") }
    let map = shape(input)
    let isPadded = ![.valid, .explicit(0)].contains(window.padding) && kernel != 1
    var countsPadding = integer("count_include_pad", 0) != 0 && isPadded && kind == .average
    let padsItself = current.attributes["pads"]?.integers.contains { $0 != 0 } ?? false
    if let margins = input.margins {
      let (before, after) = margins.sides
      let isAlwaysOver = Axis.allCases.allSatisfy {
        before[$0] < kernel[$0] && after[$0] < kernel[$0]
      }
      switch kind {
      case .maximum where margins.areLowest: break
      case .maximum where !isNeverNegative(input.node):
        throw .left("zeros around a map whose maxima may be negative")
      case .maximum where !isAlwaysOver: throw .left("a window of nothing but padding")
      case .maximum: break
      case .average where margins.areLowest: throw .left("a mean of padding without numbers")
      case .average where !countsPadding && padsItself: throw .left("padding in two ways")
      case .average: countsPadding = true
      }
    }
    let pool = Pool(
      kind: kind, kernel: kernel, stride: window.stride, padding: window.padding,
      ceiling: integer("ceil_mode", 0) != 0, countsPadding: countsPadding)
    if kernel == 1, window.isPlain { return input }
    let isWhole = kernel == PerAxis(height: map.height, width: map.width) && !isPadded
    let node = try append(
      isWhole && kind == .average ? .globalPool : .pool(pool), [input.node])
    return Feature(node: node, layout: mapLayout(node), isPooled: isWhole)
  }

  func whole(_ kind: PoolRow.Kind, _ map: Shape) -> Pool {
    Pool(
      kind: kind, kernel: PerAxis(height: map.height, width: map.width), stride: 1,
      padding: .valid, ceiling: false)
  }

  /// Whether no number of a result is below 0.
  private func isNeverNegative(_ node: Int) -> Bool {
    switch nodes[node].operation {
    case .activation(.relu), .activation(.relu6), .activation(.sigmoid), .activation(.hardSigmoid),
      .activation(.hardSigmoidFifth):
      true
    case .scalarFunction(.clip(let low, _)): low >= 0
    default: false
    }
  }

  /// A mean or maximum over whole axes of a map.
  mutating func reduced(
    _ kind: PoolRow.Kind, _ inputs: [Value?]
  ) throws(Problem) -> Feature {
    let input = try ordered(feature(inputs, 0))
    let rank = input.layout.dimensions.count
    guard let asked = try integers("axes", or: inputs, 1) else {
      throw .left("a mean over all axes")
    }
    let axes = Set(try asked.map { each throws(Problem) in try axis(each, rank: rank) })
    let map = shape(input)
    let gone = Set(axes.flatMap { input.layout.dimensions[$0].map { $0.axis } })
    let kept = Set(
      input.layout.dimensions.indices.filter { !axes.contains($0) }
        .flatMap { index in input.layout.dimensions[index].map { $0.axis } })
    guard !gone.contains(.channel), gone.isDisjoint(with: kept) else {
      throw .left("a reduction of the channels, or of a part of an axis")
    }
    let isWhole = !kept.contains(.height) && !kept.contains(.width)
    let node: Int
    if isWhole {
      node = try append(
        kind == .average ? .globalPool : .pool(whole(kind, map)), [input.node])
    } else {
      var pool = whole(kind, map)
      if kept.contains(.height) { pool.kernel.height = 1 }
      if kept.contains(.width) { pool.kernel.width = 1 }
      node = try append(.pool(pool), [input.node])
    }
    let keeps = integer("keepdims", 1) != 0
    var dimensions: [[Atom]] = []
    for (index, atoms) in input.layout.dimensions.enumerated() {
      if !axes.contains(index) { dimensions.append(atoms) } else if keeps { dimensions.append([]) }
    }
    return Feature(node: node, layout: Layout(dimensions), isPooled: isWhole)
  }
}
