#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// One of the sums that a loss is made of: its entries added, divided, and weighted.
package struct LossTerm: Hashable, Sendable {
  /// What the sum is about.
  package enum Part: String, Hashable, Sendable {
    /// Whether a box has an object.
    case objectness
    /// Which class it has.
    case classes = "class"
    /// Where it is: all four numbers.
    case location
    /// Where its center is.
    case center
    /// How large it is.
    case size
  }

  /// What a sum is divided by.
  package enum Divisor: Hashable, Sendable {
    /// Nothing.
    case none
    /// The positive boxes.
    case positives(Int)
    /// The values of the positive boxes.
    case positiveValues(Int)
    /// All boxes.
    case boxes(Int)

    /// The number.
    package var count: Int {
      switch self {
      case .none: 1
      case .positives(let count), .positiveValues(let count), .boxes(let count): max(count, 1)
      }
    }
  }

  /// What the sum is about.
  package var part: Part
  /// The map that it is of, from 0 on; nothing if it is of all.
  package var map: Int?
  /// What is added.
  package var entries: [LossEntry]
  /// What the sum is divided by.
  package var divisor: Divisor
  /// What the quotient weighs.
  package var weight: Double = 1

  /// The sum of the entries.
  package var sum: Double { entries.reduce(0) { $0 + $1.value } }
  /// What it adds to the loss.
  package var value: Double { weight * sum / Double(divisor.count) }
}

/// A number that is added to a loss.
package struct LossEntry: Hashable, Sendable {
  /// What it is about; boxes are numbers of the positive ones.
  package enum Subject: Hashable, Sendable {
    /// One of the four numbers of a positive box.
    case coordinate(Int, LossCoordinate.Axis)
    /// A positive box as a whole.
    case box(Int)
    /// That a positive box has an object.
    case object(Int)
    /// That a positive box has its class.
    case trueClass(Int)
    /// That a positive box does not have any of so many others.
    case otherClasses(Int, count: Int)
    /// That so many boxes have no object.
    case noObject(count: Int)
    /// That so many boxes, which come nearest to having one, have no object.
    case hardest(count: Int)
  }

  /// How the number comes about.
  package enum Formula: Hashable, Sendable {
    /// (p - t)^2.
    case squaredError(predicted: Double, target: Double)
    /// |p - t|.
    case absoluteError(predicted: Double, target: Double)
    /// d^2 / 2 where |d| is below 1, else |d| - 1/2, with d = p - t.
    case smoothL1(predicted: Double, target: Double)
    /// -(t ln p + (1 - t) ln(1 - p)), with p the sigmoid of an answer.
    case crossEntropy(answer: Double, target: Double)
    /// The same, weighted by how wrong the answer is.
    case focal(answer: Double, target: Double, alpha: Double, gamma: Double)
    /// -ln p, with p a share of the softmax; its logarithm is exact where the share is not.
    case softmax(share: Double, logarithm: Double)
    /// 1 less the complete intersection over union.
    case completeOverlap(CompleteOverlap)
    /// Many numbers that are not told one by one.
    case sum(Double)
  }

  /// What it is about.
  package var subject: Subject
  /// How it comes about.
  package var formula: Formula
  /// What it is multiplied by.
  package var scale: Double = 1

  /// What is added.
  package var value: Double { scale * formula.value }

  /// The positive box that it is about.
  package var positive: Int? {
    switch subject {
    case .coordinate(let box, _), .box(let box), .object(let box), .trueClass(let box),
      .otherClasses(let box, _):
      box
    case .noObject, .hardest: nil
    }
  }
}

extension LossEntry.Formula {
  /// The number, without its scale.
  package var value: Double {
    switch self {
    case .squaredError(let predicted, let target):
      return (predicted - target) * (predicted - target)
    case .absoluteError(let predicted, let target): return abs(predicted - target)
    case .smoothL1(let predicted, let target):
      let distance = abs(predicted - target)
      return distance < 1 ? distance * distance / 2 : distance - 0.5
    case .crossEntropy(let answer, let target): return logisticEntropy(answer, target)
    case .focal(let answer, let target, let alpha, let gamma):
      let right = target * sigmoid(answer) + (1 - target) * sigmoid(-answer)
      let weight = target * alpha + (1 - target) * (1 - alpha)
      return weight * pow(1 - right, gamma) * logisticEntropy(answer, target)
    case .softmax(_, let logarithm): return -logarithm
    case .completeOverlap(let overlap): return 1 - overlap.value
    case .sum(let value): return value
    }
  }
}

/// Intersection over union that knows of boxes apart: CIoU = IoU - d^2 / c^2 - alpha v.
package struct CompleteOverlap: Hashable, Sendable {
  /// Intersection over union.
  package var overlap: Double
  /// The square of the distance of the centers over that of the diagonal of the box around both.
  package var distance: Double
  /// How much the proportions differ: 4 / pi^2 (atan(w / h) - atan(w' / h'))^2.
  package var shape: Double

  /// What the difference of the proportions weighs: v / (v - IoU + 1).
  package var shapeWeight: Double { shape > 0 ? shape / (shape - overlap + 1) : 0 }
  /// The complete overlap, at most 1.
  package var value: Double { overlap - distance - shapeWeight * shape }

  /// The overlap of a predicted box and a true one.
  package init(_ predicted: CenteredBox, _ truth: CenteredBox) {
    let (first, second) = (Box(predicted), Box(truth))
    overlap = first.overlap(with: second)
    let width = Double(max(first.right, second.right)) - Double(min(first.left, second.left))
    let height = Double(max(first.bottom, second.bottom)) - Double(min(first.top, second.top))
    let (apartX, apartY) = (
      Double(predicted.x) - Double(truth.x), Double(predicted.y) - Double(truth.y)
    )
    let diagonal = width * width + height * height
    distance = diagonal > 0 ? (apartX * apartX + apartY * apartY) / diagonal : 0
    let turn =
      atan2(Double(truth.width), Double(truth.height))
      - atan2(Double(predicted.width), Double(predicted.height))
    shape = 4 / (Double.pi * Double.pi) * turn * turn
  }
}

/// 1 / (1 + exp(-x)).
package func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

/// The binary cross entropy of the sigmoid of an answer, exact where the sigmoid is nearly 0 or 1.
func logisticEntropy(_ answer: Double, _ target: Double) -> Double {
  max(answer, 0) + log1p(exp(-abs(answer))) - answer * target
}

/// ln of a sum of exponentials.
func logarithmOfSum(_ answers: some Sequence<Float>) -> Double {
  let largest = Double(answers.reduce(-Float.infinity) { max($0, $1) })
  return largest + log(answers.reduce(0.0) { $0 + exp(Double($1) - largest) })
}

/// exp(x), where no other file imports it.
func exponential(_ value: Double) -> Double { exp(value) }
