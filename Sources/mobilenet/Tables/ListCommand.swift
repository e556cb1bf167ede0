import ArgumentParser
import Architecture
import NetworkGraph
import Reporting

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The architectures with their parameters and costs.",
    discussion: """
      MACs are multiply-accumulates: one multiplication and one addition of a convolution or a \
      fully connected layer. A dialect is what one framework or text does differently; write it \
      behind the name, as in mobilenet-v3-large@timm.
      """)

  @Flag(name: .long, help: "Only names, one a line, alone and with every dialect.")
  var names = false

  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !names || output.format == .text else {
      throw ValidationError("--names are plain text; leave --format out")
    }
  }

  func run() throws {
    let library = try tables.library()
    var entries: [(graph: Graph, dialects: [String])] = []
    var broken: [String] = []
    for name in library.architectureNames {
      do {
        let spec = try library.architecture(named: name)
        entries.append((try Graph(expanding: spec), library.dialects(of: spec.family)))
      } catch {
        broken.append(Failure(error)?.message ?? "\(error)")
      }
    }
    if names {
      let names = entries.flatMap { entry in
        let name = entry.graph.spec.name
        return [name] + entry.dialects.map { "\(name)@\($0)" }
      }
      Console.say(names.joined(separator: "\n"))
    } else {
      output.say([ListReport.table(entries)])
    }
    if !broken.isEmpty { throw Failure.file(broken.joined(separator: "\n")) }
  }
}
