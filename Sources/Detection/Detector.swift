import Architecture
import Images
import NetworkGraph

/// A box that a network has found.
package struct DetectedBox: Hashable, Sendable {
  /// The box, in pixels of the picture.
  package var box: Box
  /// The class, as the head counts them.
  package var classIndex: Int
  /// The score, above the threshold and at most 1.
  package var score: Float

  /// A box from its parts.
  package init(box: Box, classIndex: Int, score: Float) {
    self.box = box
    self.classIndex = classIndex
    self.score = score
  }
}

/// Turns the answers of a network into boxes: reference boxes, decoding, scores, suppression.
package struct Detector: Sendable {
  /// Which boxes remain; the table's own, and free to be changed.
  package var suppression: Suppression
  /// Classes of the head, the background included if it has one.
  package let classCount: Int
  /// The class that is the background.
  package let background: Int?
  /// The boxes before answers move them, in pixels of the network's input; anchors stand in the
  /// middle of their cells.
  package let referenceBoxes: [CenteredBox]

  let spec: DetectionSpec
  let layout: AnswerLayout
  let input: Shape

  /// How many boxes the network answers for.
  package var boxCount: Int { referenceBoxes.count }

  /// Whether a network answers with boxes: whether its table says how.
  package static func isAnswer(of graph: Graph) -> Bool {
    graph.scaling.part == nil && graph.spec.heads.contains { $0.detection != nil }
  }

  /// The detector of a network's first head that gives boxes.
  ///
  /// Throws if it has none, or its answers are not those that the head describes.
  package init(_ graph: Graph) throws(DetectionError) {
    let heads = graph.spec.heads
    guard let head = heads.first(where: { $0.detection != nil }), let spec = head.detection else {
      throw .noBoxes(graph.spec.name)
    }
    guard spec.boxes.counts == head.boxes else {
      throw .unfit(graph.spec.name, "its maps have a different number of boxes")
    }
    let layout = try AnswerLayout(head, in: graph)
    let input = graph.input
    self.spec = spec
    self.layout = layout
    self.input = input
    suppression = spec.suppression
    classCount = layout.classes.count
    switch spec.boxes {
    case .defaultBoxes(let printed, let decoding):
      let boxes = printed.following(input, from: graph.spec.input)
      let maps = layout.maps.enumerated().map { map, shape in
        boxes.boxes(map: map, shape: shape, input: input)
      }
      referenceBoxes = layout.slots.map { slot in
        let place = slot.row * layout.maps[slot.map].width + slot.column
        return maps[slot.map][place * boxes.maps[slot.map].count + slot.box]
      }
      switch decoding.background {
      case .first: background = 0
      case .last: background = layout.classes.count - 1
      }
    case .anchors(let anchors, _):
      guard layout.objectness != nil else {
        throw .unfit(graph.spec.name, "no values 'objectness'")
      }
      referenceBoxes = layout.slots.map { slot in
        let anchor = anchors[slot.map][slot.box]
        let step = Self.step(layout.maps[slot.map], input)
        return CenteredBox(
          x: (Float(slot.column) + 0.5) * step.x, y: (Float(slot.row) + 0.5) * step.y,
          width: Float(anchor.width), height: Float(anchor.height))
      }
      background = nil
    }
  }

  /// The names of the maps that the boxes stand on, as reports print them.
  package func mapNames(in graph: Graph) -> [String] {
    guard let index = graph.spec.heads.firstIndex(where: { $0.detection != nil }) else { return [] }
    let first = graph.spec.heads[..<index].reduce(0) { $0 + $1.sources.count }
    return graph.headMaps.dropFirst(first).prefix(layout.maps.count).map { $0.name }
  }

  /// The boxes in a picture, best first, in its own pixels.
  ///
  /// `answers` are the network's, in the order of the graph's outputs, HWC; `placement` says where
  /// the picture of `width` by `height` pixels is in the network's input. A box that is not
  /// finite is dropped. Throws if the outputs do not have the graph's sizes.
  package func boxes(
    in answers: [[Float]], placement: Placement, width: Int, height: Int
  ) throws(DetectionError) -> [DetectedBox] {
    try require(answers)
    let (right, bottom) = (Float(width), Float(height))
    let candidates = self.candidates(answers) { box in
      switch spec.clip {
      case .no, .picture: box
      case .input: box.clipped(width: Float(input.width), height: Float(input.height))
      case .lastPixel:
        // Paddle decodes into pixels of the picture, so the suppression sees those.
        placement.inPicture(box).clipped(width: right - 1, height: bottom - 1)
      }
    }
    let remaining = suppression.remaining(
      candidates, classCount: classCount, background: background
    ) { candidate, index in
      candidate.scale.score(of: answers[candidate.output][candidate.start + index])
    }
    return remaining.map { found in
      var found = found
      switch spec.clip {
      case .no, .input: found.box = placement.inPicture(found.box)
      case .lastPixel: break
      case .picture:
        found.box = placement.inPicture(found.box).clipped(width: right, height: bottom)
      }
      return found
    }
  }

  func require(_ answers: [[Float]]) throws(DetectionError) {
    let fields = [layout.box, layout.classes] + (layout.objectness.map { [$0] } ?? [])
    for field in fields {
      for slot in layout.slots {
        let output = field.outputs[slot.map]
        guard answers.indices.contains(output),
          layout.start(field, slot) + field.count <= answers[output].count
        else { throw .unfit("outputs", "output \(output) has too few values") }
      }
    }
  }

  /// Pixels of the input between the places of a map.
  static func step(_ map: Shape, _ input: Shape) -> (x: Float, y: Float) {
    (Float(input.width) / Float(map.width), Float(input.height) / Float(map.height))
  }

  // MARK: Decoding

  /// The places that have a score above the threshold, with their boxes, which `clipped` cuts.
  private func candidates(_ answers: [[Float]], _ clipped: (Box) -> Box) -> [Candidate] {
    var candidates: [Candidate] = []
    for (number, slot) in layout.slots.enumerated() {
      guard let scale = scale(slot, answers) else { continue }
      let (output, first) = (
        layout.classes.outputs[slot.map], layout.start(layout.classes, slot)
      )
      guard let best = best(scale, answers[output][first..<first + classCount]) else { continue }
      let box = clipped(Box(predicted(number, answers)))
      guard box.isFinite else { continue }
      candidates.append(
        Candidate(
          box: box, scale: scale, output: output, start: first,
          best: DetectedBox(box: box, classIndex: best.index, score: best.score)))
    }
    return candidates
  }

  /// The four numbers that a network answers for a reference box.
  func boxAnswer(_ number: Int, _ answers: [[Float]]) -> SIMD4<Float> {
    let slot = layout.slots[number]
    let start = layout.start(layout.box, slot)
    let values = answers[layout.box.outputs[slot.map]]
    return SIMD4(values[start], values[start + 1], values[start + 2], values[start + 3])
  }

  /// The box that a network answers for a reference box, in pixels of its input.
  func predicted(_ number: Int, _ answers: [[Float]]) -> CenteredBox {
    let (answer, slot) = (boxAnswer(number, answers), layout.slots[number])
    switch spec.boxes {
    case .defaultBoxes(_, let decoding):
      return decoding.box(answer, moving: referenceBoxes[number])
    case .anchors(let anchors, let decoding):
      let step = Self.step(layout.maps[slot.map], input)
      return decoding.box(
        answer, anchor: anchors[slot.map][slot.box], column: slot.column, row: slot.row,
        stepX: step.x, stepY: step.y)
    }
  }

  /// How the answers of a box become scores; nothing where none can be above the threshold.
  private func scale(_ slot: AnswerLayout.Slot, _ answers: [[Float]]) -> Candidate.Scale? {
    switch spec.boxes {
    case .defaultBoxes(_, let decoding):
      let start = layout.start(layout.classes, slot)
      let output = layout.classes.outputs[slot.map]
      return decoding.scale(answers[output][start..<start + classCount])
    case .anchors(_, let decoding):
      guard let field = layout.objectness else { return nil }
      let objectness = sigmoid(answers[field.outputs[slot.map]][layout.start(field, slot)])
      // A product with a sigmoid is not above its other factor.
      guard objectness >= Float(decoding.leastObjectness), objectness > Float(suppression.score)
      else { return nil }
      return .logistic(times: objectness)
    }
  }

  /// The class with the best score of a box above the threshold, if there is one.
  private func best(
    _ scale: Candidate.Scale, _ values: ArraySlice<Float>
  ) -> (index: Int, score: Float)? {
    var best: (index: Int, score: Float)?
    for (index, value) in values.enumerated() where index != background {
      let score = scale.score(of: value)
      if score > best?.score ?? Float(suppression.score) { best = (index, score) }
    }
    return best
  }
}

extension Placement {
  /// A box of the picture in pixels of the network's input.
  package func inInput(_ box: Box) -> Box {
    func x(_ value: Float) -> Float { Float(Double(value) * scaleX + offsetX) }
    func y(_ value: Float) -> Float { Float(Double(value) * scaleY + offsetY) }
    return Box(left: x(box.left), top: y(box.top), right: x(box.right), bottom: y(box.bottom))
  }

  /// A box of the network's input in pixels of the picture.
  func inPicture(_ box: Box) -> Box {
    func x(_ value: Float) -> Float { Float((Double(value) - offsetX) / scaleX) }
    func y(_ value: Float) -> Float { Float((Double(value) - offsetY) / scaleY) }
    return Box(left: x(box.left), top: y(box.top), right: x(box.right), bottom: y(box.bottom))
  }
}
