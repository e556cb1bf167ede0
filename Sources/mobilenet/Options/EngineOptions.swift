import ArgumentParser
import Inference
import KernelInterface

/// Which kernels run, on how many threads.
struct EngineOptions: ParsableArguments {
  @Option(
    name: .customLong("kernels"),
    help: ArgumentHelp(
      "The kernels. (default: MOBILENET_KERNELS, else the best that this machine can run)",
      valueName: "set"))
  var name: KernelSetName?

  func table() throws -> KernelTable {
    guard let name = name?.rawValue ?? Machine.variable("MOBILENET_KERNELS") else { return .best }
    return try KernelTable.named(name)
  }
}

extension KernelSetName: ExpressibleByArgument {}

/// How many threads run.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"), parsing: .unconditional,
    help: "Threads that share each layer. The results do not depend on it. (default: all cores)")
  var number: Int?

  static var allCores: Int { Machine.cores }

  var count: Int { number ?? Self.allCores }
}
