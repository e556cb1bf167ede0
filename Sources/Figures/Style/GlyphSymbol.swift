import Drawing
import NetworkGraph

/// What tells operations without weights apart.
enum GlyphSymbol: CaseIterable, Hashable, Sendable {
  case pool
  case sum
  case product
  case concatenation
  case shuffle
  case slice
  case enlargement
  case activation
  case normalization
  case softmax
  case listing

  /// The symbol of an operation; nothing for those that have weights or none of their own.
  init?(_ operation: Operation) {
    switch operation {
    case .pool, .globalPool: self = .pool
    case .add: self = .sum
    case .multiply: self = .product
    case .concatenate: self = .concatenation
    case .shuffle: self = .shuffle
    case .slice: self = .slice
    case .resize, .resizeTo: self = .enlargement
    case .activation, .parametricReLU, .scalarFunction: self = .activation
    case .l2Normalization: self = .normalization
    case .softmax, .logSoftmax: self = .softmax
    case .flatten, .stack: self = .listing
    // Figures write what these are called.
    case .input, .convolution, .transposedConvolution, .channelConvolution, .linear,
      .batchNormalization, .normalization, .depthToSpace, .spaceToDepth:
      return nil
    }
  }

  /// What the legend says.
  var legendText: String {
    switch self {
    case .pool: "pooling"
    case .sum: "sum"
    case .product: "product"
    case .concatenation: "concatenation"
    case .shuffle: "channel shuffle"
    case .slice: "some of the channels"
    case .enlargement: "upsampling"
    case .activation: "activation"
    case .normalization: "L2 normalization"
    case .softmax: "softmax"
    case .listing: "list of outputs"
    }
  }

  /// The radius of the disc in a glyph, in points.
  static let radius = 7.5

  /// A white disc with the symbol in it.
  func primitives(at center: Point, radius: Double = Self.radius) -> [Primitive] {
    let outline = Stroke(.ink, width: 1.2)
    return [
      .path(.circle(center: center, radius: radius), fill: .white, stroke: outline)
    ]
      + strokes.map { points in
        .path(
          .polyline(
            points.map { center.translated(x: $0.x * radius * 0.56, y: $0.y * radius * 0.56) }),
          stroke: Stroke(.ink, width: 1.6, cap: .round, join: .round))
      }
  }

  /// Lines in a square from -1 to 1.
  private var strokes: [[Point]] {
    switch self {
    case .pool:
      [[Point(-1, -0.7), Point(0, 0.8), Point(1, -0.7), Point(-1, -0.7)]]
    case .sum: [[Point(-1, 0), Point(1, 0)], [Point(0, -1), Point(0, 1)]]
    case .product:
      [[Point(-0.75, -0.75), Point(0.75, 0.75)], [Point(-0.75, 0.75), Point(0.75, -0.75)]]
    case .concatenation:
      [[Point(-0.45, -0.9), Point(-0.45, 0.9)], [Point(0.45, -0.9), Point(0.45, 0.9)]]
    case .shuffle:
      [[Point(-0.8, -0.7), Point(-0.4, -0.7), Point(0.4, 0.7), Point(0.8, 0.7)]]
        + [[Point(-0.8, 0.7), Point(-0.4, 0.7), Point(0.4, -0.7), Point(0.8, -0.7)]]
    case .slice:
      [[Point(-0.9, -0.4), Point(0.9, -0.4)], [Point(-0.9, 0.4), Point(0.2, 0.4)]]
    case .enlargement:
      [[Point(-1, 0.7), Point(0, -0.8), Point(1, 0.7), Point(-1, 0.7)]]
    case .activation: [[Point(-1, 0.55), Point(0, 0.55), Point(0.9, -0.7)]]
    case .normalization:
      [[Point(-0.6, 0.75), Point(-0.6, -0.75), Point(0.6, 0.75), Point(0.6, -0.75)]]
    case .softmax:
      [
        [Point(-0.7, 0.8), Point(-0.7, 0.2)], [Point(0, 0.8), Point(0, -0.9)],
        [Point(0.7, 0.8), Point(0.7, -0.1)],
      ]
    case .listing:
      [
        [Point(-0.7, -0.6), Point(0.7, -0.6)], [Point(-0.7, 0), Point(0.7, 0)],
        [Point(-0.7, 0.6), Point(0.7, 0.6)],
      ]
    }
  }
}
