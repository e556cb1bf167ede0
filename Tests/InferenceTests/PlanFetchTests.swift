import Architecture
import Inference
import KernelInterface
import Testing

@Suite("What plans fetch ahead")
struct PlanFetchTests {
  /// A host computes at many places, before the layer whose weights it asks for; no scalar is asked
  /// for twice, and none that is not there.
  @Test(
    "convolutions ask for the weights of the fully connected layers after them",
    arguments: library.architectureNames)
  func networks(name: String) throws {
    let plan = try plan(name)
    var asked: [UInt: [Range<Int>]] = [:]
    for (index, step) in plan.steps.enumerated() {
      guard let fetch = step.fetch else { continue }
      #expect(plan.tensors[step.output].shape.places > 1)
      let start = UInt(bitPattern: fetch.weights.weights)
      let user = plan.steps.firstIndex { $0.denseStart == start }
      #expect(try #require(user) > index)
      asked[start, default: []].append(fetch.range)
    }
    for (start, ranges) in asked {
      let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
      for (first, second) in zip(sorted, sorted.dropFirst()) {
        #expect(first.upperBound == second.lowerBound)
      }
      let bytes = plan.steps.filter { ($0.denseStart ?? 0) >= start }
        .reduce(0) { $0 + $1.work.weightByteCount }
      #expect(sorted.allSatisfy { $0.lowerBound >= 0 && 4 * $0.upperBound <= bytes + 64 })
    }
  }

  @Test("the classifier's weights are asked for as a whole", arguments: classifiers)
  func classifier(name: String) throws {
    let plan = try plan(name)
    let last = try #require(plan.steps.last { $0.denseStart != nil })
    let asked = plan.steps.compactMap(\.fetch)
    let end = asked.map { UInt(bitPattern: $0.weights.weights + $0.range.upperBound) }.max()
    guard case .dense(let dense) = last.work else { return }
    let matrix = dense.groups[0]
    #expect(end == UInt(bitPattern: matrix.weights + matrix.arenaCount))
  }
}

private func plan(_ name: String) throws -> Plan {
  let graph = try graph(name)
  return try Plan(
    graph, weights: NetworkWeights<Float>.zeros(for: graph), kernels: .reference)
}

extension Plan.Step {
  /// Where the weights of a layer begin that multiplies by one matrix.
  fileprivate var denseStart: UInt? {
    guard case .dense(let dense) = work, dense.groups.count == 1 else { return nil }
    return UInt(bitPattern: dense.groups[0].weights)
  }
}
