import ArgumentParser
import Architecture
import NetworkGraph
import Reporting

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The architectures with their parameters and MACs.",
    discussion: """
      MACs are multiply-accumulates: one multiplication and one addition of a convolution or a fully \
      connected layer. A dialect is a network as one framework or text builds it; append it to the \
      name, as in mobilenet-v3-large@timm.
      """)

  @Flag(name: .long, help: "Only the names, one per line, with and without dialects.")
  var names = false

  @OptionGroup var tables: TableOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !names || output.format == .text else {
      throw ValidationError("--names prints plain text; leave out --format")
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
        // Tables that share a wrong file all say so.
        let message = Failure(error)?.message ?? "\(error)"
        if !broken.contains(message) { broken.append(message) }
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
