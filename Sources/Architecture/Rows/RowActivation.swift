/// What a row's NL column names: a curve, or PReLU, which learns its curve.
package enum RowActivation: Hashable, Sendable {
  /// The same curve for all scalars.
  case curve(Activation)
  /// x above 0, below x times a slope that each channel learns (arXiv 1502.01852).
  case parametricReLU

  /// The abbreviation that a table's NL column prints.
  package var abbreviation: String {
    switch self {
    case .curve(let activation): activation.abbreviation
    case .parametricReLU: "PR"
    }
  }

  /// Its name.
  package var name: String {
    switch self {
    case .curve(let activation): activation.rawValue
    case .parametricReLU: "PReLU"
    }
  }

  /// The abbreviations of all, in the order of their declarations.
  package static var abbreviations: [String] {
    Activation.allCases.map { $0.abbreviation } + [Self.parametricReLU.abbreviation]
  }

  /// The activation of a table cell: its abbreviation or its name, without regard to case.
  package init?(cell: String) {
    if let activation = Activation(cell: cell) {
      self = .curve(activation)
    } else if ["pr", "prelu"].contains(cell.lowercased()) {
      self = .parametricReLU
    } else {
      return nil
    }
  }
}
