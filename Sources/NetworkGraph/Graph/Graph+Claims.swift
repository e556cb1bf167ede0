import Architecture

extension Graph {
  /// Every claim of the table that the inferred shapes contradict. Claims hold at the table's own
  /// width and resolution.
  public func contradictedClaims() -> [TableProblem] {
    let variables = scaling.variables(of: spec)
    var problems: [TableProblem] = []
    for (index, row) in rows.enumerated() {
      guard let specRow = row.specRow, let input = inputShape(ofRow: index) else { continue }
      let spec = spec.rows[specRow]
      if let claim = spec.inputClaim, let channels = claim.channels.value(in: variables) {
        let claimed = Shape(height: claim.height, width: claim.width, channels: channels)
        if claimed != input {
          problems.append(
            TableProblem(
              "row \(spec.number) claims the input \(claimed), but the rows before it give"
                + " \(input)", at: claim.location))
        }
      }
      if let claim = spec.channelsClaim, let channels = claim.channels.value(in: variables),
        channels != input.channels
      {
        problems.append(
          TableProblem(
            "row \(spec.number) claims \(channels) input channels, but the rows before it give"
              + " \(input.channels)", at: claim.location))
      }
    }
    return problems
  }

  /// The shape of the first tensor that a row takes.
  public func inputShape(ofRow row: Int) -> Shape? {
    guard let node = nodes.first(where: { $0.origin.row == row }),
      let input = node.inputs.first
    else { return nil }
    return nodes[input].shape
  }
}
