/// What the training of a detector makes small: which boxes learn from a true box, and how a wrong
/// answer is counted.
package struct LossSpec: Hashable, Sendable {
  /// Which reference boxes a true box is given to.
  package enum Rule: Hashable, Sendable {
    /// SSD's: default boxes that overlap it enough, and the best one.
    case multiBox(MultiBoxLoss)
    /// YOLOv3's: the anchor whose shape is nearest, in the cell of the center.
    case bestAnchor(BestAnchorLoss)
    /// YOLOv5's: anchors whose sides are near enough, in the cell of the center and its neighbors.
    case anchorRatio(AnchorRatioLoss)
  }

  /// The program whose loss this is.
  package var author: String
  /// Which boxes learn, and how answers are counted.
  package var rule: Rule

  /// A loss from its parts.
  package init(author: String, rule: Rule) {
    self.author = author
    self.rule = rule
  }
}

/// SSD's loss: smooth L1 of boxes, and the classes of positive boxes and of the worst others.
package struct MultiBoxLoss: Hashable, Sendable {
  /// How the answers for classes are counted.
  package enum Classes: Hashable, Sendable {
    /// -ln of the true class's share in the softmax.
    case softmax
    /// The binary cross entropy of every class.
    case sigmoid
    /// The same, where an answer that is nearly right counts little: (1 - p)^gamma, weighted with
    /// alpha for the true class and 1 - alpha for others.
    case focal(alpha: Double, gamma: Double)
  }

  /// What a box without an object is to have for its classes.
  package enum Background: String, CaseIterable, Hashable, Sendable {
    /// The background's class, as if it were one.
    case itself = "class"
    /// No class at all.
    case zeros
  }

  /// Which of the boxes without an object count.
  package enum Negatives: Hashable, Sendable {
    /// All.
    case all
    /// Those with the largest loss.
    case hardest(HardNegatives)
  }

  /// How losses of a box's four values are joined.
  package enum Location: String, CaseIterable, Hashable, Sendable {
    /// They are added.
    case sum
    /// Their mean counts.
    case mean
  }

  /// A default box is positive from this intersection over union on.
  package var overlap: Double
  /// How answers for classes are counted.
  package var classes: Classes
  /// What a box without an object is to have for its classes.
  package var background: Background
  /// Which boxes without an object count.
  package var negatives: Negatives
  /// How losses of a box's four values are joined.
  package var location: Location

  /// A loss from its parts.
  package init(
    overlap: Double, classes: Classes, background: Background, negatives: Negatives,
    location: Location
  ) {
    self.overlap = overlap
    self.classes = classes
    self.background = background
    self.negatives = negatives
    self.location = location
  }
}

/// The boxes without an object that a loss counts: those with the largest loss of their classes.
package struct HardNegatives: Hashable, Sendable {
  /// As many times the positive boxes.
  package var perPositive: Double
  /// As many at least.
  package var least: Int
  /// Before any is chosen, the predicted box of each may overlap one with a larger loss by so much at
  /// most, positive ones too; without bound if absent.
  package var overlap: Double?
  /// As many remain of those at most.
  package var candidates: Int?

  /// A choice from its parts.
  package init(perPositive: Double, least: Int, overlap: Double?, candidates: Int?) {
    self.perPositive = perPositive
    self.least = least
    self.overlap = overlap
    self.candidates = candidates
  }
}

/// YOLOv3's loss: one anchor for a true box; objectness is learned by all boxes but those that predict
/// it well without being asked.
package struct BestAnchorLoss: Hashable, Sendable {
  /// The objectness of a box without an object does not count if its prediction overlaps a true box
  /// by more.
  package var ignore: Double

  /// A loss from its parts.
  package init(ignore: Double) { self.ignore = ignore }
}

/// YOLOv5's loss: complete intersection over union of boxes, objectness that is to be that overlap, and
/// classes; means over each map, weighted.
package struct AnchorRatioLoss: Hashable, Sendable {
  /// Each side may be less than so many times the anchor's, and the anchor's of it.
  package var ratio: Double
  /// What boxes weigh, with three maps.
  package var boxWeight: Double
  /// What objectness weighs, with three maps at `resolution`.
  package var objectnessWeight: Double
  /// What classes weigh, with three maps and `classes` of them.
  package var classWeight: Double
  /// The side of the input that the weight of objectness is for.
  package var resolution: Int
  /// The number of classes that their weight is for.
  package var classes: Int
  /// What the objectness of each map weighs.
  package var balance: [Double]

  /// A loss from its parts.
  package init(
    ratio: Double, boxWeight: Double, objectnessWeight: Double, classWeight: Double,
    resolution: Int, classes: Int, balance: [Double]
  ) {
    self.ratio = ratio
    self.boxWeight = boxWeight
    self.objectnessWeight = objectnessWeight
    self.classWeight = classWeight
    self.resolution = resolution
    self.classes = classes
    self.balance = balance
  }
}
