import CSIMD
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads that share the parts of one job after another.
///
/// Each thread takes the parts of its own share first, the same share of every job, so that what it
/// wrote in one job is in its cache for the next; then those that others have left. The caller is one
/// of the threads, so a job ends even if no other one gets a processor. Idle threads watch for the
/// next job for a while, then sleep: a job costs a fraction of a microsecond while they watch. One job
/// runs at a time.
final class ThreadPool: Sendable {
  /// Threads, the caller's included.
  let count: Int
  private let board: Board

  /// A pool of `count` threads, of which the caller's is one.
  init(count: Int) {
    self.count = max(count, 1)
    board = Board(workers: self.count)
    var worker = 1
    while worker < self.count {
      board.startWorker(worker)
      worker += 1
    }
  }

  deinit { board.stop() }

  /// Runs `body` for the parts 0..<parts, in any order on any thread, and tells it which worker it
  /// is, the caller being 0; returns when all are done.
  func run(_ parts: Int, _ body: @Sendable (_ part: Int, _ worker: Int) -> Void) {
    guard count > 1, parts > 1 else {
      for part in 0..<parts { body(part, 0) }
      return
    }
    withoutActuallyEscaping(body) { board.run(parts, $0) }
  }
}

/// What the threads of a pool have in common. Workers hold it, not the pool, so that the pool can go.
private final class Board: @unchecked Sendable {
  /// For each worker the number of the job above, the parts of its share that nobody has claimed
  /// below.
  private let shares: UnsafeMutablePointer<Share>
  private let workers: Int
  /// The number of the last job. Changed by the caller only.
  private let job = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  /// Written before the shares announce the job, read after a part was claimed.
  private var body: (@Sendable (Int, Int) -> Void)?
  private var parts = 0
  // At a fixed address, as the system wants them.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private static let unclaimed: UInt64 = 0xFFFF_FFFF
  /// How often an idle thread looks for a job before it sleeps; about half a millisecond.
  private static let patience = 20_000

  init(workers: Int) {
    self.workers = workers
    shares = .allocate(capacity: workers)
    for worker in 0..<workers { (shares + worker).initialize(to: Share()) }
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
    shares.deinitialize(count: workers)
    shares.deallocate()
  }

  func startWorker(_ worker: Int) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let seat = Unmanaged.passRetained(Seat(board: self, worker: worker))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let failed = pthread_create(
      &thread, &attributes,
      { argument in
        // The type of the argument differs between systems.
        let pointer: UnsafeMutableRawPointer? = argument
        if let pointer {
          let seat = Unmanaged<Seat>.fromOpaque(pointer).takeRetainedValue()
          seat.board.work(seat.worker)
        }
        return nil
      }, seat.toOpaque())
    // Without the thread the others do its share.
    if failed != 0 { seat.release() }
    pthread_attr_destroy(&attributes)
  }

  func run(_ parts: Int, _ body: @escaping @Sendable (Int, Int) -> Void) {
    self.body = body
    self.parts = parts
    finished.store(0, ordering: .relaxed)
    let number = job.load(ordering: .relaxed) &+ 1
    for worker in 0..<workers {
      let count = firstPart(of: worker + 1) - firstPart(of: worker)
      shares[worker].state.store(number << 32 | UInt64(count), ordering: .releasing)
    }
    job.store(number, ordering: .sequentiallyConsistent)
    if sleeping.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    take(as: 0)
    var waits = 0
    while finished.load(ordering: .acquiring) < parts {
      csimd_pause()
      waits += 1
      // Perhaps this processor is the one that the other thread waits for.
      if waits % 10_000 == 0 { sched_yield() }
    }
    self.body = nil
  }

  /// The first part of a worker's share.
  private func firstPart(of worker: Int) -> Int { parts * worker / workers }

  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Works at the parts that are left, those of the worker's own share first.
  private func take(as worker: Int) {
    for offset in 0..<workers {
      let owner = worker + offset < workers ? worker + offset : worker + offset - workers
      while let left = claim(owner) {
        perform(firstPart(of: owner) + left, worker)
        finished.add(1, ordering: .releasing)
      }
    }
  }

  /// A function of its own, so that nothing holds the job's closure after the part was counted.
  @inline(never)
  private func perform(_ part: Int, _ worker: Int) { body?(part, worker) }

  /// Takes one of the parts that are left of a share, the last one first; nothing if none is. Whoever
  /// takes one sees the job that it belongs to, for that cannot end before the part has.
  private func claim(_ owner: Int) -> Int? {
    var current = shares[owner].state.load(ordering: .acquiring)
    while current & Self.unclaimed > 0 {
      let (exchanged, original) = shares[owner].state.weakCompareExchange(
        expected: current, desired: current - 1, ordering: .acquiringAndReleasing)
      if exchanged { return Int(current & Self.unclaimed) - 1 }
      current = original
    }
    return nil
  }

  func work(_ worker: Int) {
    var seen: UInt64 = 0
    var idle = 0
    while !isStopped.load(ordering: .relaxed) {
      let current = job.load(ordering: .acquiring)
      guard current != seen else {
        idle += 1
        csimd_pause()
        if idle > Self.patience {
          sleep(seen)
          idle = 0
        }
        continue
      }
      idle = 0
      seen = current
      take(as: worker)
    }
  }

  private func sleep(_ seen: UInt64) {
    pthread_mutex_lock(mutex)
    sleeping.add(1, ordering: .sequentiallyConsistent)
    while job.load(ordering: .sequentiallyConsistent) == seen,
      !isStopped.load(ordering: .sequentiallyConsistent)
    {
      pthread_cond_wait(condition, mutex)
    }
    sleeping.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}

/// One worker's share of a job, on a cache line of its own.
private struct Share: ~Copyable {
  let state = Atomic<UInt64>(0)
  private let padding: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
    0, 0, 0, 0, 0, 0, 0
  )
}

/// What a new thread is told.
private final class Seat {
  let board: Board
  let worker: Int

  init(board: Board, worker: Int) {
    self.board = board
    self.worker = worker
  }
}
