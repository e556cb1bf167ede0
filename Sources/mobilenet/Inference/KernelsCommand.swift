import ArgumentParser
import Inference
import KernelInterface
import Reporting

struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "The kernel sets and which of them this machine runs.",
    discussion: """
      The program holds the same kernels for several instruction sets and uses the best that the \
      processor has. --kernels SET, or MOBILENET_KERNELS=SET in the environment, forces one.
      """)

  @OptionGroup var engine: EngineOptions

  func run() throws {
    let chosen = try engine.table().name
    Console.say(
      KernelsReport.table(KernelTable.all, chosen: chosen).rendered(
        as: .text, style: Console.style))
  }
}
