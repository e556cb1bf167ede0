import Architecture

/// A tensor while rows are expanded.
struct Value {
  var node: Int
  var channels: Int
  /// Channels at width multiplier 1, which ratios refer to.
  var tableChannels: Int
  /// Whether the tensor is a vector because it was pooled over the whole map.
  var isPooled = false
}

/// Rows on their way to nodes.
struct Expansion {
  let spec: ArchitectureSpec
  let scaling: Scaling
  let width: Double
  let variables: [String: Int]
  var nodes: [Node] = []
  var rows: [Graph.Row] = []
  var blocks: [Graph.Block] = []
  var outputs: [Graph.Output] = []
  var headMaps: [Graph.HeadMap] = []
  var problems: [TableProblem] = []
  /// The row whose block is being expanded: what does not fit in there is said of the row, if the
  /// block is in another file.
  var caller: (block: String, location: SourceLocation)?
  /// The results inside the row that was expanded last, by role or name.
  var inside: [String: Value] = [:]

  init(_ spec: ArchitectureSpec, _ scaling: Scaling) {
    self.spec = spec
    self.scaling = scaling
    width = scaling.width(of: spec)
    variables = scaling.variables(of: spec)
  }

  /// Where new nodes belong.
  struct Cursor {
    var row: Int
    var repetition = 1
    var block: Int
    var path: [String] = []
    var location: SourceLocation

    func origin(_ role: Role) -> Origin {
      Origin(row: row, repetition: repetition, block: block, path: path, role: role)
    }
  }

  consuming func graph() throws(TableError) -> Graph {
    let input = scaling.input(of: spec)
    rows.append(
      Graph.Row(
        number: nil, name: "input", operatorText: "input", kind: .input, kernel: nil, stride: 1,
        repeats: 1, part: .backbone, location: spec.location, specRow: nil))
    blocks.append(
      Graph.Block(
        name: "input", kind: .input, row: 0, repetition: 1, result: 0,
        tableChannels: input.channels))
    nodes.append(
      Node(
        operation: .input(input), inputs: [],
        origin: Origin(row: 0, repetition: 1, block: 0, role: .input), shape: input))
    let picture = Value(node: 0, channels: input.channels, tableChannels: input.channels)

    var scope = Scope(spec.rows, inputs: [picture])
    var previous = picture
    for run in Run.all(of: spec.rows) where problems.isEmpty {
      guard let count = run.count(variables, &self) else { break }
      for repetition in 1...count {
        for row in run.rows where problems.isEmpty {
          previous = expand(
            row: row, of: &scope, group: run.group.map { _ in (repetition, count) },
            previous: previous)
        }
      }
    }
    if problems.isEmpty {
      if spec.heads.isEmpty {
        // Frameworks give the scores; a softmax row makes probabilities of them.
        if case .softmax = nodes[previous.node].operation {
          outputs.append(Graph.Output(name: "output", node: nodes[previous.node].inputs[0]))
          outputs.append(Graph.Output(name: "probabilities", node: previous.node))
        } else {
          outputs.append(Graph.Output(name: "output", node: previous.node))
        }
      }
      for head in spec.heads { expand(head, over: &scope) }
    }
    markGates()
    if problems.isEmpty { checkReach() }
    if !problems.isEmpty { throw TableError(problems) }
    return Graph(
      spec: spec, scaling: scaling, nodes: nodes, rows: rows, blocks: blocks, outputs: outputs,
      headMaps: headMaps)
  }

  /// Expands all repeats of one row, or one repeat of a row in a group of so many.
  private mutating func expand(
    row index: Int, of scope: inout Scope, group: (repetition: Int, count: Int)?, previous: Value
  ) -> Value {
    let row = spec.rows[index]
    guard let sources = sources(of: row, at: index, in: &scope, previous: [previous]),
      let count = repeats(of: row, variables)
    else { return previous }
    var value = sources[0]
    var environment = variables
    environment["in"] = value.channels
    guard let stands = stands(row, environment) else { return value }
    scope.results[index] = value
    guard stands else { return value }
    if group?.repetition ?? 1 == 1 {
      checkNames(of: row, repeats: group?.count ?? count)
      rows.append(header(of: row, on: value, index: index, repeats: group?.count ?? count))
    }
    let graphRow = rows.lastIndex { $0.specRow == index } ?? rows.count - 1
    for repetition in 1...count {
      let number = group?.repetition ?? repetition
      let isRepeated = max(group?.count ?? 1, count) > 1
      beginBlock(of: row, graphRow, on: value, repetition: number, isRepeated: isRepeated)
      var cursor = Cursor(
        row: graphRow, repetition: number, block: blocks.count - 1, location: row.location)
      environment["in"] = value.channels
      let inputs = repetition == 1 ? sources : [value]
      inside = [:]
      value = expand(
        row, inputs: inputs, isFirst: repetition == 1, environment: environment, at: &cursor,
        topLevel: index)
      blocks[cursor.block].result = value.node
      blocks[cursor.block].tableChannels = value.tableChannels
      scope.keep(value, places: inside, ofRow: index, repeat: isRepeated ? "\(number)" : nil)
      guard problems.isEmpty else { break }
    }
    return value
  }

  /// A block of its own for one repeat of a row, unless the row makes the last block a separable one.
  private mutating func beginBlock(
    of row: Row, _ graphRow: Int, on input: Value, repetition: Int, isRepeated: Bool
  ) {
    if pairs(row, with: input) {
      let earlier = blocks.count { $0.kind == .separable }
      let last = blocks.count - 1
      blocks[last].name = "separable\(earlier + 1)"
      blocks[last].kind = .separable
      blocks[last].row = graphRow
      blocks[last].repetition = repetition
      return
    }
    let own =
      row.repeatNames.indices.contains(repetition - 1) ? row.repeatNames[repetition - 1] : nil
    blocks.append(
      Graph.Block(
        name: own ?? (isRepeated ? "\(row.name).\(repetition)" : row.name),
        kind: kind(of: row, on: input), row: graphRow, repetition: repetition, result: 0,
        tableChannels: 0))
  }

  /// Reports names of repeats that are not as many as the repeats.
  private mutating func checkNames(of row: Row, repeats: Int) {
    guard !row.repeatNames.isEmpty, row.repeatNames.count != repeats else { return }
    report(
      "'\(row.name)' names \(row.repeatNames.count) repeats, but the row stands"
        + " \(repeats == 1 ? "once" : "\(repeats) times")", at: row.location)
  }

  /// A 1x1 convolution straight after a depthwise one is the second half of a separable block.
  private func pairs(_ row: Row, with value: Value) -> Bool {
    guard case .convolution(let convolution) = row.operation, row.sources.isEmpty,
      convolution.kernel.value(in: variables) == 1, convolution.groups == .one,
      let block = blocks.last, block.kind == .depthwise
    else { return false }
    return block.result == value.node
  }

  private func header(of row: Row, on input: Value, index: Int, repeats: Int) -> Graph.Row {
    let window = row.operation.window
    return Graph.Row(
      number: row.number, name: row.name, repeatNames: row.repeatNames,
      operatorText: row.operatorText,
      kind: kind(of: row, on: input), kernel: window?.kernel.value(in: variables),
      stride: window?.stride.value(in: variables) ?? 1, repeats: repeats, part: row.part,
      location: row.location, specRow: index)
  }

  mutating func report(_ message: String, at location: SourceLocation) {
    if let caller, caller.location.file != location.file {
      problems.append(TableProblem("\(caller.block): \(message)", at: caller.location))
    } else {
      problems.append(TableProblem(message, at: location))
    }
  }

  /// Adds one node; returns its index.
  mutating func append(_ operation: Operation, _ inputs: [Int], _ origin: Origin) -> Int {
    if nodes.count == Graph.mostNodes {
      let location = rows[origin.row].location
      report("the network has more than \(Graph.mostNodes) operations", at: location)
    }
    var node = Node(operation: operation, inputs: inputs, origin: origin)
    // What does not fit is reported when all shapes are inferred.
    if let shape = try? operation.outputShape(inputs.map { nodes[$0].shape }) { node.shape = shape }
    nodes.append(node)
    return nodes.count - 1
  }
}
