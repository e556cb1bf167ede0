import Architecture
import Detection

extension LossReport {
  /// What the chosen positive box is to predict and what it predicts, formula by formula; once, if all
  /// authors have the same formulas.
  var targets: [ReportTable] {
    let positives = breakdown.positives
    guard positives.indices.contains(positive) else { return [] }
    let forms = breakdown.forms.filter { $0.coordinates.indices.contains(positive) }
    let isShared = forms.allSatisfy { $0.coordinates == forms.first?.coordinates }
    let entries = (isShared ? Array(forms.prefix(1)) : forms).flatMap { form in
      form.coordinates[positive].map { (form: title(of: form.origin), coordinate: $0) }
    }
    let match = positives[positive]
    let others =
      positives.count > 1 ? "; --positive N shows another one of the \(positives.count)" : ""
    let heading =
      "Positive \(positive + 1): box \(match.box + 1), \(size(match.reference)) px, of cell"
      + " \(match.row),\(match.column) of \(mapName(match.map))\(others)"
    return [
      ReportTable(
        key: "targets", heading: [heading], of: entries,
        groupedBy: isShared ? nil : Grouping("formulas") { $0.form }, footer: [targetNote]
      ) {
        Column("", .left, uniqueTitle: "axis", key: "axis") { .text($0.coordinate.axis.rawValue) }
        Column("to be", .left, uniqueTitle: "target formula", key: ["target", "formula"]) {
          .text(words($0.coordinate.target))
        }
        Column("=", uniqueTitle: "target", key: ["target", "value"]) {
          .number($0.coordinate.targetValue, decimals: 4)
        }
        Column("answer t", key: "answer") { .number($0.coordinate.answer, decimals: 4) }
        Column("is", .left, uniqueTitle: "prediction formula", key: ["prediction", "formula"]) {
          .text(words($0.coordinate.prediction, $0.coordinate.answer))
        }
        Column("=", uniqueTitle: "prediction", key: ["prediction", "value"]) {
          .number($0.coordinate.predictedValue, decimals: 4)
        }
      }
    ]
  }

  private func words(_ target: LossCoordinate.Target) -> String {
    func over(_ variance: Double) -> String {
      variance == 1 ? "" : " / \(BoxesReport.text(variance))"
    }
    return switch target {
    case .offset(let center, let cell): "\(digits(center)) - \(Numbers.fixed(cell, 0))"
    case .logarithm(let side, let reference, let variance):
      "ln(\(pixels(side)) / \(pixels(reference)))\(over(variance))"
    case .shift(let center, let reference, let size, let variance):
      "(\(pixels(center)) - \(pixels(reference))) / \(pixels(size))\(over(variance))"
    case .side(let side): digits(side)
    }
  }

  private func words(_ prediction: LossCoordinate.Prediction, _ answer: Double) -> String {
    let answer = digits(answer)
    return switch prediction {
    case .answer: "t"
    case .scaled(let variance): "\(BoxesReport.text(variance)) t"
    case .sigmoid: "sigmoid(\(answer))"
    case .wideSigmoid: "2 sigmoid(\(answer)) - 0.5"
    case .squaredSigmoid(let reference): "\(pixels(reference)) (2 sigmoid(\(answer)))^2"
    }
  }

  private func pixels(_ value: Double) -> String { Numbers.fixed(value, 2) }

  private var targetNote: String {
    switch breakdown.spec.rule {
    case .multiBox:
      "x, y: (g - d) / side, w, h: ln(g / d), with the object g and the default box d in pixels."
        + " The paper has no more; \(breakdown.spec.author) divides by the variances, so the network"
        + " answers in those units, and its answers times the variances are the paper's."
    case .bestAnchor:
      "x, y: g - c, the center less the cell's corner; w, h: ln(g / p), with the object g and the"
        + " anchor p; all in cells of the map."
    case .anchorRatio:
      "x, y: g - c, the center less the cell's corner; w, h: the sides; all in cells of the map."
    }
  }
}
