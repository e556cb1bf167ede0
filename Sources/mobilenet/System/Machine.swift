import CProcess
import Models

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The machine that the program runs on, and what it was told there.
enum Machine {
  /// How many cores this process may use.
  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The bytes of memory that this process may use: those of the machine, or what its control groups or
  /// the limit on its addresses leave, if that is less.
  static var memory: Int {
    let groups = Files.systemText("/proc/self/cgroup").map(ControlGroups.limitFiles) ?? []
    let limits = groups.compactMap { Files.systemText($0).flatMap(ControlGroups.limit) }
    let all =
      limits + [
        Int(clamping: ProcessInfo.processInfo.physicalMemory),
        Int(clamping: process_address_space()),
      ]
    return all.reduce(.max, min)
  }

  /// A variable of the environment; nothing if it is empty.
  static func variable(_ name: String) -> String? {
    guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
    return text
  }
}
