/// What answers a claim: numbers and quantities of networks, and sums and products of them.
package indirect enum ClaimExpression: Hashable, Sendable {
  /// A number.
  case number(Double)
  /// A quantity of a network.
  case quantity(ClaimQuantity)
  /// Two expressions, joined.
  case join(Join, ClaimExpression, ClaimExpression)

  /// How two expressions are joined.
  package enum Join: Hashable, Sendable {
    /// Their sum.
    case sum
    /// The first less the second.
    case difference
    /// Their product.
    case product
    /// The first over the second.
    case quotient
    /// The smaller.
    case minimum
    /// The larger.
    case maximum
  }
}

/// A quantity of a network, or of some of its rows.
package struct ClaimQuantity: Hashable, Sendable {
  /// What is asked for.
  package enum Measure: String, CaseIterable, Hashable, Sendable {
    /// Multiply-accumulates.
    case macs
    /// Trainable parameters.
    case parameters
    /// Weights of convolutions and fully connected layers.
    case weights
    /// Biases.
    case biases
    /// Multiply-accumulates of the separable convolutions.
    case separable
    /// Multiply-accumulates of the standard convolutions that would take their place.
    case standard
    /// Blocks, of a kind if one is given.
    case blocks
    /// Boxes of all maps, or those at each place of one.
    case boxes
    /// Cells of a map: a row's, or one that a head uses.
    case places
    /// Rows of such a map.
    case side
    /// Channels of such a map.
    case channels
    /// Channels inside a row's inverted residual.
    case expansion
    /// Channels of a row's gate after its first layer.
    case squeeze
    /// Stride of a row.
    case stride
    /// Side of a row's window.
    case kernel
    /// The number of a row, or of the one that a map comes from.
    case row
  }

  /// What of the network is meant; all of it where nothing is said.
  package struct Selection: Hashable, Sendable {
    /// The first and last row, by name or number.
    package var rows: Rows?
    /// A part of a system.
    package var part: Part?
    /// A kind of operation or block.
    package var kind: String?
    /// A map that a head uses, from 1.
    package var map: Int?

    /// Everything.
    package init() {}
  }

  /// Rows from one to another.
  package struct Rows: Hashable, Sendable {
    /// The first.
    package var first: String
    /// The last; the first if it is one row.
    package var last: String

    /// Rows by their names or numbers.
    package init(_ first: String, _ last: String) {
      self.first = first
      self.last = last
    }
  }

  /// What is asked for.
  package var measure: Measure
  /// Of which network.
  package var network: NetworkRequest
  /// Of what in it.
  package var selection: Selection

  /// A quantity from its parts.
  package init(_ measure: Measure, of network: NetworkRequest, _ selection: Selection) {
    self.measure = measure
    self.network = network
    self.selection = selection
  }
}

/// Why a text is no expression.
package enum ClaimExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Something else should stand where this does; at the end it is empty.
  case unexpected(String, wanted: String)
  /// No quantity has the name.
  case unknownQuantity(String)
  /// A quantity takes no such argument.
  case argument(String)
  /// More parentheses in one another than an expression needs.
  case tooDeep

  /// One sentence.
  package var description: String {
    switch self {
    case .unexpected(let text, let wanted):
      "expected \(wanted)\(text.isEmpty ? " at the end" : " instead of '\(text)'")"
    case .unknownQuantity(let name):
      "unknown quantity '\(name)'; it must be one of: "
        + (ClaimQuantity.Measure.allCases.map { $0.rawValue } + ["min", "max"])
        .joined(separator: ", ")
    case .argument(let text):
      "unknown argument '\(text)'; arguments are NAME@DIALECT, width 0.5, resolution 160, classes 91,"
        + " rows stem..last, row last, part backbone, kind depthwise, map 1"
    case .tooDeep: "the expression has too many nested parentheses"
    }
  }
}
