import Architecture
import NetworkGraph

/// The boxes that a detector has at one cell of one of its maps, before answers move them.
package struct CellBoxes: Sendable {
  /// A map that a head uses.
  package struct Map: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Its shape; the channels mean nothing.
    package var shape: Shape
    /// Boxes a cell.
    package var boxes: Int
  }

  /// What a box must become to be a true one.
  package struct Fit: Hashable, Sendable {
    /// The true box, in pixels of the input.
    package var truth: CenteredBox
    /// The best of the cell's boxes, from 0 on.
    package var box: Int
    /// How well each of the cell's boxes agrees: intersection over union, of the shapes alone where a
    /// cell's boxes are anchors.
    package var overlaps: [Double]
    /// The answers t that make the true box of the best one: x, y, width, height. Not finite if
    /// no answer does.
    package var answers: SIMD4<Float>
    /// The center of the true box, in cells from the map's corner.
    package var center: SIMD2<Double>
  }

  /// All maps.
  package let maps: [Map]
  /// The chosen map, from 0 on.
  package let map: Int
  /// The chosen row.
  package let row: Int
  /// The chosen column.
  package let column: Int
  /// The cell, in pixels of the input.
  package let cell: Box
  /// The boxes, in pixels of the input; anchors about the cell's middle.
  package let boxes: [CenteredBox]
  /// How answers move boxes.
  package let reference: ReferenceBoxes
  /// What the best box must become, if there is a true one.
  package let fit: Fit?

  /// The boxes of a cell.
  ///
  /// Without a map it is the one whose boxes agree best with the true box, or the first; without a row
  /// and a column it is the cell of the true box's center, or the map's middle. Nothing if there is no
  /// such map or cell.
  package init?(
    _ detector: Detector, mapNames: [String], map: Int?, row: Int?, column: Int?,
    truth: CenteredBox?
  ) {
    let layout = detector.layout
    let counts = detector.spec.boxes.counts
    maps = layout.maps.enumerated().map { index, shape in
      Map(
        name: mapNames.indices.contains(index) ? mapNames[index] : "map \(index + 1)", shape: shape,
        boxes: counts[index])
    }
    reference = detector.spec.boxes
    /// The cell that is meant on a map.
    func cell(on map: Int) -> (row: Int, column: Int) {
      let (shape, step) = (layout.maps[map], Detector.step(layout.maps[map], detector.input))
      guard let truth else { return (row ?? shape.height / 2, column ?? shape.width / 2) }
      return (
        row ?? min(max(Int(truth.y / step.y), 0), shape.height - 1),
        column ?? min(max(Int(truth.x / step.x), 0), shape.width - 1)
      )
    }
    /// The boxes of that cell.
    func boxes(on map: Int) -> [CenteredBox] {
      let (row, column) = cell(on: map)
      guard (0..<layout.maps[map].height).contains(row),
        (0..<layout.maps[map].width).contains(column)
      else { return [] }
      return (0..<counts[map]).map {
        detector.referenceBoxes[layout.number(map: map, row: row, column: column, box: $0)]
      }
    }
    let isAnchored: Bool =
      switch detector.spec.boxes {
      case .anchors: true
      case .defaultBoxes: false
      }
    func overlaps(_ truth: CenteredBox, _ boxes: [CenteredBox]) -> [Double] {
      boxes.map {
        isAnchored ? $0.shapeOverlap(with: truth) : Box($0).overlap(with: Box(truth))
      }
    }
    var chosen = map ?? 0
    if map == nil, let truth {
      let best = layout.maps.indices.map { overlaps(truth, boxes(on: $0)).max() ?? 0 }
      chosen = best.firstOfLargest ?? 0
    }
    guard layout.maps.indices.contains(chosen) else { return nil }
    let own = boxes(on: chosen)
    guard !own.isEmpty else { return nil }
    let place = cell(on: chosen)
    let step = Detector.step(layout.maps[chosen], detector.input)
    self.map = chosen
    (self.row, self.column) = place
    self.boxes = own
    self.cell = Box(
      left: Float(place.column) * step.x, top: Float(place.row) * step.y,
      right: Float(place.column + 1) * step.x, bottom: Float(place.row + 1) * step.y)
    fit = truth.map { truth in
      let overlaps = overlaps(truth, own)
      let best = overlaps.firstOfLargest ?? 0
      let answers: SIMD4<Float> =
        switch detector.spec.boxes {
        case .defaultBoxes(_, let decoding):
          decoding.inOrder(decoding.answers(for: truth, from: own[best]))
        case .anchors(let anchors, let decoding):
          decoding.answers(
            for: truth, anchor: anchors[chosen][best], column: place.column, row: place.row,
            stepX: step.x, stepY: step.y)
        }
      return Fit(
        truth: truth, box: best, overlaps: overlaps, answers: answers,
        center: SIMD2(Double(truth.x) / Double(step.x), Double(truth.y) / Double(step.y)))
    }
  }
}
