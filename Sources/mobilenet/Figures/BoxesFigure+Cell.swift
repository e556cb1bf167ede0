import Detection
import Drawing
import Figures
import Images
import NetworkGraph
import Reporting

extension BoxesFigure.Content {
  /// What is drawn of the boxes of a cell, over a picture of some sides that stands in the input, or over
  /// a blank canvas.
  init(
    _ boxes: CellBoxes, of graph: Graph, picture: Raster?, width: Int, height: Int,
    placement: Placement
  ) {
    let report = CellBoxesReport(graph, boxes)
    let whole = placement.inInput(Box(left: 0, top: 0, right: Float(width), bottom: Float(height)))
    self.init(
      picture: picture, pictureRect: Rect(whole),
      input: Size(Double(graph.input.width), Double(graph.input.height)),
      maps: boxes.maps.map {
        .init(name: $0.name, rows: $0.shape.height, columns: $0.shape.width, boxes: $0.boxes)
      },
      map: boxes.map, place: (boxes.row, boxes.column), cell: Rect(boxes.cell),
      boxes: boxes.boxes.map { Rect(Box($0)) },
      object: boxes.fit.map { fit in
        .init(
          rect: Rect(Box(fit.truth)), best: fit.box, overlap: fit.overlaps[fit.box],
          isShapeOnly: report.isAnchored,
          offset: report.isAnchored
            ? Point(fit.center.x - Double(boxes.column), fit.center.y - Double(boxes.row)) : nil,
          offsetFormulas: report.offsetFormulas.map(Self.typeset),
          formulas: report.formulas.map { formula in
            Self.typeset(
              "\(formula.axis) = \(formula.symbols) = \(formula.numbers)"
                + " = \(Numbers.fixed(formula.pixels, 1)) px")
          })
      })
  }

  /// A formula with the signs that figures have.
  private static func typeset(_ formula: String) -> String {
    formula.replacing("sigmoid", with: "σ").replacing(" x ", with: " × ").replacing("^2", with: "²")
      .replacing(" -", with: " −").replacing("(-", with: "(−")
  }
}

extension Rect {
  fileprivate init(_ box: Box) {
    self.init(
      x: Double(box.left), y: Double(box.top), width: Double(box.right - box.left),
      height: Double(box.bottom - box.top))
  }
}
