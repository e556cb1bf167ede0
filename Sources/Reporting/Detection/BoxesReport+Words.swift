import Architecture

extension BoxesReport {
  static func sizes(_ boxes: DefaultBoxes) -> String {
    let unit =
      switch boxes.unit {
      case .pixels: "pixels of the input"
      case .wholePixels: "whole pixels of the input"
      case .shares: "shares of the input's sides"
      }
    let place =
      switch boxes.meanSquare {
      case .second: "stands second"
      case .last: "stands last"
      }
    let clip =
      switch boxes.clip {
      case .no: "nothing is cut off"
      case .corners: "corners are moved into the input"
      case .sizes: "sides are at most the input's"
      }
    return "Default boxes in \(unit): squares of side minimum and, where there is a maximum, of"
      + " sqrt(minimum maximum), which \(place); for each ratio a, minimum sqrt(a) x minimum / sqrt(a)"
      + " and the same turned; \(clip). step: pixels between two places; even: the input over the map."
  }

  static func moves(_ decoding: CenterSizeDecoding) -> String {
    let variances = decoding.variances.map { text($0) } + Array(repeating: "1", count: 4)
    let growth = decoding.largestGrowth.map { ", which grows \(text($0)) times at most" } ?? ""
    let background =
      switch decoding.background {
      case .first: "the first class is the background"
      case .last: "the last class is the background"
      }
    return "Answers t move a box: x + \(variances[0]) t1 w, y + \(variances[1]) t2 h,"
      + " w exp(\(variances[2]) t3), h exp(\(variances[3]) t4)\(growth). Scores: softmax over the"
      + " classes; \(background)."
  }

  static func moves(_ decoding: CellDecoding) -> String {
    let rule =
      switch decoding.rule {
      case .exponential: "centre sigmoid(t) + the cell's place, sides anchor exp(t)"
      case .quadratic:
        "centre 2 sigmoid(t) - 1/2 + the cell's place, sides anchor (2 sigmoid(t))^2"
      }
    let least =
      decoding.leastObjectness > 0
      ? ", 0 where the objectness is below \(text(decoding.leastObjectness))" : ""
    return "Answers t make a box: \(rule). Scores: sigmoid(objectness) sigmoid(class)\(least)."
  }

  static func remains(_ detection: DetectionSpec) -> String {
    let clip =
      switch detection.clip {
      case .no: "Boxes may reach beyond the picture."
      case .input: "Boxes are cut off at the input's edges first."
      case .lastPixel: "Boxes are cut off at the picture's last pixel first."
      case .picture: "What remains is cut off at the picture's edges."
      }
    let suppression = detection.suppression
    let together =
      suppression.classOffset == nil
      ? "of each class" : "of all classes, each box with its best class only,"
    return "Suppression: scores above \(text(suppression.score)); the best"
      + " \(Numbers.grouped(suppression.candidates)) \(together) that overlap no better one of their"
      + " class by more than \(text(suppression.overlap)); \(Numbers.grouped(suppression.kept)) in all."
      + " \(clip)"
  }
}
