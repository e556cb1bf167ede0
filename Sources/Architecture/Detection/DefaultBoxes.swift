/// SSD's default boxes: what Caffe's and Paddle's `PriorBox`, torchvision's `DefaultBoxGenerator` and
/// the anchor generator of TensorFlow's Object Detection API compute.
///
/// At the place (x, y) of a map the boxes are centered on ((x + 1/2) step, (y + 1/2) step). The first
/// is a square of the minimum; a further square has the geometric mean of minimum and maximum for
/// its side; and each ratio a gives a box of minimum √a by minimum / √a and, unless all ratios are
/// listed, the same turned.
package struct DefaultBoxes: Hashable, Sendable {
  /// What sizes are counted in.
  package enum Unit: String, CaseIterable, Hashable, Sendable {
    /// Pixels of the network's input.
    case pixels
    /// Pixels, cut to whole ones.
    case wholePixels = "whole-pixels"
    /// Shares of the input's width and height.
    case shares
  }

  /// Where the square of the geometric mean stands among the boxes of a place.
  package enum MeanSquare: String, CaseIterable, Hashable, Sendable {
    /// After the square of the minimum.
    case second
    /// After the boxes of all ratios.
    case last
  }

  /// What is cut off where a box is larger than the picture or stands beyond its edge.
  package enum Clip: String, CaseIterable, Hashable, Sendable {
    /// Nothing.
    case no
    /// Corners are moved to the nearest edge.
    case corners
    /// Widths and heights are at most the picture's; centers stay.
    case sizes
  }

  /// The boxes of one map.
  package struct Map: Hashable, Sendable {
    /// The side of the smaller square.
    package var minimum: Double
    /// The other factor of the geometric mean; without it there is no second square.
    package var maximum: Double?
    /// The side of the square whose area the boxes of all ratios have; the minimum if absent.
    package var ratioMinimum: Double?
    /// Width over height of the boxes that are not squares.
    package var ratios: [Double]
    /// Whether each ratio also means its inverse.
    package var turned: Bool
    /// Pixels of the input between two places; the input over the map if absent.
    package var step: Double?

    /// A map's boxes from their parts.
    package init(
      minimum: Double, maximum: Double?, ratioMinimum: Double? = nil, ratios: [Double],
      turned: Bool = true, step: Double?
    ) {
      self.minimum = minimum
      self.maximum = maximum
      self.ratioMinimum = ratioMinimum
      self.ratios = ratios
      self.turned = turned
      self.step = step
    }

    /// Boxes a place.
    package var count: Int { 1 + (maximum == nil ? 0 : 1) + (turned ? 2 : 1) * ratios.count }
  }

  /// The maps in the order of the head's sources.
  package var maps: [Map]
  /// What sizes are counted in.
  package var unit: Unit
  /// Where the second square stands.
  package var meanSquare: MeanSquare
  /// What is cut off.
  package var clip: Clip

  /// Default boxes from their parts.
  package init(maps: [Map], unit: Unit, meanSquare: MeanSquare, clip: Clip) {
    self.maps = maps
    self.unit = unit
    self.meanSquare = meanSquare
    self.clip = clip
  }

  /// The boxes for another input than the table's: pixels become shares of the table's square input, and
  /// places stand evenly, because printed steps are those of one resolution.
  package func following(_ input: Shape, from own: Shape) -> DefaultBoxes {
    guard input != own, own.height == own.width, unit != .shares else { return self }
    var boxes = self
    boxes.unit = .shares
    func share(_ size: Double) -> Double {
      (unit == .wholePixels ? size.rounded(.towardZero) : size) / Double(own.height)
    }
    for index in boxes.maps.indices {
      let map = maps[index]
      boxes.maps[index].minimum = share(map.minimum)
      boxes.maps[index].maximum = map.maximum.map(share)
      boxes.maps[index].ratioMinimum = map.ratioMinimum.map(share)
      boxes.maps[index].step = nil
    }
    return boxes
  }
}

/// SSD's decoding: an answer moves a box's center by shares of its size and multiplies its size.
///
/// x = x₀ + v₁ t₁ w₀, y = y₀ + v₂ t₂ h₀, w = w₀ exp(v₃ t₃), h = h₀ exp(v₄ t₄); or the same with x and
/// y, w and h in the other order.
package struct CenterSizeDecoding: Hashable, Sendable {
  /// Which class is the background.
  package enum Background: String, CaseIterable, Hashable, Sendable {
    /// The first one, as in Caffe, torchvision and TensorFlow.
    case first
    /// The last one, as in Paddle.
    case last
  }

  /// The order of a box's four answers and of their variances.
  package enum Order: String, CaseIterable, Hashable, Sendable {
    /// x, y, width, height.
    case xFirst = "x-first"
    /// y, x, height, width, as in TensorFlow.
    case yFirst = "y-first"
  }

  /// What makes scores of a box's answers for its classes.
  package enum Scores: String, CaseIterable, Hashable, Sendable {
    /// The softmax over all classes.
    case softmax
    /// The sigmoid of each class by itself.
    case sigmoid
  }

  /// The variances v₁...v₄, in the answers' order.
  package var variances: [Double]
  /// The order of the answers.
  package var order: Order
  /// What makes their scores.
  package var scores: Scores
  /// How many times its size a box grows at most; without bound if absent.
  package var largestGrowth: Double?
  /// Which class is the background.
  package var background: Background

  /// A decoding from its parts.
  package init(
    variances: [Double], order: Order = .xFirst, scores: Scores = .softmax,
    largestGrowth: Double?, background: Background
  ) {
    self.variances = variances
    self.order = order
    self.scores = scores
    self.largestGrowth = largestGrowth
    self.background = background
  }
}
