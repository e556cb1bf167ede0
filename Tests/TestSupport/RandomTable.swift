// Testing is there for tests alone; other programs use the rest of this target.
#if canImport(Testing)
  import Architecture
  import TableReading
  import Testing

  /// A small random table of convolutions, depthwise convolutions and bottlenecks, with what it must
  /// become, computed plainly and without the code under test.
  package struct RandomTable: Sendable, CustomTestStringConvertible {
    /// What a row does.
    enum Kind: String, CaseIterable { case conv2d, dwconv, bneck }

    struct Row {
      var kind: Kind
      var kernel: Int
      var stride: Int
      var out: Int
      var expansion: Int
      var squeezeExcite: Bool
      var repeats: Int
    }

    /// What one block must be.
    package struct Block: Hashable, Sendable {
      /// Its output.
      package var output: Shape
      /// Whether it has a 1x1 expansion.
      package var expands = false
      /// Whether it adds its input.
      package var adds = false
      /// Weights, biases, scales and shifts.
      package var parameters = 0
      /// Multiply-accumulates of convolutions and fully connected layers.
      package var macs = 0
    }

    /// The seed that it is made from.
    package let seed: UInt64
    let padding: String
    let input: Shape
    let rows: [Row]

    /// The table of a seed.
    package init(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      self.seed = seed
      padding = ["symmetric", "same", "valid"].randomElement(using: &random) ?? "same"
      input = Shape(
        height: .random(in: 40...90, using: &random), width: .random(in: 40...90, using: &random),
        channels: .random(in: 1...5, using: &random))
      var rows: [Row] = []
      var (side, channels) = (min(input.height, input.width), input.channels)
      for index in 0..<Int.random(in: 2...7, using: &random) {
        let kind = index == 0 ? Kind.conv2d : Kind.allCases.randomElement(using: &random) ?? .conv2d
        // Leave room for every window.
        let stride = side > 16 ? Int.random(in: 1...3, using: &random) : 1
        var kernel = side > 12 ? [1, 3, 5].randomElement(using: &random) ?? 3 : 1
        // A sum needs maps of one size.
        if kind == .bneck, padding == "valid", stride == 1 { kernel = 1 }
        let keeps = Bool.random(using: &random)
        let out = keeps ? channels : Int.random(in: 1...40, using: &random)
        let repeats =
          padding == "valid" || kind == .dwconv ? 1 : Int.random(in: 1...3, using: &random)
        let row = Row(
          kind: kind, kernel: kernel, stride: stride, out: kind == .dwconv ? channels : out,
          expansion: Bool.random(using: &random) ? channels : .random(in: 1...60, using: &random),
          squeezeExcite: Bool.random(using: &random), repeats: repeats)
        rows.append(row)
        channels = row.out
        side = (side - (padding == "valid" ? row.kernel - 1 : 0)) / stride
      }
      self.rows = rows
    }

    /// For example `seed 7`.
    package var testDescription: String { "seed \(seed)" }

    /// The table as a file of the name `random`.
    package var file: TableFile {
      let cells = rows.map { row in
        let isBottleneck = row.kind == .bneck
        return "  - [ \(row.kind.rawValue) \(row.kernel)x\(row.kernel),"
          + " \(isBottleneck ? "\(row.expansion)" : "~"),"
          + " \(row.kind == .dwconv ? "~" : "\(row.out)"),"
          + " \(isBottleneck && row.squeezeExcite ? "1" : "~"), \(row.stride), \(row.repeats) ]\n"
      }
      return TableFile(
        name: "Random\(seed).yaml",
        text: """
          name: random
          input: {shape: [\(input.height), \(input.width), \(input.channels)]}
          rules:
            width: {round: nearest-multiple, divisor: 8, floor: 0.9, expansion: ratio}
            padding: \(padding)
            activation: RE
            squeeze-excite:
              {divide: 4, round: 8, floor: 0.9, activation: RE, gate: hard-sigmoid,
               position: after-activation}
          columns: [ operator, exp, out, SE, s, n ]
          rows:

          """ + cells.joined())
    }

    /// What the table must become under a width multiplier, block by block.
    package func blocks(width: Double = 1) -> [Block] {
      var blocks: [Block] = []
      var (shape, printed) = (input, input.channels)
      for row in rows {
        for repetition in 1...row.repeats {
          var row = row
          if repetition > 1 { row.stride = 1 }
          let block = block(row, on: shape, printed: printed, width: width)
          blocks.append(block)
          shape = block.output
          printed = row.out
        }
      }
      return blocks
    }

    private func block(_ row: Row, on input: Shape, printed: Int, width: Double) -> Block {
      let kernel = row.kernel * row.kernel
      let places = input.places
      var block = Block(
        output: Shape(
          height: extent(input.height, row), width: extent(input.width, row),
          channels: width == 1 ? row.out : divisible(Double(row.out) * width)))
      let out = block.output
      switch row.kind {
      case .conv2d:
        let weights = kernel * input.channels * out.channels
        block.parameters = weights + 2 * out.channels
        block.macs = weights * out.places
      case .dwconv:
        block.output.channels = input.channels
        block.parameters = (kernel + 2) * input.channels
        block.macs = kernel * input.channels * out.places
      case .bneck:
        let ratio = Double(row.expansion) * Double(input.channels) / Double(printed)
        let expanded = width == 1 ? row.expansion : divisible(ratio)
        block.expands = expanded != input.channels
        block.adds = row.stride == 1 && input.channels == out.channels
        if block.expands {
          block.parameters += (input.channels + 2) * expanded
          block.macs += input.channels * expanded * places
        }
        block.parameters += (kernel + 2) * expanded + (expanded + 2) * out.channels
        block.macs += (kernel + out.channels) * expanded * out.places
        if row.squeezeExcite {
          let squeezed = divisible(Double(expanded) / 4)
          block.parameters += 2 * expanded * squeezed + squeezed + expanded
          block.macs += 2 * expanded * squeezed
        }
      }
      return block
    }

    /// Positions of a window along one axis, counted one by one.
    private func extent(_ input: Int, _ row: Row) -> Int {
      var count = 0
      if padding == "same" {
        while count * row.stride < input { count += 1 }
        return count
      }
      let margin = padding == "symmetric" ? (row.kernel - 1) / 2 : 0
      var position = -margin
      while position + row.kernel <= input + margin {
        count += 1
        position += row.stride
      }
      return count
    }

    /// The multiple of 8 that the MobileNets round to.
    private func divisible(_ value: Double) -> Int {
      let candidates = (1...200).map { 8 * $0 }
      var best = 8
      for candidate in candidates
      where abs(Double(candidate) - value) <= abs(Double(best) - value) {
        best = candidate
      }
      return Double(best) < 0.9 * value ? best + 8 : best
    }
  }
#endif
