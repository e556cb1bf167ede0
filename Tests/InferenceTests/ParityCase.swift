import Foundation
import Inference
import Testing

/// What a public PyTorch definition of a network computes from seeded weights and picture.
struct ParityCase: Decodable {
  struct Statistics: Decodable {
    var shape: [Int]
    var mean: Double
    var std: Double
    var min: Float
    var max: Float
    var first: [Float]
    var last: [Float]
    var sample: [Float]

    /// The same as this package has it, where a vector has a height and a width too.
    var tensor: TensorStatistics {
      var statistics = TensorStatistics(.init(shape: .init(height: 1, width: 1, channels: 1)))
      statistics.shape = shape.count == 1 ? shape + [1, 1] : shape
      (statistics.mean, statistics.standardDeviation) = (mean, std)
      (statistics.minimum, statistics.maximum) = (min, max)
      (statistics.first, statistics.last, statistics.sample) = (first, last, sample)
      return statistics
    }
  }

  var input: [Int]
  var tensors: [String: [Int]]
  var parameters: Int
  var taps: [String: Statistics]
  var outputs: [String: Statistics]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(component: "Parity")

  /// The case of a file; a missing file is an error, so that no comparison passes unmade.
  init(_ name: String) throws {
    let file = Self.folder.appending(component: name + ".json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
