import Architecture
import NetworkGraph

/// A claim with what the tables say to it.
package struct AnsweredClaim: Hashable, Sendable {
  /// What becomes of a claim.
  package enum Verdict: String, CaseIterable, Hashable, Sendable {
    /// The tables give the claimed value.
    case holds
    /// They give another.
    case wrong
    /// They give another, and it is known what the claimed value is.
    case explained
  }

  /// The claim.
  package var claim: PublishedClaim
  /// The right value.
  package var value: Double

  /// What becomes of it.
  package var verdict: Verdict

  /// Evaluates the expressions of a claim; `expanding` makes the graph of a network.
  ///
  /// Throws `TableError` at the claim's place if an expression asks for what a network lacks.
  package init(
    _ claim: PublishedClaim, expanding: (NetworkRequest) throws(RequestError) -> Graph
  ) throws(TableError) {
    self.claim = claim
    do throws(ClaimError) {
      value = try claim.answer.expression.value(expanding: expanding)
      if claim.claimed.holds(for: value) {
        verdict = .holds
      } else {
        let other = try claim.because?.expression.value(expanding: expanding)
        verdict = other.map { claim.claimed.holds(for: $0) } ?? false ? .explained : .wrong
      }
    } catch {
      switch error {
      case .request(let error): throw error.tableError(at: claim.location)
      case .evaluation(let error): throw TableError("\(error)", at: claim.location)
      }
    }
  }
}

/// Why an expression has no value.
enum ClaimError: Error {
  /// One of its networks cannot be expanded.
  case request(RequestError)
  /// One of its quantities has no value.
  case evaluation(ClaimEvaluationError)
}

/// Why a quantity has no value.
package enum ClaimEvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The network has no such row.
  case noRow(String, network: String)
  /// The network's heads do not use that many maps.
  case noMap(Int, network: String, count: Int)
  /// A quantity is of one row or map, and none is given.
  case needsRow(ClaimQuantity.Measure)
  /// The row has nothing of the kind.
  case nothing(ClaimQuantity.Measure, row: String, network: String)
  /// A map has a height and a width, but no one side.
  case noSide(Shape)
  /// No operation or block is called so.
  case unknownKind(String, known: [String])
  /// A division by 0, or a result that is not finite.
  case notFinite

  /// One sentence.
  package var description: String {
    switch self {
    case .noRow(let row, let network): "'\(network)' has no row '\(row)'"
    case .noMap(let map, let network, let count):
      count == 0
        ? "'\(network)' has no heads, so no map \(map)"
        : "'\(network)' has no map \(map); its heads use maps 1 to \(count)"
    case .needsRow(let measure): "'\(measure.rawValue)' needs one row or map"
    case .nothing(let measure, let row, let network):
      "row '\(row)' of '\(network)' has no \(measure.rawValue)"
    case .noSide(let shape): "a map of \(shape) has no one side"
    case .unknownKind(let kind, let known):
      "unknown kind '\(kind)'; it must be one of: \(known.joined(separator: ", "))"
    case .notFinite: "the expression divides by 0"
    }
  }
}

extension ClaimExpression {
  /// The value; `expanding` makes the graph of a network.
  func value(
    expanding: (NetworkRequest) throws(RequestError) -> Graph
  ) throws(ClaimError) -> Double {
    let value = try part(expanding: expanding)
    guard value.isFinite else { throw .evaluation(.notFinite) }
    return value
  }

  private func part(
    expanding: (NetworkRequest) throws(RequestError) -> Graph
  ) throws(ClaimError) -> Double {
    switch self {
    case .number(let number): return number
    case .quantity(let quantity):
      let graph: Graph
      do { graph = try expanding(quantity.network) } catch { throw .request(error) }
      do { return Double(try quantity.value(in: graph)) } catch { throw .evaluation(error) }
    case .join(let join, let left, let right):
      let left = try left.part(expanding: expanding)
      let right = try right.part(expanding: expanding)
      return switch join {
      case .sum: left + right
      case .difference: left - right
      case .product: left * right
      case .quotient: left / right
      case .minimum: min(left, right)
      case .maximum: max(left, right)
      }
    }
  }
}
