#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which input is being read, for the message of a process that dies of it.
enum CurrentInput {
  /// The name, ended by zero. Signal handlers may use nothing else.
  nonisolated(unsafe) private static let name = UnsafeMutablePointer<CChar>.allocate(capacity: 256)

  /// Says which input comes now, and that it may take so many seconds.
  static func begin(_ input: String, seconds: UInt32) {
    let bytes = Array(input.utf8.prefix(255))
    for (index, byte) in bytes.enumerated() { name[index] = CChar(bitPattern: byte) }
    name[bytes.count] = 0
    alarm(seconds)
  }

  /// Lets a trap, a stack overflow or a hang name its input.
  static func installHandlers() {
    name[0] = 0
    // A stack that is full has no room for a handler.
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGALRM] {
      var action = sigaction()
      action.sa_flags = Int32(SA_ONSTACK)
      #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handler
      #else
        action.__sigaction_u.__sa_handler = handler
      #endif
      sigaction(number, &action, nil)
    }
  }

  private static let handler: @convention(c) (Int32) -> Void = { signal in
    let text: StaticString = signal == SIGALRM ? "\nfuzz: no end of " : "\nfuzz: a crash by "
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    _ = write(2, CurrentInput.name, strlen(CurrentInput.name))
    _ = write(2, "\n", 1)
    _exit(1)
  }

  /// Prints a text at once, for what comes next may end the process.
  static func show(_ text: String) {
    print(text)
    fflush(nil)
  }

  /// The most memory that the process had, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
