import Detection

extension LossReport {
  /// A line of the table of terms.
  private struct Line {
    var form: String
    /// The term's name in its first line.
    var name: ReportTable.Cell
    var of: String
    var formula: String
    var number: Double?
    var loss: Double?
  }

  /// Every term of the loss with its numbers, by each author's formulas.
  var terms: ReportTable {
    let lines = breakdown.forms.flatMap { form in
      form.terms.flatMap { self.lines($0, title(of: form.origin)) } + [
        Line(
          form: title(of: form.origin), name: "loss", of: "", formula: sum(form.terms),
          number: nil, loss: form.total)
      ]
    }
    return ReportTable(
      key: "terms", of: lines, groupedBy: Grouping("formulas") { $0.form }, footer: termNotes
    ) {
      Column("term", .left, key: "term") { $0.name }
      Column("of", .left, key: "of") { .text($0.of) }
      Column("with its numbers", .left, key: "formula") { .text($0.formula) }
      Column("=", uniqueTitle: "number", key: "number") {
        $0.number.map { .number($0, decimals: 4) } ?? .written("", value: nil)
      }
      Column("loss", key: "loss") {
        $0.loss.map { .number($0, decimals: 4) } ?? .written("", value: nil)
      }
    }
  }

  private func sum(_ terms: [LossTerm]) -> String {
    terms.map { Numbers.fixed($0.value, 4) }.joined(separator: " + ")
  }

  private func lines(_ term: LossTerm, _ form: String) -> [Line] {
    let name = term.map.map { "\(term.part.rawValue), \(mapName($0))" } ?? term.part.rawValue
    // The chosen box in full, the others together, then what is about no positive box.
    let own = term.entries.filter { $0.positive == positive }
    let others = term.entries.filter { $0.positive != nil && $0.positive != positive }
    let rest = term.entries.filter { $0.positive == nil }
    var lines: [Line] = []
    func add(_ of: String, _ formula: String, number: Double?, loss: Double? = nil) {
      lines.append(
        Line(
          form: form, name: lines.isEmpty ? .text(name) : .ditto(.text(name)), of: of,
          formula: formula, number: number, loss: loss))
    }
    for entry in own { add(subject(entry.subject), words(entry), number: entry.value) }
    if !others.isEmpty {
      let count = Set(others.compactMap { $0.positive }).count
      let what = own.isEmpty ? "positive" : "other positive"
      add(
        "\(count) \(what)\(count == 1 ? "" : "s")", "sum",
        number: others.reduce(0) { $0 + $1.value })
    }
    for entry in rest { add(subject(entry.subject), words(entry), number: entry.value) }
    add("", quotient(term), number: nil, loss: term.value)
    return lines
  }

  private func quotient(_ term: LossTerm) -> String {
    let sum = Numbers.fixed(term.sum, 4)
    let weight = term.weight == 1 ? "" : "\(trimmed(digits(term.weight))) x "
    return switch term.divisor {
    case .none: "\(weight)\(sum)"
    case .positives, .positiveValues, .boxes:
      "\(weight)\(sum) / \(Numbers.grouped(term.divisor.count))"
    }
  }

  /// A number without zeros at its end.
  private func trimmed(_ text: String) -> String {
    var text = text
    while text.contains("."), !text.contains("e"), text.last == "0" || text.last == "." {
      text.removeLast()
    }
    return text
  }

  private func subject(_ subject: LossEntry.Subject) -> String {
    switch subject {
    case .coordinate(let positive, let axis): "positive \(positive + 1), \(axis.rawValue)"
    case .box(let positive), .object(let positive): "positive \(positive + 1)"
    case .trueClass(let positive): "positive \(positive + 1), \(className(of: positive))"
    case .otherClasses(_, let count): "\(count) other class\(count == 1 ? "" : "es")"
    case .noObject(let count): "\(Numbers.grouped(count)) without object"
    case .hardest(let count): "\(Numbers.grouped(count)) hardest others"
    }
  }

  private func className(of positive: Int) -> String {
    objects[breakdown.positives[positive].truth].name
  }

  private func words(_ entry: LossEntry) -> String {
    let scale = entry.scale == 1 ? "" : "\(digits(entry.scale)) x "
    return scale + words(entry.formula)
  }

  private func words(_ formula: LossEntry.Formula) -> String {
    switch formula {
    case .squaredError(let predicted, let target):
      return "(\(digits(predicted)) - \(signed(target)))^2"
    case .absoluteError(let predicted, let target):
      return "|\(digits(predicted)) - \(signed(target))|"
    case .smoothL1(let predicted, let target):
      let difference = digits(abs(predicted - target))
      return abs(predicted - target) < 1 ? "\(difference)^2 / 2" : "\(difference) - 1/2"
    case .crossEntropy(let answer, let target):
      let (share, rest) = (digits(sigmoid(answer)), digits(sigmoid(-answer)))
      if target == 1 { return "-ln \(share)" }
      if target == 0 { return "-ln(1 - \(share))" }
      return "-(\(digits(target)) ln \(share) + \(digits(1 - target)) ln \(rest))"
    case .focal(let answer, _, let alpha, let gamma):
      let share = digits(sigmoid(answer))
      return
        "\(BoxesReport.text(alpha)) (1 - \(share))^\(BoxesReport.text(gamma)) (-ln \(share))"
    case .softmax(let share, _): return "-ln \(digits(share))"
    case .completeOverlap(let overlap):
      return "1 - (\(digits(overlap.overlap)) - \(digits(overlap.distance)) -"
        + " \(digits(overlap.shapeWeight)) x \(digits(overlap.shape)))"
    case .sum: return "sum"
    }
  }

  /// A number after a minus.
  private func signed(_ value: Double) -> String {
    value < 0 ? "(\(digits(value)))" : digits(value)
  }
}
