import Architecture

extension Graph {
  /// The graph of a table under multipliers, with all shapes.
  ///
  /// The table's claims about its input shapes are checked at its own size first. Throws everything
  /// wrong with the rows, or the multiplier that is impossible.
  public init(
    expanding spec: ArchitectureSpec, scaling: Scaling = Scaling()
  ) throws(GraphError) {
    do { try scaling.check(spec) } catch { throw .scaling(error) }
    let table = try Graph(atOwnSizeOf: spec)
    let problems = table.contradictedClaims()
    if !problems.isEmpty { throw .table(TableError(problems)) }
    self = scaling == Scaling() ? table : try table.rescaled(to: scaling)
  }

  /// The same table under other multipliers, whatever has become of this graph since it was expanded; the
  /// table itself is not checked again.
  package func rescaled(to scaling: Scaling) throws(GraphError) -> Graph {
    do { try scaling.check(spec) } catch { throw .scaling(error) }
    // The table is right at its own size, so it is the multipliers that do not fit.
    var graph: Graph
    do {
      graph = try Expansion(spec, scaling).graph()
    } catch {
      throw .scaling(.unfit(spec.name, error.problems.first?.message ?? ""))
    }
    do {
      if let part = scaling.part { graph = try graph.ending(with: part) }
      return try graph.fitting()
    } catch { throw .scaling(error) }
  }

  /// The graph without multipliers: whatever does not fit is the table's fault.
  private init(atOwnSizeOf spec: ArchitectureSpec) throws(GraphError) {
    let graph: Graph
    do { graph = try Expansion(spec, Scaling()).graph() } catch { throw .table(error) }
    do {
      self = try graph.inferringShapes()
    } catch {
      guard case .scaling(.tooSmall(_, let name, _)) = error else { throw error }
      let row = spec.rows.first { "\($0.number)" == name || $0.name == name }
      throw .table(
        TableError(
          "row \(name) has a stride, but its input is already 1x1: too many strides for the"
            + " input \(spec.input)", at: row?.location ?? spec.location))
    }
  }
}
