import Architecture
import Inference
import Kernels
import NetworkGraph

/// What rounding weights and activations changes, for people and for programs.
package struct QuantizationReport {
  let trial: QuantizationTrial
  let images: [String]
  let labels: [String]
  let isSeeded: Bool
  private let facts: [String: JSONValue]
  /// For each picture the classes that the network finds most probable in single precision; none for
  /// other answers than a classifier's.
  let expected: [[RankedClass]]

  /// A report on a trial on pictures.
  package init(
    _ trial: QuantizationTrial, images: [String], weights: String, labels: [String], isSeeded: Bool
  ) {
    self.trial = trial
    self.images = images
    self.labels = labels
    self.isSeeded = isSeeded
    facts = [
      "name": .text(trial.graph.spec.name), "weights": .text(weights),
      "images": .array(images.map { .text($0) }), "seeded": .flag(isSeeded),
    ]
    let answers = trial.runs.first?.answers ?? []
    let isClassifier =
      answers.allSatisfy { $0.first?.shape.isVector == true } && trial.graph.spec.heads.isEmpty
    expected = isClassifier ? answers.map { $0[0].topClasses(5) } : []
  }

  /// All runs; the best class of each picture in each of them; the five best before and after; the layers.
  package func tables(heading: [String]) -> [ReportTable] {
    var runs = runTable()
    runs.heading = heading
    return [runs] + (expected.isEmpty ? [] : [answerTable(), topTable()]) + [layerTable()]
  }

  /// The classes of one picture that a run finds most probable.
  func classes(of run: QuantizationTrial.Run, _ picture: Int) -> Tensor<Float> {
    ReferenceKernels.softmax(run.answers[picture][0])
  }

  /// The most probable class of one picture.
  func best(of run: QuantizationTrial.Run, _ picture: Int) -> RankedClass? {
    run.answers[picture][0].topClasses(1).first
  }

  private func runTable() -> ReportTable {
    ReportTable(key: "runs", facts: facts, of: trial.runs, footer: runNotes) {
      Column("network", .left, key: "form") { .text($0.form.rawValue) }
      Column("bits", key: "bits") { $0.setting.map { .plain($0.bits) } ?? .absent }
      Column("step per", .left, key: "stepPer") {
        $0.setting.map { .text($0.granularity.rawValue) } ?? .absent
      }
      Column("answers dB", key: "answersDecibels") { Self.decibels($0.noise) }
      if !expected.isEmpty {
        Column("best class kept", key: "kept") { run in
          let kept = kept(run)
          return .written("\(kept) of \(expected.count)", value: .integer(kept))
        }
        Column("its mean probability", key: "meanProbability") { run in
          let sum = expected.indices.reduce(0.0) { sum, picture in
            sum + Double(classes(of: run, picture).values[expected[picture][0].index])
          }
          return .number(sum / Double(expected.count), decimals: 4)
        }
      }
    }
  }

  /// On how many pictures a run finds the class best that single precision does.
  func kept(_ run: QuantizationTrial.Run) -> Int {
    expected.indices.count { best(of: run, $0)?.index == expected[$0][0].index }
  }

  private struct Answer {
    var picture: Int
    var run: QuantizationTrial.Run
  }

  private func answerTable() -> ReportTable {
    let entries = expected.indices.flatMap { picture in
      trial.runs.map { Answer(picture: picture, run: $0) }
    }
    return ReportTable(
      key: "answers", of: entries, groupedBy: Grouping("picture") { images[$0.picture] }
    ) {
      Column("network", .left, key: "form") { .text($0.run.form.rawValue) }
      Column("bits", key: "bits") { $0.run.setting.map { .plain($0.bits) } ?? .absent }
      Column("step per", .left, key: "stepPer") {
        $0.run.setting.map { .text($0.granularity.rawValue) } ?? .absent
      }
      Column("best class", .left, key: "best") { entry in
        .text(best(of: entry.run, entry.picture).map { className($0.index, labels) } ?? "")
      }
      Column("probability", key: "probability") { entry in
        .single(best(of: entry.run, entry.picture)?.probability ?? 0, decimals: 4)
      }
      Column("of the first", key: "probabilityOfExpected") { entry in
        .single(
          classes(of: entry.run, entry.picture).values[expected[entry.picture][0].index],
          decimals: 4)
      }
    }
  }

  private struct Top {
    var picture: Int
    var entry: RankedClass
  }

  private func topTable() -> ReportTable {
    let bits = trial.bits[0]
    let runs = trial.runs.filter { $0.setting?.bits == bits }
    let entries = expected.enumerated().flatMap { picture, classes in
      classes.map { Top(picture: picture, entry: $0) }
    }
    return ReportTable(
      key: "top", heading: ["The five best, and at \(bits) bits:"], of: entries,
      groupedBy: Grouping("picture") { images[$0.picture] }
    ) {
      Column("class", .left, key: "class") { .text(className($0.entry.index, labels)) }
      Column("before", key: "before") { .single($0.entry.probability, decimals: 4) }
      for run in runs {
        let name = Self.name(run)
        Column(name.title, key: name.key) { top in
          .single(classes(of: run, top.picture).values[top.entry.index], decimals: 4)
        }
        Column("change", uniqueTitle: "\(name.title) change", key: name.change) { top in
          let change = classes(of: run, top.picture).values[top.entry.index] - top.entry.probability
          return .written(
            (change < 0 ? "" : "+") + Numbers.fixed(Double(change), 4), value: .single(change))
        }
      }
    }
  }

  /// What a run's columns are called.
  static func name(_ run: QuantizationTrial.Run) -> (title: String, key: JSONKey, change: JSONKey) {
    let isEqualized = run.form == .equalized
    switch run.setting?.granularity {
    case .tensor where isEqualized:
      return ("eq. tensor", "equalizedTensor", "equalizedTensorChange")
    case .channel where isEqualized:
      return ("eq. channel", "equalizedChannel", "equalizedChannelChange")
    case .channel: return ("channel", "channel", "channelChange")
    case .tensor, nil: return ("tensor", "tensor", "tensorChange")
    }
  }

  /// Decibels for people; JSON has no infinite numbers, and leaves them out.
  static func decibels(_ noise: SignalToNoise) -> ReportTable.Cell {
    let decibels = noise.decibels
    return decibels.isFinite ? .number(decibels, decimals: 1) : .absent
  }
}
