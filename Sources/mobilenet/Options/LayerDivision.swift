import ArgumentParser
import CostAnalysis

/// What a line of a table is, where parts of a system make no sense.
enum LayerDivision: String, CaseIterable, ExpressibleByArgument {
  case row, block, layer

  var grain: CostGrain {
    switch self {
    case .row: .row
    case .block: .block
    case .layer: .layer
    }
  }
}
