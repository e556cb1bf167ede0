import Inference

/// A forward pass for people and for programs.
public struct RunReport: Codable, Sendable {
  /// A class with its name.
  public struct RankedName: Codable, Hashable, Sendable {
    /// Index of the output.
    public var index: Int
    /// The name; the index again if the table has no list of names.
    public var name: String
    /// Softmax over all classes.
    public var probability: Float
  }

  /// What a tensor holds.
  public struct TensorJSON: Codable, Hashable, Sendable {
    /// The module's name in the dialect.
    public var name: String
    /// The row's number in its table.
    public var row: Int?
    /// Which repeat, from 1.
    public var `repeat`: Int?
    /// Channels, height, width.
    public var shape: [Int]
    /// The mean.
    public var mean: Double
    /// The population standard deviation.
    public var std: Double
    /// The smallest scalar.
    public var min: Float
    /// The largest scalar.
    public var max: Float
    /// The first four scalars, channel by channel.
    public var first: [Float]
    /// The last four scalars.
    public var last: [Float]
    /// Sixteen scalars at flat indices floor(i count / 17).
    public var sample: [Float]

    init(_ name: String, row: Int? = nil, repetition: Int? = nil, _ statistics: TensorStatistics) {
      self.name = name
      self.row = row
      self.repeat = repetition
      shape = statistics.shape
      mean = statistics.mean
      std = statistics.standardDeviation
      min = statistics.minimum
      max = statistics.maximum
      first = statistics.first
      last = statistics.last
      sample = statistics.sample
    }
  }

  /// The architecture, with its dialect.
  public var name: String
  /// Where the weights come from.
  public var weights: String
  /// Where the picture comes from.
  public var image: String
  /// The best classes.
  public var classes: [RankedName]
  /// The answers.
  public var outputs: [TensorJSON]
  /// The result of every block.
  public var taps: [TensorJSON]

  /// A report on a run.
  public init(
    name: String, weights: String, image: String, result: RunResult, labels: [String], top: Int
  ) {
    self.name = name
    self.weights = weights
    self.image = image
    let scores = result.outputs.first?.tensor
    classes = (scores.map { $0.shape.isVector ? $0.topClasses(top) : [] } ?? []).map {
      let label = labels.indices.contains($0.index) ? labels[$0.index] : "class \($0.index)"
      return RankedName(index: $0.index, name: label, probability: $0.probability)
    }
    outputs = result.statistics.map { TensorJSON($0.name, $0.statistics) }
    taps = result.taps.map {
      TensorJSON($0.name, row: $0.row, repetition: $0.repetition, $0.statistics)
    }
  }

  /// What a reader should know first: tensors with scalars that are no finite numbers.
  public var warning: String? {
    let broken = (taps + outputs).filter { !$0.min.isFinite || !$0.max.isFinite || $0.mean.isNaN }
    guard let first = broken.first else { return nil }
    let others = broken.count == 1 ? "" : ", and \(broken.count - 1) tensors after it,"
    return "'\(first.name)'\(others) holds scalars that are infinite or no numbers"
  }

  /// The text: what ran, what came out of every block, the best classes.
  public func table(heading: [String], detail: Bool) -> String {
    var text = ""
    if detail || classes.isEmpty {
      let tensors = taps + outputs
      text += ReportTable(
        heading: [],
        columns: [
          .init("tensor", .left), .init("CxHxW", .left), .init("mean"), .init("std"), .init("min"),
          .init("max"),
        ],
        lines: tensors.map { tensor in
          ReportTable.Line([
            tensor.name, tensor.shape.map(String.init).joined(separator: "x"),
            Numbers.fixed(tensor.mean, 4), Numbers.fixed(tensor.std, 4),
            Numbers.fixed(Double(tensor.min), 4), Numbers.fixed(Double(tensor.max), 4),
          ])
        }
      ).rendered(as: .text)
    }
    let width = classes.map(\.name.count).max() ?? 0
    for entry in classes {
      let name = entry.name + String(repeating: " ", count: width - entry.name.count)
      // Weights that are no numbers make probabilities that are none.
      let length = Int(exactly: (entry.probability * 40).rounded()) ?? 0
      let bar = String(repeating: "█", count: length)
      text += "  \(name)  \(Numbers.fixed(Double(entry.probability), 4))  \(bar)\n"
    }
    return heading.map { $0 + "\n" }.joined() + text
  }
}
