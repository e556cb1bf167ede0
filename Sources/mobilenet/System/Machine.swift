#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The machine that the program runs on, and what it was told there.
enum Machine {
  /// How many cores this process may use.
  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The bytes of memory.
  static var memory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }

  /// A variable of the environment; nothing if it is empty.
  static func variable(_ name: String) -> String? {
    guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
    return text
  }
}
