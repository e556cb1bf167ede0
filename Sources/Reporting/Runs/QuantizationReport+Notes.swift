import Architecture
import Inference
import Kernels
import NetworkGraph

extension QuantizationReport {
  /// What was rounded, and what came of it.
  var runNotes: [String] {
    let weights = "Weights symmetric; biases keep their bits."
    let activations =
      "Activations asymmetric, between the least and the largest value on these pictures; ReLU and ReLU6"
      + " are inside the layer before them, and the picture keeps its bits."
    let rule =
      switch trial.only {
      case .weights: weights + " Activations are not rounded."
      case .activations: activations + " Weights are not rounded."
      case nil: "\(weights) \(activations)"
      }
    guard !isSeeded else { return [rule] }
    return [rule] + lossNotes + unclippedNotes
  }

  /// For every way to round, the last number of bits at which every picture keeps its class.
  private var lossNotes: [String] {
    guard !expected.isEmpty else { return [] }
    return QuantizationTrial.Form.allCases.flatMap { form in
      trial.granularities.compactMap { granularity -> String? in
        let runs = trial.runs.filter {
          $0.form == form && $0.setting?.granularity == granularity
        }.sorted { ($0.setting?.bits ?? 0) > ($1.setting?.bits ?? 0) }
        guard let first = runs.firstIndex(where: { kept($0) < expected.count }) else { return nil }
        let run = runs[first]
        let lost = expected.indices.first {
          best(of: run, $0)?.index != expected[$0][0].index
        }
        guard let lost, let bits = run.setting?.bits, let now = best(of: run, lost) else {
          return nil
        }
        return "\(form.rawValue), a step per \(granularity.rawValue): the first answer is lost at"
          + " \(bits) bits, where \(className(expected[lost][0].index, labels)) becomes"
          + " \(className(now.index, labels))."
      }
    }
  }

  /// What ReLU in the place of ReLU6 alone does.
  private var unclippedNotes: [String] {
    guard let run = trial.runs.first(where: { $0.form == .unclipped }), !expected.isEmpty else {
      return []
    }
    let (kept, changes) = (
      kept(run),
      expected.indices.map { picture in
        "\(Numbers.fixed(Double(expected[picture][0].probability), 4)) to"
          + " \(Numbers.fixed(Double(classes(of: run, picture).values[expected[picture][0].index]), 4))"
      }
    )
    return [
      "ReLU in the place of ReLU6 alone, nothing rounded: \(kept) of \(expected.count) keep their class;"
        + " probabilities go from \(changes.joined(separator: ", "))."
    ]
  }
}
