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
/// A job's parts are claimed one by one, the caller's own included, so that a job ends even if no
/// other thread gets a processor. Idle threads watch for the next job for a while, then sleep:
/// a job costs a fraction of a microsecond while they watch. One job runs at a time.
final class ThreadPool: Sendable {
  /// Threads, the caller's included.
  let count: Int
  private let board: Board

  /// A pool of `count` threads, of which the caller's is one.
  init(count: Int) {
    self.count = max(count, 1)
    board = Board()
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
  /// The job's number above, the parts that nobody has claimed below.
  private let state = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  /// Written before `state` announces the job, read after a part was claimed.
  private var body: (@Sendable (Int, Int) -> Void)?
  // At a fixed address, as the system wants them.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private static let unclaimed: UInt64 = 0xFFFF_FFFF
  /// How often an idle thread looks for a job before it sleeps; about half a millisecond.
  private static let patience = 20_000

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
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

  func run(_ parts: Int, _ job: @escaping @Sendable (Int, Int) -> Void) {
    body = job
    finished.store(0, ordering: .relaxed)
    let number = (state.load(ordering: .relaxed) >> 32) &+ 1
    state.store(number << 32 | UInt64(parts), ordering: .sequentiallyConsistent)
    if sleeping.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    while let part = claim(number) {
      job(part, 0)
      finished.add(1, ordering: .releasing)
    }
    var waits = 0
    while finished.load(ordering: .acquiring) < parts {
      csimd_pause()
      waits += 1
      // Perhaps this processor is the one that the other thread waits for.
      if waits % 10_000 == 0 { sched_yield() }
    }
    body = nil
  }

  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Takes a part of a job; nothing if all are taken or another job has begun.
  private func claim(_ number: UInt64) -> Int? {
    var current = state.load(ordering: .acquiring)
    while current >> 32 == number, current & Self.unclaimed > 0 {
      let (exchanged, original) = state.weakCompareExchange(
        expected: current, desired: current - 1, ordering: .acquiringAndReleasing)
      if exchanged { return Int(current & Self.unclaimed) - 1 }
      current = original
    }
    return nil
  }

  func work(_ worker: Int) {
    var idle = 0
    while !isStopped.load(ordering: .relaxed) {
      let current = state.load(ordering: .acquiring)
      guard current & Self.unclaimed > 0 else {
        idle += 1
        csimd_pause()
        if idle > Self.patience {
          sleep()
          idle = 0
        }
        continue
      }
      idle = 0
      while let part = claim(current >> 32) {
        body?(part, worker)
        finished.add(1, ordering: .releasing)
      }
    }
  }

  private func sleep() {
    pthread_mutex_lock(mutex)
    sleeping.add(1, ordering: .sequentiallyConsistent)
    while state.load(ordering: .sequentiallyConsistent) & Self.unclaimed == 0,
      !isStopped.load(ordering: .sequentiallyConsistent)
    {
      pthread_cond_wait(condition, mutex)
    }
    sleeping.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
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
