import Architecture
import Drawing

/// The lanes of a block figure: where they stand, and how wide layers are on them.
struct BlockLanes {
  /// The middle of each lane.
  private(set) var centers: [Double] = []
  /// Points for the square root of one channel.
  private(set) var unit = 0.0

  /// The most channels of each lane.
  private var channels: [Int]
  /// The room that shapes of tensors need at the left of each lane's middle.
  private var labels: [Double]
  /// The room between a lane's widest layer and that of the next.
  private var gaps: [Double]

  private static let greatestWidth = 440.0
  /// The width that the widest layer has at least, even if that takes a wider canvas.
  private static let leastWidth = 130.0
  private static let gap = 26.0

  /// Lanes for which no place is chosen yet.
  init(_ outline: BlockOutline, _ style: BlockStyle, measuring: some TextMeasuring) {
    channels = Array(repeating: 1, count: outline.lanes)
    labels = Array(repeating: 0, count: outline.lanes)
    gaps = Array(repeating: Self.gap, count: outline.lanes)
    for (lane, input) in outline.inputs.enumerated() {
      channels[lane] = input.channels
      gaps[lane] += measuring.width("input", style.heading)
    }
    for layer in outline.layers {
      let most = max(layer.output.channels, layer.symbol == nil ? layer.input.channels : 1)
      channels[layer.lane] = max(channels[layer.lane], most)
      for shape in [layer.input, layer.output] {
        labels[layer.lane] = max(
          labels[layer.lane], measuring.width(shape.spaced, style.text) + 2 * Self.gap / 3)
      }
    }
  }

  /// The room that the lanes need at least.
  var leastRoom: Double {
    let most = Double(channels.max() ?? 1).squareRoot()
    return extents(Self.leastWidth / most).reduce(0, +)
  }

  /// Chooses places between two edges, with layers as wide as the room and a greatest unit allow.
  mutating func spread(between edges: Interval, greatestUnit: Double = .infinity) {
    let room = edges.end - edges.start
    let widest = Self.greatestWidth / Double(channels.max() ?? 1).squareRoot()
    var (low, high) = (0.0, min(widest, greatestUnit))
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if extents(middle).reduce(0, +) <= room { low = middle } else { high = middle }
    }
    unit = low
    let extents = extents(unit)
    let slack = max(0, room - extents.reduce(0, +)) / Double(extents.count)
    var x = edges.start - slack / 2
    for extent in extents.dropLast() {
      x += extent + slack
      centers.append(x)
    }
  }

  /// The width of a tensor.
  func width(_ channels: Int) -> Double { max(6, unit * Double(channels).squareRoot()) }

  /// From the left edge to the middle of the first lane, from each middle to the next, and from the
  /// last to the right edge.
  private func extents(_ unit: Double) -> [Double] {
    let halves = channels.map { max(3, unit * Double($0).squareRoot() / 2) }
    var extents = [max(halves[0], labels[0])]
    for lane in channels.indices.dropFirst() {
      extents.append(max(halves[lane - 1] + gaps[lane - 1] + halves[lane], labels[lane]))
    }
    return extents + [max(halves[halves.count - 1], Self.gap)]
  }
}
