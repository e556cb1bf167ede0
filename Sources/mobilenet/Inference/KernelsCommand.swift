import ArgumentParser
import Inference
import KernelInterface
import Reporting

struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "The kernel sets, and which this machine can run.",
    discussion: """
      The program has the same kernels for several instruction sets and uses the best that the \
      processor supports. --kernels SET or the environment variable MOBILENET_KERNELS forces one.
      """)

  @OptionGroup var engine: EngineOptions

  func run() throws {
    let chosen = try engine.table().name
    Console.say(
      KernelsReport.table(KernelTable.all, chosen: chosen).rendered(
        as: .text, style: Console.style))
  }
}
