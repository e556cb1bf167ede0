import Architecture
import Inference
import Kernels

/// A forward pass for people and for programs.
package struct RunReport: Sendable {
  /// A class with its name.
  package struct RankedName: Hashable, Sendable {
    /// Index of the output.
    package var index: Int
    /// The name; the index again if the table has no list of names.
    package var name: String
    /// Softmax over all classes.
    package var probability: Float
  }

  /// What a tensor holds.
  package struct NamedTensor: Hashable, Sendable {
    /// The module's name in the dialect.
    package var name: String
    /// The row's number in its table.
    package var row: Int?
    /// Which repeat, from 1.
    package var repetition: Int?
    /// Its scalars; the shape is channels, height, width.
    package var statistics: TensorStatistics
  }

  /// The architecture, with its dialect.
  package var name: String
  /// The model's file that it comes from, if it comes from one.
  package var model: ImportedModel?
  /// Where the weights come from.
  package var weights: String
  /// Where the picture comes from.
  package var image: String
  /// The best classes; none if a score is infinite or NaN.
  package var classes: [RankedName]
  /// Whether all scores of a classifier are numbers that can be compared.
  package var hasUsableScores: Bool
  /// The answers.
  package var outputs: [NamedTensor]
  /// The result of every block.
  package var taps: [NamedTensor]

  /// A report on a run.
  package init(
    name: String, model: ImportedModel? = nil, weights: String, image: String, result: RunResult,
    labels: [String], top: Int
  ) {
    self.name = name
    self.model = model
    self.weights = weights
    self.image = image
    let scores = result.outputs.first.flatMap { $0.tensor.shape.isVector ? $0.tensor : nil }
    hasUsableScores = scores?.values.areFinite ?? true
    classes = (hasUsableScores ? scores?.topClasses(top) ?? [] : []).map {
      RankedName(
        index: $0.index, name: className($0.index, labels), probability: $0.probability)
    }
    outputs = result.statistics.map { NamedTensor(name: $0.name, statistics: $0.statistics) }
    taps = result.taps.map {
      NamedTensor(
        name: $0.name, row: $0.row, repetition: $0.repetition, statistics: $0.statistics)
    }
  }

  /// What a reader should know first: tensors with scalars that are no finite numbers.
  package var warning: String? {
    let broken = (taps + outputs).filter { tensor in
      let statistics = tensor.statistics
      return !statistics.minimum.isFinite || !statistics.maximum.isFinite
        || statistics.mean.isNaN
    }
    guard let first = broken.first else { return nil }
    let others =
      switch broken.count {
      case 1: " contains"
      case 2: " and a tensor after it contain"
      default: " and \(broken.count - 1) tensors after it contain"
      }
    return "'\(first.name)'\(others) infinity or NaN"
  }
}
