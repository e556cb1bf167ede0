import Architecture
import KernelInterface

/// One step in the memory of a run: its maps, cut into parts that threads share.
final class StepRun: @unchecked Sendable {
  let step: Plan.Step
  let kernels: KernelTable
  private(set) var inputs: [Map]
  let output: Map
  private let scratch: Scratch
  /// What the step does. Found once: what the work consists of would be copied in every run.
  private let work: @Sendable (StepRun) -> Void
  /// The threads; without them the parts run one after the other.
  let pool: ThreadPool?

  init(
    _ step: Plan.Step, kernels: KernelTable, inputs: [Map], output: Map, scratch: Scratch,
    pool: ThreadPool?
  ) {
    self.step = step
    self.kernels = kernels
    self.inputs = inputs
    self.output = output
    self.scratch = scratch
    self.pool = pool
    work =
      switch step.work {
      case .dense(let dense): { $0.runDense(dense) }
      case .depthwise(let depthwise): { $0.runDepthwise(depthwise) }
      case .inverted(let expand, let depthwise, let project):
        { $0.runInverted(expand, depthwise, project) }
      case .plain(let operation, let parameters): { $0.runPlain(operation, parameters) }
      case .integer(let integers): { $0.runIntegers(integers) }
      }
  }

  /// Another place for an input: the picture's, which the caller owns.
  func read(_ values: UnsafePointer<Float>, asInput index: Int) {
    inputs[index].start = UnsafeMutablePointer(mutating: values)
  }

  /// What a dense layer takes besides its map; nothing if it does not.
  func map(of operand: Plan.Operand, _ dense: Plan.Dense?) -> Map? {
    dense?.operands.firstIndex(of: operand).map { inputs[1 + $0] }
  }

  /// Scratch of one worker.
  func scratch(_ worker: Int) -> UnsafeMutablePointer<Float> { scratch.start(worker) }

  func run() { work(self) }

  /// Runs parts of 0..<count in ranges: one for a single thread, else several for each, but none
  /// with less work than is worth a handing over. Ranges begin at multiples of `unit`.
  func share(
    _ count: Int, unit: Int = 1, operations: some BinaryInteger,
    _ body: @Sendable (_ range: Range<Int>, _ worker: Int) -> Void
  ) {
    let threads = pool?.count ?? 1
    let units = (count + unit - 1) / unit
    let worthwhile = max(Int(clamping: operations) / 25_000, 1)
    let parts = threads == 1 ? 1 : min(units, threads * 4, worthwhile)
    guard let pool, parts > 1 else { return body(0..<count, 0) }
    pool.run(parts) { part, worker in
      let start = units * part / parts * unit
      let end = min(units * (part + 1) / parts * unit, count)
      if start < end { body(start..<end, worker) }
    }
  }
}
