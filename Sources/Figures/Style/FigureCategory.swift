import CostAnalysis
import Drawing
import NetworkGraph

/// What a glyph stands for, as the legend names it; one color a category in every figure.
package enum FigureCategory: CaseIterable, Hashable, Sendable {
  /// The picture.
  case input
  /// A convolution whose filters see several places and all channels.
  case convolution
  /// A 1x1 convolution.
  case pointwise
  /// A depthwise convolution.
  case depthwise
  /// Depthwise, then pointwise.
  case separable
  /// The block that is narrow at its ends and wide within.
  case invertedResidual
  /// A block that a file defines.
  case composite
  /// A squeeze-and-excitation gate.
  case squeezeExcite
  /// A fully connected layer.
  case fullyConnected
  /// Pooling, joins, normalization, softmax: whatever has no weights; a symbol says which.
  case weightless
  /// The answers of a head.
  case head

  /// The color, alone in its figure: composite blocks, which share one with depthwise layers,
  /// have doubled edges.
  package var palette: Palette {
    switch self {
    case .input, .weightless: .gray
    case .convolution: .orange
    case .pointwise: .yellow
    case .depthwise, .composite: .skyBlue
    case .separable: .blue
    case .invertedResidual: .green
    case .squeezeExcite, .fullyConnected: .purple
    case .head: .vermilion
    }
  }

  /// The color in charts, where gates and fully connected layers stand side by side.
  var chartPalette: Palette { self == .squeezeExcite ? .vermilion : palette }

  /// What the legend says.
  package var legendText: String {
    switch self {
    case .input: "picture"
    case .convolution: "standard convolution"
    case .pointwise: "1×1 convolution"
    case .depthwise: "depthwise convolution"
    case .separable: "depthwise separable block"
    case .invertedResidual: "inverted residual"
    case .composite: "composite block"
    case .squeezeExcite: "squeeze-and-excitation"
    case .fullyConnected: "fully connected"
    case .weightless: "without weights"
    case .head: "head"
    }
  }

  /// The category of a block of one kind. A composite block of a single row is drawn as that row
  /// is.
  package init(_ kind: BlockKind) {
    switch kind {
    case .input: self = .input
    case .convolution: self = .convolution
    case .depthwise: self = .depthwise
    case .pointwise: self = .pointwise
    case .separable: self = .separable
    case .invertedResidual: self = .invertedResidual
    case .fullyConnected: self = .fullyConnected
    case .pool, .normalization, .softmax, .join: self = .weightless
    case .composite: self = .composite
    case .head: self = .head
    }
  }

  /// The category of a layer.
  package init(_ kind: OperationKind) {
    switch kind {
    case .input: self = .input
    case .convolution: self = .convolution
    case .depthwise: self = .depthwise
    case .pointwise: self = .pointwise
    case .squeezeExcite: self = .squeezeExcite
    case .fullyConnected: self = .fullyConnected
    case .pool, .join, .resize, .norm, .activation, .softmax, .answers: self = .weightless
    }
  }
}
