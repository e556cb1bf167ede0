import Architecture
import CostAnalysis
import NetworkGraph

/// The maps of a network as volumes, in order: what depthwise layers make, and what blocks give.
/// Equal ones in a row are one.
struct VolumeOutline {
  /// A map.
  struct Volume: Hashable {
    var category: FigureCategory
    var shape: Shape
    /// The rows that it stands for, as tables number them.
    var rows: [String]
    /// Whether each channel comes from one channel only.
    var isDepthwise: Bool
    var hasSqueezeExcite = false
    /// Whether its row has another volume.
    var isPaired = false
  }

  var volumes: [Volume] = []

  /// The volumes of a network without its heads.
  init(_ graph: Graph) {
    let outline = ArchitectureOutline(graph)
    for stop in outline.stops {
      let own = graph.nodes.filter { $0.origin.block == stop.block }
      // A block whose layers all fall away leaves nothing to show.
      guard !own.isEmpty else { continue }
      let row = stop.rowLabel.isEmpty ? graph.blocks[stop.block].name : stop.rowLabel
      let depthwise = own.last { $0.origin.role == .depthwise }
      let isPaired =
        depthwise != nil && (stop.category == .separable || stop.category == .invertedResidual)
      if let depthwise, isPaired {
        volumes.append(
          Volume(
            category: .depthwise, shape: depthwise.shape, rows: [row], isDepthwise: true,
            hasSqueezeExcite: stop.hasSqueezeExcite, isPaired: true))
      }
      let isDepthwise = stop.category == .depthwise
      volumes.append(
        Volume(
          category: stop.category == .separable ? .pointwise : stop.category,
          shape: stop.output, rows: [row], isDepthwise: isDepthwise, isPaired: isPaired))
    }
    fold()
  }

  /// Pairs, or single volumes, that repeat become one.
  private mutating func fold() {
    for length in [2, 1] {
      var folded: [Volume] = []
      var index = 0
      while index < volumes.count {
        let group = Array(volumes[index..<min(index + length, volumes.count)])
        let before = Array(folded.suffix(length))
        if group.count == length, before.count == length,
          zip(group, before).allSatisfy({ $0.isLike($1) }), group[0].isDepthwise == (length == 2)
        {
          for offset in 0..<length {
            folded[folded.count - length + offset].rows += group[offset].rows
          }
          index += length
        } else {
          folded.append(volumes[index])
          index += 1
        }
      }
      volumes = folded
    }
  }
}

extension VolumeOutline.Volume {
  /// Whether it looks the same, whichever row it comes from.
  fileprivate func isLike(_ other: Self) -> Bool {
    category == other.category && shape == other.shape && isDepthwise == other.isDepthwise
      && hasSqueezeExcite == other.hasSqueezeExcite
  }

  /// The rows as a figure writes them: `5`, `3–4`, with how often they stand.
  var rowText: String {
    let names = rows.flatMap { $0.split(separator: "–").map { String($0) } }
    guard let first = names.first, let last = names.last else { return "" }
    let text = first == last ? first : "\(first)–\(last)"
    return rows.count > 1 ? "\(text) ×\(rows.count)" : text
  }
}
