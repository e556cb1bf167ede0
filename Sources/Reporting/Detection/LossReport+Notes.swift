import Architecture
import Detection

extension LossReport {
  var assignmentNotes: [String] {
    let boxes = Numbers.grouped(breakdown.boxCount)
    let positives = breakdown.positives.count
    let learning = "\(positives) of \(boxes) boxes learn\(positives == 1 ? "s" : "")"
    let now = "cell: row,column, from 0. IoU now: of the box that the network predicts."
    switch breakdown.spec.rule {
    case .multiBox(let rule):
      let rules =
        "\(learning): default boxes whose IoU with an object is at least"
        + " \(BoxesReport.text(rule.overlap)), and the best one of each object."
      let taken = breakdown.matches.contains { $0.role == .taken }
      return [rules, now]
        + (taken
          ? [
            "Two objects have the same best default box: the later one has it here. (Caffe gives the"
              + " other one its next.)"
          ] : [])
    case .bestAnchor(let rule):
      let ignored = breakdown.ignoredCount
      let shown = breakdown.matches.count { $0.role == .ignored }
      let what =
        ignored == 0
        ? "None is ignored"
        : "\(Numbers.grouped(ignored)) \(ignored == 1 ? "is" : "are") ignored"
          + (shown < ignored ? " (the best \(shown) are shown)" : "")
      return [
        "\(learning): of the anchors of all maps the one whose shape agrees best (IoU with one"
          + " center), in the cell of the object's center.",
        "\(what): boxes that predict an object with an IoU above \(BoxesReport.text(rule.ignore)) and"
          + " are not told that they have none. The note's formula ignores no box.",
        now,
      ]
    case .anchorRatio(let rule):
      return [
        "\(learning): anchors of which no side is \(BoxesReport.text(rule.ratio)) times as long as the"
          + " object's, or the other way round (ratio), in the cell of the center and in those beside"
          + " it, left or right and above or below, that the center is nearest to.", now,
      ]
    }
  }

  var termNotes: [String] {
    let meaning =
      "p: the sigmoid of an answer, or its share in the softmax. sum: of numbers that are not shown"
      + " one by one."
    switch breakdown.spec.rule {
    case .multiBox(let rule): return multiBoxNotes(rule) + [meaning]
    case .bestAnchor:
      return [
        "The note: mean of the cross entropies of all boxes' objectness, of the classes and of the"
          + " squared errors over the positive boxes; its weights lambda are 1 here, for it gives no"
          + " numbers.",
        "\(breakdown.spec.author): sums; cross entropy for the center and absolute errors for the"
          + " size, both times 2 - w h, with the object's sides as shares of the picture's.",
        "-ln p and -ln(1 - p) are what is left of -(o ln p + (1 - o) ln(1 - p)) for o = 1 and 0."
          + " \(meaning)",
      ]
    case .anchorRatio(let rule):
      let maps = mapNames.count
      let balance = rule.balance.map { BoxesReport.text($0) }.joined(separator: ", ")
      return [
        "Means over each map, weighted: location \(BoxesReport.text(rule.boxWeight)), objectness"
          + " \(BoxesReport.text(rule.objectnessWeight)) x (side / \(rule.resolution))^2 x"
          + " (\(balance) for the \(maps) maps), classes \(BoxesReport.text(rule.classWeight)) x"
          + " classes / \(rule.classes)"
          + (maps == 3 ? "." : "; all times 3 / \(maps) maps."),
        "location: 1 - CIoU, with CIoU = IoU - (distance / diagonal)^2 - a v; v: how much the"
          + " proportions differ. The objectness of a positive box is to be its CIoU, but at least 0."
          + " The program multiplies by the pictures of a batch, here 1. \(meaning)",
      ]
    }
  }

  private func multiBoxNotes(_ rule: MultiBoxLoss) -> [String] {
    let author = breakdown.spec.author
    let classes =
      switch rule.classes {
      case .softmax: "softmax"
      case .sigmoid: "cross entropy of the sigmoid of every class"
      case .focal(let alpha, let gamma):
        "focal loss of every class, alpha \(BoxesReport.text(alpha)), gamma \(BoxesReport.text(gamma))"
      }
    let background =
      switch (rule.classes, rule.background) {
      case (.softmax, _): ""
      case (_, .itself): ", the background being one of them"
      case (_, .zeros): ", of which the background is none"
      }
    let negatives: String
    switch rule.negatives {
    case .all: negatives = "all others"
    case .hardest(let choice):
      var words =
        "of the others those with the largest loss, \(BoxesReport.text(choice.perPositive)) to a"
        + " positive one"
      if choice.least > 0 { words += ", at least \(choice.least)" }
      if let overlap = choice.overlap {
        words +=
          ", of boxes whose predictions overlap by at most \(BoxesReport.text(overlap)), positive ones"
          + " included"
      }
      negatives = words
    }
    let location =
      switch rule.location {
      case .sum: "smooth L1"
      case .mean: "smooth L1, a fourth of it"
      }
    let kept = Set(
      breakdown.forms.filter { $0.origin == .program }
        .flatMap { $0.terms }.filter { $0.part == .location }.flatMap { $0.entries }
        .compactMap { $0.positive })
    let lost = breakdown.positives.count - kept.count
    return [
      "The paper: softmax of the positive boxes and of the three times as many others with the largest"
        + " loss, and smooth L1, divided by the number of positive boxes.",
      "\(author): \(classes)\(background); \(negatives); \(location); divided by the positive boxes."
        + (lost > 0
          ? " \(lost) positive box\(lost == 1 ? "" : "es") did not remain and count\(lost == 1 ? "s" : "") for nothing."
          : ""),
    ]
  }
}
