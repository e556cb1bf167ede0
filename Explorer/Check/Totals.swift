import Architecture
import CostAnalysis
import NetworkGraph

/// Reckons what the network of the name costs; returns the length of the answer in bytes.
@_expose(wasm, "totals") @_cdecl("totals")
public func totals() -> Int32 { answer(totals(of:)) }

private func totals(of spec: ArchitectureSpec) -> String {
  do {
    let cost = try Graph(expanding: spec).totalCost()
    return "\(cost.parameters.total) parameters, \(cost.macs) multiply-accumulates"
  } catch { return error.description }
}
