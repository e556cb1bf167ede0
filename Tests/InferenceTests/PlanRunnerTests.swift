import Architecture
import Kernels
import NetworkGraph
import Synchronization
import Testing
import WeightFiles

@testable import Inference

@Suite("Running plans")
struct PlanRunnerTests {
  private let network: Network<Float>
  private let plan: Plan

  init() throws {
    network = try seeded(graph("mobilenet-v3-small", width: 0.5, resolution: 64))
    plan = try Plan(network, .reference)
  }

  private func picture(_ name: String) throws -> Tensor<Float> {
    let shape = network.graph.input
    return try #require(
      Tensor(shape: shape, values: SeededNumbers.uniform(name, count: shape.count)))
  }

  @Test("numbers of threads are from 1 to 1024", arguments: [-1, 0, 1025, 10_000, .max, .min])
  func threads(count: Int) throws {
    let error = NetworkError.threads(count)
    #expect(throws: error) { try PlanRunner(plan, threads: count) }
    #expect(
      error.description == "invalid number of threads \(count); it must be from 1 to 1024")
  }

  @Test("a runner has the threads that it was asked for", arguments: [1, 2, 64])
  func threadCount(count: Int) throws {
    let runner = try PlanRunner(plan, threads: count)
    #expect(runner.threads == count)
    let picture = try picture("one")
    let outputs = try runner.run(picture)
    let expected = try PlanRunner(plan, threads: 1).run(picture)
    #expect(zip(outputs, expected).allSatisfy { $0.hasBits(of: $1) })
  }

  @Test("a batch gives what its pictures give one by one", arguments: [1, 2, 3], [1, 2, 3, 7])
  func batch(threads: Int, count: Int) throws {
    let runner = try PlanRunner(plan, threads: threads)
    let pictures = try (0..<count).map { try picture("picture \($0)") }
    let single = try PlanRunner(plan, threads: 1)
    let expected = try pictures.map { try single.run($0) }
    // Twice, as the second batch finds the memories of the first; between them a single run.
    for _ in 1...2 {
      let outputs = try runner.run(batch: pictures)
      #expect(outputs.count == count)
      for (outputs, expected) in zip(outputs, expected) {
        #expect(outputs.count == expected.count)
        #expect(zip(outputs, expected).allSatisfy { $0.hasBits(of: $1) })
      }
      let last = try runner.run(pictures[count - 1])
      #expect(zip(last, expected[count - 1]).allSatisfy { $0.hasBits(of: $1) })
    }
  }

  @Test("an empty batch is refused")
  func emptyBatch() throws {
    for threads in 1...2 {
      let runner = try PlanRunner(plan, threads: threads)
      #expect(throws: NetworkError.emptyBatch) { try runner.run(batch: []) }
    }
    #expect(NetworkError.emptyBatch.description == "the batch is empty")
  }

  @Test("a picture of another shape or size is refused, alone and in a batch")
  func picture() throws {
    let right = try picture("right")
    let shape = Shape(height: 64, width: 63, channels: 3)
    var short = right
    short.values.removeLast()
    for threads in 1...2 {
      let runner = try PlanRunner(plan, threads: threads)
      for (wrong, error) in [
        (Tensor.seededPicture(shape), NetworkError.picture(expected: right.shape, got: shape)),
        (short, .size(expected: 64 * 64 * 3, got: 64 * 64 * 3 - 1)),
      ] {
        #expect(throws: error) { try runner.run(wrong) }
        #expect(throws: error) { try runner.run(batch: [right, wrong]) }
      }
      #expect(try runner.run(right).count == 1)
    }
  }

  @Test("steps one by one give what a run gives, and steps that are not there do nothing")
  func steps() throws {
    let runner = try PlanRunner(plan, threads: 1)
    let expected = try PlanRunner(plan, threads: 1).run(picture("right"))
    // Memory of another picture must not show.
    _ = try runner.run(picture("other"))
    for index in -1...plan.steps.count { try runner.run(step: index, of: picture("right")) }
    #expect(zip(runner.memory(0).answers, expected).allSatisfy { $0.hasBits(of: $1) })
    let wrong = Tensor<Float>(shape: Shape(height: 1, width: 1, channels: 3))
    #expect(throws: NetworkError.self) { try runner.run(step: 0, of: wrong) }
  }

  @Test("an observer sees the results in order, and the answers are the same")
  func observer() throws {
    let runner = try PlanRunner(plan, threads: 2)
    let right = try picture("right")
    var seen: [Int] = []
    let observed = try runner.run(right) { node, _ in seen.append(node) }
    #expect(seen.count > 4 && seen == seen.sorted() && seen.first == 0)
    let expected = try PlanRunner(plan, threads: 1).run(right)
    #expect(zip(observed, expected).allSatisfy { $0.hasBits(of: $1) })
  }

  @Test("several runners of one plan run side by side")
  func sideBySide() throws {
    let pictures = try (0..<3).map { try picture("picture \($0)") }
    let single = try PlanRunner(plan, threads: 1)
    let expected = try pictures.map { try single.run($0) }
    let failures = Mutex<[String]>([])
    let plan = plan
    ThreadPool(count: 4).run(12) { part, _ in
      do {
        let runner = try PlanRunner(plan, threads: 1 + part % 3)
        for _ in 0..<3 {
          let outputs = try runner.run(pictures[part % 3])
          if !zip(outputs, expected[part % 3]).allSatisfy({ $0.hasBits(of: $1) }) {
            failures.withLock { $0.append("part \(part)") }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock(\.self).isEmpty)
  }

  @Test("no plan without weights of the right size")
  func weights() throws {
    struct Unreadable: WeightSource {
      func values(
        _ node: Int, _ role: ParameterTensor.Role
      ) throws(CheckpointError) -> [Float]? { throw .empty }
    }
    let graph = network.graph
    func plan(_ weights: some WeightSource) throws -> Plan {
      try Plan(graph, weights: weights, kernels: .best)
    }
    for tensor in graph.parameterTensors(naming: nil) {
      var weights = network.weights
      weights.values[tensor.node]?[tensor.role]?.append(0)
      #expect(throws: NetworkError.size(expected: tensor.count, got: tensor.count + 1)) {
        try plan(weights)
      }
      weights.values[tensor.node]?[tensor.role] = nil
      #expect(throws: NetworkError.noWeights(node: tensor.node)) { try plan(weights) }
    }
    #expect(throws: NetworkError.weights(.empty)) { try plan(Unreadable()) }
    #expect(throws: NetworkError.weights(.empty)) { try NetworkWeights(Unreadable(), for: graph) }
    #expect(NetworkError.weights(.empty).description == CheckpointError.empty.description)
  }
}
