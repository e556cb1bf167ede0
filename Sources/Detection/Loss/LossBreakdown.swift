import Architecture

#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

/// An object that is in a picture: what a detector is to find.
package struct TrueBox: Hashable, Sendable {
  /// Where it is, in pixels of the network's input.
  package var box: CenteredBox
  /// What it is, as the head counts the classes.
  package var classIndex: Int

  /// An object from its parts.
  package init(box: CenteredBox, classIndex: Int) {
    self.box = box
    self.classIndex = classIndex
  }
}

/// A loss with every number on the way to it.
package struct LossBreakdown: Sendable {
  /// A reference box and a true box: how well they agree, and what becomes of it.
  package struct Match: Hashable, Sendable {
    /// What becomes of the reference box.
    package enum Role: String, Hashable, Sendable {
      /// It learns the true box, as the best of all.
      case best
      /// It learns the true box, because it agrees enough.
      case positive
      /// It learns the true box, as its cell is beside the center's.
      case neighbor
      /// It agrees too little.
      case other
      /// It would be a neighbor's or the best, but another true box has it.
      case taken
      /// It is not told that it is wrong, because what it predicts is nearly the true box.
      case ignored
    }

    /// The true box, from 0 on.
    package var truth: Int
    /// The number of the reference box in the answers.
    package var number: Int
    /// The map, from 0 on.
    package var map: Int
    /// The row of the cell.
    package var row: Int
    /// The column of the cell.
    package var column: Int
    /// Which of the cell's boxes, from 0 on.
    package var box: Int
    /// The reference box, in pixels of the input.
    package var reference: CenteredBox
    /// How well both agree, as the rule measures it; nothing for what is ignored.
    package var agreement: Double?
    /// Intersection over union of the predicted box and the true one.
    package var predictedOverlap: Double
    /// What becomes of the reference box.
    package var role: Role

    /// Whether the reference box learns the true box.
    package var isPositive: Bool {
      switch role {
      case .best, .positive, .neighbor: true
      case .other, .taken, .ignored: false
      }
    }
  }

  /// Whose formulas these are.
  package enum Origin: Hashable, Sendable {
    /// As the note or the paper prints them.
    case printed
    /// As the program has them that trains such networks.
    case program
  }

  /// A loss by the formulas of one author.
  package struct Form: Sendable {
    /// Whose formulas these are.
    package var origin: Origin
    /// For each positive box: x, y, width, height.
    package var coordinates: [[LossCoordinate]]
    /// What is added up.
    package var terms: [LossTerm]

    /// The loss.
    package var total: Double { terms.reduce(0) { $0 + $1.value } }
  }

  /// What its rule is.
  package var spec: LossSpec
  /// The objects in the picture.
  package var truths: [TrueBox]
  /// Reference boxes in the order in which they stand to be read: positive ones first.
  package var matches: [Match]
  /// How many boxes are ignored, of which the matches have those with the largest overlap.
  package var ignoredCount: Int
  /// All boxes that the network answers for.
  package var boxCount: Int
  /// The loss by each author's formulas.
  package var forms: [Form]

  /// The reference boxes that learn, in the order of the coordinates.
  package var positives: [Match] { matches.filter { $0.isPositive } }
}

/// One of a positive box's four numbers: what it is to be, and what the network makes of its answer.
package struct LossCoordinate: Hashable, Sendable {
  /// Which of the four.
  package enum Axis: String, CaseIterable, Hashable, Sendable {
    case x, y
    case width = "w"
    case height = "h"
  }

  /// How the true box becomes a target.
  package enum Target: Hashable, Sendable {
    /// g - c: the center less the cell's corner, in cells.
    case offset(true: Double, cell: Double)
    /// ln(g / p).
    case logarithm(true: Double, reference: Double, variance: Double)
    /// (g - d) / size.
    case shift(true: Double, reference: Double, size: Double, variance: Double)
    /// g: the side in cells.
    case side(Double)
  }

  /// How an answer t becomes what is compared with the target.
  package enum Prediction: Hashable, Sendable {
    /// t.
    case answer
    /// v t.
    case scaled(variance: Double)
    /// sigmoid(t).
    case sigmoid
    /// 2 sigmoid(t) - 1/2.
    case wideSigmoid
    /// p (2 sigmoid(t))^2.
    case squaredSigmoid(reference: Double)
  }

  /// Which of the four.
  package var axis: Axis
  /// How the true box becomes a target.
  package var target: Target
  /// What the network answers.
  package var answer: Double
  /// How that becomes what is compared.
  package var prediction: Prediction

  /// What the network is to predict.
  package var targetValue: Double {
    switch target {
    case .offset(let center, let cell): center - cell
    case .logarithm(let side, let reference, let variance): log(side / reference) / variance
    case .shift(let center, let reference, let size, let variance):
      (center - reference) / size / variance
    case .side(let side): side
    }
  }

  /// What the network predicts.
  package var predictedValue: Double {
    switch prediction {
    case .answer: answer
    case .scaled(let variance): variance * answer
    case .sigmoid: sigmoid(answer)
    case .wideSigmoid: 2 * sigmoid(answer) - 0.5
    case .squaredSigmoid(let reference): reference * 4 * sigmoid(answer) * sigmoid(answer)
    }
  }
}
