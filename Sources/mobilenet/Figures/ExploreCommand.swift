import ArgumentParser
import CProcess
import EmbeddedPage
import Models
import Reporting
import TableReading

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "All of it as one page for a browser.",
    discussion: """
      Writes a page that needs no server and no network: networks, costs, figures and a forward pass, \
      computed in the page by this program's own code. With --tables, your tables are in it; with --image, \
      the network runs on the picture as soon as the page opens.

        mobilenet explore
        mobilenet explore mobilenet-v3-small --output v3-small.html --open
        mobilenet explore mynet --tables My/Tables
      """)

  @Argument(help: "The network to begin with.", completion: .networks)
  var name: String?

  @OptionGroup var tables: TableOptions

  @Option(
    name: .long, help: ArgumentHelp("A picture that the network runs on.", valueName: "file"),
    completion: .file())
  var image: String?

  @Option(
    name: [.long, .short], help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var output = "mobilenet.html"

  @Flag(name: .customLong("open"), help: "Open the page in the browser.")
  var opens = false

  @OptionGroup var overwriting: OverwriteOptions

  /// The pictures that browsers know, by the ends of their names.
  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
  ]

  func run() throws {
    guard let page = EmbeddedPage.text else {
      throw Failure.file(
        "this program was built without the explorer's page; 'make explorer' makes it and builds it in"
      )
    }
    let library = try tables.library()
    try overwriting.check(output, reading: tables.files + (image.map { [$0] } ?? []))
    let given = ExplorerPage(
      network: try name.map { try library.request($0).name },
      tables: try tables.files.filter { !$0.hasSuffix(".txt") }.map { path in
        (name: path, text: String(decoding: try Files.regularBytes(path), as: UTF8.self))
      },
      picture: try image.map(picture))
    guard let text = given.text(in: page) else {
      throw Failure.file("the page in this program is not the explorer's; run 'make explorer'")
    }
    try Files.write(Array(text.utf8), to: output)
    Console.say(path: output)
    if opens { try open() }
  }

  private func picture(_ path: String) throws -> ExplorerPage.File {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let type = Self.types[ending] else {
      throw Failure.usage("'\(path)' must end with .png, .jpg, .jpeg or .webp")
    }
    return ExplorerPage.File(name: name, type: type, bytes: try Files.bytes(path))
  }

  /// Asks the system to open the file.
  private func open() throws {
    #if os(macOS)
      let program = "open"
    #else
      let program = "xdg-open"
    #endif
    // A name that begins with a hyphen would be an option.
    switch process_run(program, output.hasPrefix("-") ? "./" + output : output) {
    case 0: break
    case -1: throw Failure.file("there is no '\(program)' to open '\(output)' with")
    default: throw Failure.file("'\(program)' could not open '\(output)'")
    }
  }
}
