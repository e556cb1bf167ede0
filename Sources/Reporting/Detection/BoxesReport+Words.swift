import Architecture

extension BoxesReport {
  static func sizes(_ boxes: DefaultBoxes) -> String {
    let unit =
      switch boxes.unit {
      case .pixels: "pixels of the input"
      case .wholePixels: "whole pixels of the input"
      case .shares: "fractions of the input's sides"
      }
    let place =
      switch boxes.meanSquare {
      case .second: "comes second"
      case .last: "comes last"
      }
    let clip =
      switch boxes.clip {
      case .no: "no clipping"
      case .corners: "corners are clipped to the input"
      case .sizes: "sides are clipped to the input's"
      }
    let turned = boxes.maps.contains { $0.turned } ? " and the same rotated" : ""
    let base =
      boxes.maps.contains { $0.ratioMinimum != nil }
      ? " (or, in place of minimum, the base that the map has for its ratios)" : ""
    return "Default boxes in \(unit): squares of side minimum and, if there is a maximum, of"
      + " sqrt(minimum maximum), which \(place); for each ratio a, minimum sqrt(a) x minimum / sqrt(a)"
      + "\(base)\(turned); \(clip). step: pixels between cells; even: input size over map size."
  }

  static func moves(_ decoding: CenterSizeDecoding) -> String {
    let variances = decoding.variances.map { text($0) } + Array(repeating: "1", count: 4)
    let growth = decoding.largestGrowth.map { ", the exponentials at most \(text($0))" } ?? ""
    let background =
      switch decoding.background {
      case .first: "the first class is the background"
      case .last: "the last class is the background"
      }
    let (first, second) =
      switch decoding.order {
      case .xFirst: (("x", "w"), ("y", "h"))
      case .yFirst: (("y", "h"), ("x", "w"))
      }
    let scores =
      switch decoding.scores {
      case .softmax: "softmax over the classes"
      case .sigmoid: "sigmoid of each class"
      }
    return "Decoding of outputs t: \(first.0) + \(variances[0]) t1 \(first.1),"
      + " \(second.0) + \(variances[1]) t2 \(second.1), \(first.1) exp(\(variances[2]) t3),"
      + " \(second.1) exp(\(variances[3]) t4)\(growth). Scores: \(scores); \(background)."
  }

  static func moves(_ decoding: CellDecoding) -> String {
    let rule =
      switch decoding.rule {
      case .exponential: "center sigmoid(t) + the cell's corner, sides anchor exp(t)"
      case .quadratic:
        "center 2 sigmoid(t) - 1/2 + the cell's corner, sides anchor (2 sigmoid(t))^2"
      }
    let least =
      decoding.leastObjectness > 0
      ? ", 0 where the objectness is below \(text(decoding.leastObjectness))" : ""
    return "Decoding of outputs t: \(rule). Scores: sigmoid(objectness) sigmoid(class)\(least)."
  }

  static func remains(_ detection: DetectionSpec) -> String {
    let clip =
      switch detection.clip {
      case .no: "Boxes are not clipped."
      case .input: "Boxes are first clipped to the input."
      case .lastPixel: "Boxes are first clipped to the picture's last pixel."
      case .picture: "The remaining boxes are clipped to the picture."
      }
    let suppression = detection.suppression
    let together =
      suppression.classOffset == nil
      ? "of each class" : "of all classes together (each box with its best class only)"
    let candidates =
      suppression.candidates.map { "the best \(Numbers.grouped($0))" } ?? "all"
    return "Non-maximum suppression: scores above \(text(suppression.score));"
      + " \(candidates) \(together); IoU with a better box of the same"
      + " class at most \(text(suppression.overlap)); at most \(Numbers.grouped(suppression.kept)) in all."
      + " \(clip)"
  }
}
