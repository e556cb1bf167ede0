import Foundation
import Testing

@testable import Inference

/// Counters that several threads raise. The lock is one that ThreadSanitizer knows; it takes what
/// `Mutex` guards for unguarded.
private final class Counters: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Int]

  init(_ count: Int) { values = Array(repeating: 0, count: count) }

  func raise(_ index: Int, by amount: Int = 1) { lock.withLock { values[index] += amount } }
  var all: [Int] { lock.withLock { values } }
}

@Suite("Threads")
struct ThreadPoolTests {
  @Test("every part is done exactly once", arguments: [1, 2, 3, 7, 64])
  func everyPart(threads: Int) {
    let pool = ThreadPool(count: threads)
    #expect(pool.count == threads)
    for parts in [0, 1, 2, 3, 10, 63, 1000] {
      let counters = Counters(parts)
      pool.run(parts) { part, worker in
        counters.raise(part)
        if !(0..<threads).contains(worker) { Issue.record("worker \(worker) of \(threads)") }
      }
      #expect(counters.all == Array(repeating: 1, count: parts))
    }
  }

  @Test("a job ends when its slowest part has ended", arguments: [2, 3, 8])
  func slowParts(threads: Int) {
    let pool = ThreadPool(count: threads)
    for _ in 0..<10 {
      let counters = Counters(2 * threads)
      pool.run(2 * threads) { part, worker in
        // The caller's parts leave the processor to the others, whose take longer.
        usleep(worker == 0 ? 200 : 1_000)
        counters.raise(part)
      }
      #expect(counters.all == Array(repeating: 1, count: 2 * threads))
    }
  }

  @Test("no worker does two parts at a time", arguments: [2, 5])
  func workers(threads: Int) {
    let pool = ThreadPool(count: threads)
    let busy = Counters(threads)
    for _ in 0..<200 {
      pool.run(3 * threads) { _, worker in
        busy.raise(worker)
        if busy.all[worker] != 1 { Issue.record("worker \(worker) does two parts") }
        busy.raise(worker, by: -1)
      }
    }
    #expect(busy.all.allSatisfy { $0 == 0 })
  }

  @Test("many small jobs, each after all of the one before", arguments: [2, 3, 64])
  func manyJobs(threads: Int) {
    let pool = ThreadPool(count: threads)
    // Each part adds its neighbor's number of the job before, so a job that begins too early or
    // does not see what was written gives another sum.
    final class Numbers: @unchecked Sendable {
      var old = [UInt64](0..<5)
      var new = [UInt64](repeating: 0, count: 5)
    }
    let numbers = Numbers()
    var expected = numbers.old
    for job in 0..<2_000 {
      numbers.new.withUnsafeMutableBufferPointer { new in
        nonisolated(unsafe) let new = new
        pool.run(5) { part, _ in new[part] = numbers.old[(part + 1) % 5] &* 3 &+ UInt64(job) }
      }
      swap(&numbers.old, &numbers.new)
      expected = (0..<5).map { expected[($0 + 1) % 5] &* 3 &+ UInt64(job) }
    }
    #expect(numbers.old == expected)
  }

  @Test("threads that went to sleep wake for the next job")
  func sleepers() {
    let pool = ThreadPool(count: 3)
    for pause: UInt32 in [0, 500, 2_000, 20_000, 20_000, 100] {
      usleep(pause)
      let counters = Counters(50)
      pool.run(50) { part, _ in counters.raise(part) }
      #expect(counters.all == Array(repeating: 1, count: 50))
    }
  }

  @Test("pools come and go, with and without a job")
  func comingAndGoing() {
    for round in 0..<100 {
      let pool = ThreadPool(count: 1 + round % 8)
      guard round % 3 > 0 else { continue }
      let counters = Counters(9)
      pool.run(9) { part, _ in counters.raise(part) }
      #expect(counters.all == Array(repeating: 1, count: 9))
    }
  }

  @Test("what a job held is let go at its end, and by a pool that is gone")
  func release() {
    final class Held: Sendable {}
    weak var held: Held?
    do {
      let object = Held()
      held = object
      let pool = ThreadPool(count: 3)
      pool.run(9) { [object] _, _ in _ = object }
      pool.run(9) { _, _ in }
    }
    #expect(held == nil)
  }

  @Test("parts may run pools of their own")
  func nested() {
    let counters = Counters(12)
    ThreadPool(count: 3).run(4) { outer, _ in
      ThreadPool(count: 2).run(3) { inner, _ in counters.raise(outer * 3 + inner) }
    }
    #expect(counters.all == Array(repeating: 1, count: 12))
  }

  @Test("fewer threads than one are one")
  func one() {
    for count in [-5, 0, 1] {
      let pool = ThreadPool(count: count)
      #expect(pool.count == 1)
      let counters = Counters(4)
      pool.run(4) { part, worker in counters.raise(part, by: worker + 1) }
      #expect(counters.all == [1, 1, 1, 1])
    }
  }
}
