import Architecture
import NetworkGraph

/// Where the numbers of every box stand among a network's answers.
struct AnswerLayout: Sendable {
  /// One of a head's values: `box`, `class`, `objectness`.
  struct Field: Sendable {
    /// The answer that holds it, map by map.
    var outputs: [Int]
    /// Numbers of one box in that answer.
    var values: Int
    /// The first of the field's numbers among them.
    var offset: Int
    /// How many they are.
    var count: Int
  }

  /// One box.
  struct Slot: Hashable, Sendable {
    var map: Int
    var column: Int
    var row: Int
    /// Which of the place's boxes.
    var box: Int
    /// The box's number in the answers that hold it.
    var index: Int
  }

  /// The maps' shapes; the channels mean nothing.
  let maps: [Shape]
  let box: Field
  let classes: Field
  let objectness: Field?
  /// All boxes: of maps that are joined, place by place; of others, the first box of all places,
  /// then the second, as YOLO's implementations list them.
  let slots: [Slot]
  /// Boxes a place of each map.
  private let boxes: [Int]
  private let join: Head.Join

  init(_ head: Head, in graph: Graph) throws(DetectionError) {
    let name = graph.spec.name
    var fields: [String: Field] = [:]
    var maps: [Shape] = []
    var environment = graph.scaling.variables(of: graph.spec)
    for branch in head.branches {
      let outputs = head.sources.indices.map { map in
        let output = head.join == .maps ? "\(branch.name)\(map)" : branch.name
        return graph.outputs.firstIndex { $0.name == output }
      }
      guard !outputs.contains(nil) else { throw .unfit(name, "no output '\(branch.name)'") }
      maps = head.sources.indices.compactMap { map in
        Self.map(map, of: branch, head, in: graph)
      }
      // Fields are the same in every map.
      environment["boxes"] = head.boxes.first ?? 1
      let counts = branch.fields.map { $0.count.value(in: environment) ?? 0 }
      var offset = 0
      for (field, count) in zip(branch.fields, counts) {
        fields[field.name] = Field(
          outputs: outputs.compactMap { $0 }, values: counts.reduce(0, +), offset: offset,
          count: count)
        offset += count
      }
    }
    guard let box = fields["box"], let classes = fields["class"], box.count == 4,
      classes.count > 0
    else { throw .unfit(name, "no values 'box' and 'class'") }
    guard maps.count == head.sources.count, head.boxes.count == maps.count else {
      throw .unfit(name, "not all of its maps were found")
    }
    self.maps = maps
    boxes = head.boxes
    join = head.join
    self.box = box
    self.classes = classes
    objectness = fields["objectness"]
    slots = Self.slots(head, maps: maps)
    try requireRoom(in: graph)
  }

  /// The shape of a map over which a branch stands.
  private static func map(
    _ index: Int, of branch: Head.Branch, _ head: Head, in graph: Graph
  ) -> Shape? {
    switch head.join {
    case .maps:
      graph.outputs.first { $0.name == "\(branch.name)\(index)" }
        .map { graph.nodes[$0.node].shape }
    case .places:
      // The map's answers before they are listed.
      graph.blocks.first { $0.kind == .head && $0.name == "\(branch.name).\(index + 1)" }
        .flatMap { graph.nodes[$0.result].inputs.first }.map { graph.nodes[$0].shape }
    }
  }

  private static func slots(_ head: Head, maps: [Shape]) -> [Slot] {
    var slots: [Slot] = []
    for (map, shape) in maps.enumerated() {
      let boxes = head.boxes[map]
      let first = head.join == .places ? slots.count : 0
      func slot(_ place: Int, _ box: Int) -> Slot {
        Slot(
          map: map, column: place % shape.width, row: place / shape.width, box: box,
          index: first + place * boxes + box)
      }
      switch head.join {
      case .places:
        for place in 0..<shape.places {
          for box in 0..<boxes { slots.append(slot(place, box)) }
        }
      case .maps:
        for box in 0..<boxes {
          for place in 0..<shape.places { slots.append(slot(place, box)) }
        }
      }
    }
    return slots
  }

  /// Throws if an answer has fewer numbers than its boxes need, so that reading cannot go wrong.
  private func requireRoom(in graph: Graph) throws(DetectionError) {
    for field in [box, classes] + (objectness.map { [$0] } ?? []) {
      for slot in slots {
        let shape = graph.nodes[graph.outputs[field.outputs[slot.map]].node].shape
        guard start(field, slot) + field.count <= shape.count else {
          throw .unfit(graph.spec.name, "an output of \(shape) is too small")
        }
      }
    }
  }

  /// The number of a box among all.
  func number(map: Int, row: Int, column: Int, box: Int) -> Int {
    let before = (0..<map).reduce(0) { $0 + maps[$1].places * boxes[$1] }
    let place = row * maps[map].width + column
    switch join {
    case .places: return before + place * boxes[map] + box
    case .maps: return before + box * maps[map].places + place
    }
  }

  /// Where a field of a box begins in its answer.
  func start(_ field: Field, _ slot: Slot) -> Int { slot.index * field.values + field.offset }
}
