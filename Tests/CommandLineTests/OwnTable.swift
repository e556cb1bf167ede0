import Foundation
import Testing

/// MobileNetV3-Large with three changes, as somebody would make them: a row removed, a window
/// changed, a stride changed.
struct OwnTable {
  /// One row of inverted residuals after the changes.
  struct Block {
    var kernel: Int
    var expanded: Int
    var out: Int
    var isGated = false
    var stride = 1
  }

  static let blocks = [
    Block(kernel: 3, expanded: 16, out: 16), Block(kernel: 3, expanded: 64, out: 24, stride: 2),
    Block(kernel: 3, expanded: 72, out: 24),
    // 3x3 instead of 5x5.
    Block(kernel: 3, expanded: 72, out: 40, isGated: true, stride: 2),
    Block(kernel: 5, expanded: 120, out: 40, isGated: true),
    Block(kernel: 5, expanded: 120, out: 40, isGated: true),
    Block(kernel: 3, expanded: 240, out: 80, stride: 2), Block(kernel: 3, expanded: 200, out: 80),
    // One row of 184 expanded channels instead of two.
    Block(kernel: 3, expanded: 184, out: 80),
    Block(kernel: 3, expanded: 480, out: 112, isGated: true),
    Block(kernel: 3, expanded: 672, out: 112, isGated: true),
    // Stride 1 instead of 2.
    Block(kernel: 5, expanded: 672, out: 160, isGated: true),
    Block(kernel: 5, expanded: 960, out: 160, isGated: true),
    Block(kernel: 5, expanded: 960, out: 160, isGated: true),
  ]

  /// The table's text, with its row numbers, before anything is changed.
  private var lines: [String]

  /// A copy of the built-in table under a name of its own.
  init(name: String, alias: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Tables/Architectures/MobileNetV3Large.yaml")
    lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    try replace(line: "name: ", with: "name: \(name)")
    try replace(line: "aliases: ", with: "aliases: [\(alias)]")
    try replace(line: "title: ", with: "title: My Net")
  }

  /// The text.
  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Where a row's first cell stands.
  func location(ofRow row: Int) throws -> (line: Int, column: Int) {
    let index = try self.index(ofRow: row)
    let line = lines[index]
    let bracket = try #require(line.firstIndex(of: "["))
    let cell = try #require(line[bracket...].dropFirst().firstIndex { $0 != " " })
    return (index + 1, line.distance(from: line.startIndex, to: cell) + 1)
  }

  /// Changes a row's cells, separated by commas.
  mutating func change(row: Int, _ edit: (inout [String]) -> Void) throws {
    let index = try self.index(ofRow: row)
    let bracket = try #require(lines[index].firstIndex(of: "["))
    var cells = lines[index][bracket...].dropFirst().dropLast().split(separator: ",").map(
      String.init)
    edit(&cells)
    lines[index] = lines[index][...bracket] + cells.joined(separator: ",") + "]"
  }

  /// Takes a row out.
  mutating func remove(row: Int) throws { lines.remove(at: try index(ofRow: row)) }

  private func index(ofRow row: Int) throws -> Int {
    // Those of the classifier are indented further.
    let rows = lines.indices.filter { index in
      lines[index].drop { $0 == " " }.hasPrefix("- ") && lines[index].hasSuffix("]")
    }
    try #require(rows.indices.contains(row - 1))
    return rows[row - 1]
  }

  private mutating func replace(line prefix: String, with text: String) throws {
    let index = try #require(lines.firstIndex { $0.hasPrefix(prefix) })
    lines[index] = text
  }
}

/// What a block should cost, computed from the formulas alone.
struct ExpectedCost: Equatable {
  var side: Int
  var channels: Int
  var parameters = 0
  var macs = 0

  /// A convolution with its norm: window, filters over so many channels each.
  fileprivate mutating func convolve(_ kernel: Int, over channels: Int, filters: Int, stride: Int) {
    side = (side + stride - 1) / stride
    parameters += kernel * kernel * channels * filters + 2 * filters
    macs += kernel * kernel * channels * filters * side * side
    self.channels = filters
  }

  fileprivate mutating func connect(_ inputs: Int, _ outputs: Int) {
    parameters += inputs * outputs + outputs
    macs += inputs * outputs
  }

  /// Stem, blocks, last convolution, two fully connected layers; pooling costs nothing.
  static func all(resolution: Int) -> [ExpectedCost] {
    var costs: [ExpectedCost] = []
    var cost = ExpectedCost(side: resolution, channels: 3)
    func next() -> ExpectedCost { ExpectedCost(side: cost.side, channels: cost.channels) }
    cost.convolve(3, over: 3, filters: 16, stride: 2)
    costs.append(cost)
    for block in OwnTable.blocks {
      cost = next()
      if block.expanded != cost.channels {
        cost.convolve(1, over: cost.channels, filters: block.expanded, stride: 1)
      }
      cost.convolve(block.kernel, over: 1, filters: block.expanded, stride: block.stride)
      if block.isGated {
        // A quarter, to the nearest multiple of 8, but at least 9 tenths of it.
        let nearest = (block.expanded / 4 + 4) / 8 * 8
        let squeezed = 40 * nearest < 9 * block.expanded ? nearest + 8 : nearest
        cost.connect(block.expanded, squeezed)
        cost.connect(squeezed, block.expanded)
      }
      cost.convolve(1, over: block.expanded, filters: block.out, stride: 1)
      costs.append(cost)
    }
    cost = next()
    cost.convolve(1, over: cost.channels, filters: 960, stride: 1)
    costs.append(cost)
    for (inputs, outputs) in [(960, 1280), (1280, 1000)] {
      cost = ExpectedCost(side: 1, channels: outputs)
      cost.connect(inputs, outputs)
      costs.append(cost)
    }
    return costs
  }
}
