import Architecture
import KernelInterface
import Kernels

/// Runs a plan: owns the memory of its tensors and the threads. One run at a time; several runners of
/// one plan may run side by side.
public final class PlanRunner {
  /// The plan.
  public let plan: Plan
  /// Threads, the caller's included.
  public var threads: Int { pool.count }
  private let pool: ThreadPool
  private var memories: [RunMemory] = []

  /// Numbers of threads that a runner takes.
  public static let threadCounts = 1...1024

  /// A runner with so many threads, the caller's included. Throws if the number is out of range.
  public init(_ plan: Plan, threads: Int) throws(NetworkError) {
    guard Self.threadCounts.contains(threads) else { throw .threads(threads) }
    self.plan = plan
    pool = ThreadPool(count: threads)
  }

  /// Runs the network on one picture and gives its answers in the order of the graph's outputs.
  ///
  /// `observe` sees the result of every node that the plan keeps as a tensor. Throws if the picture
  /// has another shape than the graph's input.
  public func run(
    _ picture: Tensor<Float>, observe: ((_ node: Int, Tensor<Float>) -> Void)? = nil
  ) throws(NetworkError) -> [Tensor<Float>] {
    try require(picture)
    return memory(0).run(picture, observe: observe)
  }

  /// Runs one step of the plan on a picture, after those before it: who has a clock can time them one by one.
  /// Throws as `run` does.
  package func run(step index: Int, of picture: Tensor<Float>) throws(NetworkError) {
    try require(picture)
    memory(0).run(step: index, of: picture)
  }

  /// Runs the network on every picture; with several threads, each works at pictures of its own.
  /// Throws as `run` does, and if there is no picture.
  public func run(batch: [Tensor<Float>]) throws(NetworkError) -> [[Tensor<Float>]] {
    guard !batch.isEmpty else { throw .emptyBatch }
    guard batch.count > 1, threads > 1 else {
      return try batch.map { picture throws(NetworkError) in try run(picture) }
    }
    for picture in batch { try require(picture) }
    let memories = (1...min(threads, batch.count)).map(memory)
    let results = BatchResults(count: batch.count)
    pool.run(batch.count) { index, worker in
      // With no more pictures than threads every picture has a memory, else every thread has.
      let memory = memories[batch.count <= memories.count ? index : worker]
      results.store(memory.run(batch[index]), at: index)
    }
    return results.values
  }

  /// Throws if a picture is not what the network takes.
  func require(_ picture: Tensor<Float>) throws(NetworkError) {
    let shape = plan.tensors[0].shape
    guard picture.shape == shape else {
      throw .picture(expected: shape, got: picture.shape)
    }
    guard picture.values.count == shape.count else {
      throw .size(expected: shape.count, got: picture.values.count)
    }
  }

  /// The first memory belongs to runs of one picture, in which all threads work; the others to
  /// threads that work alone.
  func memory(_ index: Int) -> RunMemory {
    while memories.count <= index {
      memories.append(RunMemory(plan, pool: memories.isEmpty ? pool : nil))
    }
    return memories[index]
  }
}

/// Results of a batch, each written by one thread.
private final class BatchResults: @unchecked Sendable {
  private let slots: UnsafeMutableBufferPointer<[Tensor<Float>]>

  init(count: Int) {
    slots = .allocate(capacity: count)
    slots.initialize(repeating: [])
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
  }

  func store(_ value: [Tensor<Float>], at index: Int) { slots[index] = value }
  var values: [[Tensor<Float>]] { Array(slots) }
}
