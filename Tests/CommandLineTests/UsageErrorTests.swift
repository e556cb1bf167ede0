import Testing

/// A command line that asks for something impossible, and what the program says to it.
struct UsageError: Sendable, CustomTestStringConvertible {
  var arguments: [String]
  var message: String

  init(_ arguments: String, _ message: String) {
    self.arguments = arguments.split(separator: " ").map(String.init)
    self.message = message
  }

  var testDescription: String { arguments.joined(separator: " ") }
}

@Suite("Impossible command lines: one sentence, exit code 64")
struct UsageErrorTests {
  @Test("a name that is near none: all are listed", arguments: ["resnet", "x", "", "@timm"])
  func unknownName(name: String) throws {
    let outcome = try Program.run(["cost", name])
    #expect(outcome.code == 64)
    let wanted = name == "@timm" ? "" : name
    let begin = "mobilenet: unknown architecture '\(wanted)'; known: "
    #expect(outcome.complaint.hasPrefix(begin))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
    let names = outcome.complaint.dropFirst(begin.count).dropLast().split(separator: ", ")
    for name in ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"] {
      #expect(names.contains(Substring(name)))
    }
  }

  private static func width(_ value: String) -> String {
    "width multiplier \(value) is not possible; it must be from 0.01 to 16.0"
  }

  private static func resolution(_ value: String) -> String {
    "resolution \(value) is not possible; it must be from 1 to 16384"
  }

  private static func tooSmall(_ resolution: Int, row: Int) -> String {
    "resolution \(resolution) is too small: row \(row) has a stride but its input is already 1x1;"
      + " the smallest resolution for all strides is 17"
  }

  @Test(
    "names",
    arguments: [
      UsageError(
        "show mobilenet-v9", "unknown architecture 'mobilenet-v9'; did you mean 'mobilenet-v1'?"),
      UsageError(
        "run mobilenet-v3-smal",
        "unknown architecture 'mobilenet-v3-smal'; did you mean 'mobilenet-v3-small'?"),
      UsageError(
        "verify mobilenetv2", "unknown architecture 'mobilenetv2'; did you mean 'mobilenet-v2'?"),
      UsageError(
        "draw MOBILENET-V2", "unknown architecture 'MOBILENET-V2'; did you mean 'mobilenet-v2'?"),
      UsageError(
        "cost v2@tim",
        "unknown dialect '@tim' of 'mobilenet-v2'; known: @expand-always,"
          + " @note-003, @paper, @slim, @timm, @torchvision"),
      UsageError(
        "run v2@",
        "unknown dialect '@' of 'mobilenet-v2'; known: @expand-always,"
          + " @note-003, @paper, @slim, @timm, @torchvision"),
      UsageError(
        "cost lraspp@timm",
        "unknown dialect '@timm' of 'lraspp-mobilenet-v3-large'; known: @torchvision"),
      UsageError("plot lines", "cannot plot 'lines'; it must be 'activations'"),
    ])
  func names(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test(
    "multipliers",
    arguments: [
      UsageError("cost v2 --width 0", width("0.0")),
      UsageError("cost v2 --width -1", width("-1.0")),
      UsageError("cost v2 --width=-1", width("-1.0")),
      UsageError("cost v2 --width nan", width("nan")),
      UsageError("cost v2 --width inf", width("inf")),
      UsageError("cost v2 --width 1e9", width("1000000000.0")),
      UsageError("run v2 --alpha 0.001", width("0.001")),
      UsageError(
        "cost lraspp --width 0.5",
        "no source defines a width multiplier for 'lraspp-mobilenet-v3-large'"),
      UsageError("cost v2 --resolution 0", resolution("0")),
      UsageError("cost v2 --resolution -5", resolution("-5")),
      UsageError("cost v2 --resolution 100000000", resolution("100000000")),
      UsageError("cost v2 --resolution 1", tooSmall(1, row: 1)),
      UsageError(
        "cost v2:0.5",
        "unknown architecture 'v2:0.5'; --width and --resolution give multipliers here"
      ),
      UsageError("cost v2 --resolution 16", tooSmall(16, row: 7)),
      UsageError("verify v2 --resolution 16", tooSmall(16, row: 7)),
      UsageError("run v2 --resolution 1", tooSmall(1, row: 1)),
      UsageError(
        "cost v2 --rho 0",
        "resolution multiplier 0.0 is not possible; it must be above 0, and the picture at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta -1",
        "resolution multiplier -1.0 is not possible; it must be above 0, and the picture at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta nan",
        "resolution multiplier nan is not possible; it must be above 0, and the picture at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta 1e300",
        "resolution multiplier 1e+300 is not possible; it must be above 0, and the picture at most 16384 pixels"
      ),
      UsageError("cost v2 --beta 1000", resolution("224000")),
      UsageError("cost v2 --beta 0.001", resolution("0")),
      UsageError("cost v2 --rho 0.5 --resolution 99", "give --resolution or --rho, not both"),
      UsageError(
        "cost v2 --classes 0", "0 classes are not possible; it must be from 1 to 1000000"),
      UsageError(
        "run v2 --classes -3", "-3 classes are not possible; it must be from 1 to 1000000"),
      UsageError(
        "cost v2 --classes 1000001",
        "1000001 classes are not possible; it must be from 1 to 1000000"),
    ])
  func multipliers(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test(
    "the smallest resolution that the message names works", arguments: ["cost", "verify", "run"])
  func smallest(command: String) throws {
    let text = try Program.output([command, "v2", "--resolution", "17"])
    #expect(text.contains("input 17x17x3"))
  }

  @Test(
    "options",
    arguments: [
      UsageError(
        "cost v2 --by column",
        "unknown division 'column'; --by must be part, row, block, layer or kind"),
      UsageError(
        "cost v2 --format html",
        "unknown format 'html'; it must be text, markdown, csv, latex or json"),
      UsageError(
        "show v2 --format xml",
        "unknown format 'xml'; it must be text, markdown, csv, latex or json"),
      UsageError("reach ssdlite --cells 0", "--cells must be from 1 to 16384, not 0"),
      UsageError("reach ssdlite --cells -4", "--cells must be from 1 to 16384, not -4"),
      UsageError("reach v2 --cells 16385", "--cells must be from 1 to 16384, not 16385"),
      UsageError(
        "reach v2 --format html",
        "unknown format 'html'; it must be text, markdown, csv, latex or json"),
      UsageError("run v2 --format csv", "unknown format 'csv'; it must be text or json"),
      UsageError("run v2 --top 0", "--top must be from 1 to 1000000, not 0"),
      UsageError("run v2 --top -1", "--top must be from 1 to 1000000, not -1"),
      UsageError("run v2 --top 5000000", "--top must be from 1 to 1000000, not 5000000"),
      UsageError("verify", "name one architecture, or give --all"),
      UsageError("verify v2 --all", "name one architecture, or give --all"),
      UsageError("draw v2 --output v2.gif", "'v2.gif' must end with .svg, .pdf, .png"),
      UsageError("draw v2 --block -o figures/v2", "'figures/v2' must end with .svg, .pdf, .png"),
      UsageError("plot activations -o a.svg.jpg", "'a.svg.jpg' must end with .svg, .pdf, .png"),
    ])
  func options(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  private static let needed =
    "'cost conv' needs --kernel, --in-channels, --out-channels and --size HxW, such as 12x12"
  private static let noNetwork =
    "--by, --separable, --convention, --bridge, --width, --resolution, --rho and --classes go"
    + " with a network"
  private static let layer = "cost conv --kernel 5 --in-channels 3 --out-channels 4"

  @Test(
    "one layer",
    arguments: [
      UsageError("cost conv", needed), UsageError(layer, needed),
      UsageError("\(layer) --size 12", needed), UsageError("\(layer) --size 12x", needed),
      UsageError("\(layer) --size 12xx12", needed), UsageError("\(layer) --size x12x12", needed),
      UsageError("\(layer) --size axb", needed),
      UsageError("\(layer) --size 0x5", "--size must be from 1 to 16384, not 0"),
      UsageError("\(layer) --size 5x16385", "--size must be from 1 to 16384, not 16385"),
      UsageError("\(layer) --size 8x8 --stride 0", "--stride must be from 1 to 255, not 0"),
      UsageError(
        "cost conv --kernel 256 --in-channels 3 --out-channels 4 --size 8x8",
        "--kernel must be from 1 to 255, not 256"),
      UsageError("\(layer) --size 3x3 --padding valid", "a 5x5 window does not fit 3x3x3"),
      UsageError(
        "\(layer) --size 8x8 --padding full",
        "padding 'full' must be valid, same, symmetric or a number"),
      UsageError(
        "cost conv --kernel 255 --in-channels 1000000 --out-channels 1000000 --size 16384x16384",
        "the layer is too large to be counted"),
      UsageError("\(layer) --size 8x8 --width 0.5", noNetwork),
      UsageError("\(layer) --size 8x8 --resolution 5", noNetwork),
      UsageError("\(layer) --size 8x8 --by layer", noNetwork),
      UsageError("\(layer) --size 8x8 --separable", noNetwork),
      UsageError(
        "cost v2 --kernel 3",
        "--kernel, --in-channels, --out-channels, --size, --stride and --padding go with"
          + " 'cost conv'"),
    ])
  func oneLayer(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  /// The argument parser speaks for itself: what is wrong, then how to use the command.
  @Test(
    "what the argument parser refuses",
    arguments: [
      UsageError("paint", "Unexpected argument 'paint'"),
      UsageError("cost", "Missing expected argument '<name>'"),
      UsageError("cost v2 --bogus", "Unknown option '--bogus'"),
      UsageError("reach v2 --cells four", "The value 'four' is invalid for '--cells <cells>'"),
      UsageError("reach v2 --cells 2.5", "The value '2.5' is invalid for '--cells <cells>'"),
      UsageError("list v2", "Unexpected argument 'v2'"),
      UsageError("cost v2 --width", "Missing value for '--width <width>'"),
      UsageError("cost v2 --width wide", "The value 'wide' is invalid for '--width <width>'"),
      UsageError(
        "cost v2 --resolution 2.5", "The value '2.5' is invalid for '--resolution <resolution>'"),
      UsageError(
        "cost v2 --resolution 99999999999999999999",
        "The value '99999999999999999999' is invalid for '--resolution <resolution>'"),
      UsageError("--tables", "Missing value for '--tables <dir>'"),
    ])
  func argumentParser(_ error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.hasPrefix("Error: \(error.message)\n"))
    #expect(outcome.complaint.contains("Usage: mobilenet"))
    #expect(outcome.output.isEmpty)
  }
}
