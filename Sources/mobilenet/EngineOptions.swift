import ArgumentParser
import Foundation
import Inference
import KernelInterface

/// Which kernels run, on how many threads.
struct EngineOptions: ParsableArguments {
  @Option(
    name: .customLong("kernels"),
    help: ArgumentHelp(
      "reference, sse2, avx2, avx512 or neon; else MOBILENET_KERNELS, else the best that this machine"
        + " runs.", valueName: "set"))
  var name: String?

  func table() throws -> KernelTable {
    let asked = ProcessInfo.processInfo.environment["MOBILENET_KERNELS"]
    guard let name = name ?? asked.flatMap({ $0.isEmpty ? nil : $0 }) else { return .best }
    return try KernelTable.named(name)
  }
}

/// How many threads run.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"), parsing: .unconditional,
    help: "Threads that share each layer; all cores unless given. The numbers do not depend on it.")
  var number: Int?

  static var allCores: Int { ProcessInfo.processInfo.activeProcessorCount }

  var count: Int { number ?? Self.allCores }
}
