import Architecture

extension Graph {
  /// The graph of a table under multipliers, with all shapes.
  ///
  /// The table's claims about its input shapes are checked at its own size first. Throws everything
  /// wrong with the rows, or the multiplier that is impossible.
  public init(
    expanding spec: ArchitectureSpec, scaling: Scaling = Scaling()
  ) throws(GraphError) {
    do { try scaling.check(spec) } catch { throw .scaling(error) }
    let table = try Graph(atOwnSizeOf: spec)
    let problems = table.contradictedClaims()
    if !problems.isEmpty { throw .table(TableError(problems)) }
    if scaling == Scaling() {
      self = table
      return
    }
    // The table is right at its own size, so it is the multipliers that do not fit.
    let graph: Graph
    do {
      graph = try Expansion(spec, scaling).graph()
    } catch {
      throw .scaling(.unfit(spec.name, error.problems.first?.message ?? ""))
    }
    do { self = try graph.fitting() } catch { throw .scaling(error) }
  }

  /// The graph without multipliers: whatever does not fit is the table's fault.
  private init(atOwnSizeOf spec: ArchitectureSpec) throws(GraphError) {
    let graph: Graph
    do { graph = try Expansion(spec, Scaling()).graph() } catch { throw .table(error) }
    do {
      self = try graph.inferringShapes()
    } catch {
      guard case .scaling(.tooSmall(_, let name, _)) = error else { throw error }
      let row = spec.rows.first { "\($0.number)" == name || $0.name == name }
      throw .table(
        TableError(
          "row \(name) has a stride, but its input is already 1x1: the strides are too many for the"
            + " input \(spec.input)", at: row?.location ?? spec.location))
    }
  }
}

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
  /// block stands in another file.
  var caller: (block: String, location: SourceLocation)?
  /// The last result of each row of the specification.
  var results: [Int: Value] = [:]
  /// Results inside rows, by role or name.
  var places: [Int: [String: Value]] = [:]

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
        origin: Origin(row: 0, repetition: 1, block: 0, role: .input)))
    let picture = Value(node: 0, channels: input.channels, tableChannels: input.channels)

    var previous = picture
    var index = 0
    while index < spec.rows.count, problems.isEmpty {
      let group = spec.rows[index].group
      let end =
        group == nil
        ? index + 1 : spec.rows[index...].prefix { $0.group == group }.endIndex
      for repetition in 1...(group?.count ?? 1) {
        for row in index..<end {
          previous = expand(
            row: row, groupRepetition: group.map { _ in repetition }, previous: previous,
            picture: picture)
        }
      }
      index = end
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
      for head in spec.heads { expand(head, picture: picture) }
    }
    if !problems.isEmpty { throw TableError(problems) }
    return Graph(
      spec: spec, scaling: scaling, nodes: nodes, rows: rows, blocks: blocks, outputs: outputs,
      headMaps: headMaps)
  }

  /// Expands all repeats of one row, or one repeat of a row in a group.
  private mutating func expand(
    row index: Int, groupRepetition: Int?, previous: Value, picture: Value
  ) -> Value {
    let row = spec.rows[index]
    let sources =
      row.sources.isEmpty
      ? [previous]
      : row.sources.compactMap {
        source($0, from: index, picture: picture, at: row.location(of: "from"))
      }
    guard var value = sources.first, problems.isEmpty else { return previous }
    guard let count = repeats(of: row, variables) else { return value }
    if groupRepetition ?? 1 == 1 {
      rows.append(header(of: row, on: value, index: index, repeats: row.group?.count ?? count))
    }
    let graphRow = rows.lastIndex { $0.specRow == index } ?? rows.count - 1
    for repetition in 1...count {
      let isSeparable = pairs(row, with: value)
      if !isSeparable {
        blocks.append(
          Graph.Block(
            name: row.name, kind: kind(of: row, on: value), row: graphRow, repetition: 1, result: 0,
            tableChannels: 0))
      }
      var cursor = Cursor(
        row: graphRow, repetition: groupRepetition ?? repetition, block: blocks.count - 1,
        location: row.location)
      let repeats = max(row.group?.count ?? 1, count)
      if isSeparable {
        let earlier = blocks.count { $0.kind == .separable }
        blocks[cursor.block].name = "separable\(earlier + 1)"
      } else {
        blocks[cursor.block].name =
          repeats > 1 ? "\(row.name).\(cursor.repetition)" : row.name
      }
      blocks[cursor.block].repetition = cursor.repetition
      blocks[cursor.block].row = graphRow
      if isSeparable { blocks[cursor.block].kind = .separable }
      var environment = variables
      environment["in"] = value.channels
      let inputs = repetition == 1 ? sources : [value]
      value = expand(
        row, inputs: inputs, isFirst: repetition == 1, environment: environment, at: &cursor,
        topLevel: index)
      blocks[cursor.block].result = value.node
      blocks[cursor.block].tableChannels = value.tableChannels
      results[index] = value
      guard problems.isEmpty else { break }
    }
    return value
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
    let text = row.cells.first {
      ["operator", "module", "type / stride"].contains($0.column.lowercased())
    }?.text
    var header = Graph.Row(
      number: row.number, name: row.name, operatorText: text ?? row.name,
      kind: kind(of: row, on: input), kernel: nil, stride: 1, repeats: repeats, part: row.part,
      location: row.location, specRow: index)
    switch row.operation {
    case .convolution(let convolution):
      header.kernel = convolution.kernel.value(in: variables)
      header.stride = convolution.stride.value(in: variables) ?? 1
    case .invertedResidual(let block):
      header.kernel = block.kernel.value(in: variables)
      header.stride = block.stride.value(in: variables) ?? 1
    case .pool(let pool):
      header.kernel = pool.kernel.value(in: variables)
      header.stride = pool.stride.value(in: variables) ?? 1
    case .globalPool, .linear, .l2Normalization, .softmax, .add, .multiply, .concatenate,
      .shortcut, .resize, .activation, .block:
      break
    }
    return header
  }

  private func kind(of row: Row, on input: Value) -> BlockKind {
    switch row.operation {
    case .convolution(let convolution):
      if convolution.groups == .depthwise { return .depthwise }
      guard convolution.kernel.value(in: variables) == 1 else { return .convolution }
      return input.isPooled && convolution.groups == .one ? .fullyConnected : .pointwise
    case .invertedResidual: return .invertedResidual
    case .linear: return .fullyConnected
    case .globalPool, .pool: return .pool
    case .l2Normalization: return .normalization
    case .softmax: return .softmax
    case .add, .multiply, .concatenate, .shortcut, .resize, .activation: return .join
    case .block: return .composite
    }
  }

  /// The tensor that a source names, as seen from a row.
  mutating func source(
    _ source: Source, from row: Int, picture: Value, at location: SourceLocation
  ) -> Value? {
    let found: Int?
    switch source.anchor {
    case .input: return picture
    case .back(let rows):
      if row - rows == -1 { return picture }
      found = row - rows
    case .number(let number): found = spec.rows.firstIndex { $0.number == number }
    case .name(let name): found = spec.rows.firstIndex { $0.name == name }
    }
    guard let found, found < row, let value = results[found] else {
      report("'from' names row '\(source)', which does not stand before this one", at: location)
      return nil
    }
    guard let place = source.place else { return value }
    guard let inside = places[found]?[place] else {
      let known = (places[found] ?? [:]).keys.sorted().joined(separator: ", ")
      report("row '\(spec.rows[found].name)' has no place '\(place)' (\(known))", at: location)
      return nil
    }
    return inside
  }

  mutating func report(_ message: String, at location: SourceLocation) {
    if let caller, caller.location.file != location.file {
      problems.append(TableProblem("\(caller.block): \(message)", at: caller.location))
    } else {
      problems.append(TableProblem(message, at: location))
    }
  }

  /// The most operations of a network: with what one of them may cost, no total overflows.
  static let mostNodes = 8192

  /// Adds one node; returns its index.
  mutating func append(_ operation: Operation, _ inputs: [Int], _ origin: Origin) -> Int {
    if nodes.count == Self.mostNodes {
      let location = rows[origin.row].location
      report("the network has more than \(Self.mostNodes) operations", at: location)
    }
    nodes.append(Node(operation: operation, inputs: inputs, origin: origin))
    return nodes.count - 1
  }
}
