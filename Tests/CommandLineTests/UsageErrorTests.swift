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
  @Test("a name that is near none: all are listed", arguments: ["inception", "x", "", "@timm"])
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
    "invalid width multiplier \(value); it must be from 0.01 to 16.0"
  }

  private static func resolution(_ value: String) -> String {
    "invalid resolution \(value); it must be from 1 to 16384"
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
        "verify mobilenetv9", "unknown architecture 'mobilenetv9'; did you mean 'mobilenet-v1'?"),
      UsageError(
        "cost v3", "'v3' is ambiguous: mobilenet-v3-large or mobilenet-v3-small?"),
      UsageError(
        "cost mobilenet_v3",
        "'mobilenet_v3' is ambiguous: mobilenet-v3-large or mobilenet-v3-small?"),
      UsageError(
        "cost lraspp_050",
        "unknown architecture 'lraspp_050'; did you mean 'lraspp-mobilenet-v3-large'?"),
      UsageError(
        "cost mobilenetv2_050 --width 0.75",
        "'mobilenetv2_050' says width 0.5, but width 0.75 is given, too"),
      UsageError(
        "compare v2 mobilenetv2_050:0.75",
        "'mobilenetv2_050' says width 0.5, but width 0.75 is given, too"),
      UsageError(
        "sweep mobilenetv2_050 --width 0.5,0.75",
        "'mobilenetv2_050' says width 0.5, but width 0.75 is given, too"),
      UsageError(
        "cost v2@tim",
        "unknown dialect '@tim' of 'mobilenet-v2'; known: @d-li14, @expand-always, @keras, @keras-2,"
          + " @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
      ),
      UsageError(
        "run v2@",
        "unknown dialect '@' of 'mobilenet-v2'; known: @d-li14, @expand-always, @keras, @keras-2,"
          + " @keras-numbered, @note-003, @paddle, @paddle-vision, @paper, @slim, @timm, @torchvision"
      ),
      UsageError(
        "cost lraspp@timm",
        "unknown dialect '@timm' of 'lraspp-mobilenet-v3-large'; known: @torchvision"),
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
        "'lraspp-mobilenet-v3-large' has no width multiplier: its table has no rule 'width'"),
      UsageError("cost v2 --resolution 0", resolution("0")),
      UsageError("cost v2 --resolution -5", resolution("-5")),
      UsageError("cost v2 --resolution 100000000", resolution("100000000")),
      UsageError("cost v2 --resolution 1", tooSmall(1, row: 1)),
      UsageError(
        "cost v2:0.5",
        "unknown architecture 'v2:0.5'; use --width and --resolution for multipliers here"
      ),
      UsageError("cost v2 --resolution 16", tooSmall(16, row: 7)),
      UsageError("verify v2 --resolution 16", tooSmall(16, row: 7)),
      UsageError("run v2 --resolution 1", tooSmall(1, row: 1)),
      UsageError(
        "cost v2 --rho 0",
        "invalid resolution multiplier 0.0; it must be above 0, and the input at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta -1",
        "invalid resolution multiplier -1.0; it must be above 0, and the input at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta nan",
        "invalid resolution multiplier nan; it must be above 0, and the input at most 16384 pixels"
      ),
      UsageError(
        "cost v2 --beta 1e300",
        "invalid resolution multiplier 1e+300; it must be above 0, and the input at most 16384 pixels"
      ),
      UsageError("cost v2 --beta 1000", resolution("224000")),
      UsageError("cost v2 --beta 0.001", resolution("0")),
      UsageError(
        "cost v2 --classes 0", "invalid number of classes 0; it must be from 1 to 1000000"),
      UsageError(
        "run v2 --classes -3", "invalid number of classes -3; it must be from 1 to 1000000"),
      UsageError(
        "cost v2 --classes 1000001",
        "invalid number of classes 1000001; it must be from 1 to 1000000"),
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
      UsageError("verify", "name one architecture, or give --all"),
      UsageError("verify v2 --all", "name one architecture, or give --all"),
      UsageError("draw v2 --output v2.gif", "'v2.gif' must end with .svg, .pdf, .png"),
      UsageError("draw v2 --block -o figures/v2", "'figures/v2' must end with .svg, .pdf, .png"),
      UsageError("plot activations -o a.svg.jpg", "'a.svg.jpg' must end with .svg, .pdf, .png"),
    ])
  func options(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  private static let layer = "conv --kernel 5 --in-channels 3 --out-channels 4"
  private static let size = "must be a height and a width, such as 12x12"
  private static func wrongSize(_ text: String) -> String {
    "The value '\(text)' is invalid for '--size <HxW>': \(size)"
  }

  @Test(
    "one layer that cannot be",
    arguments: [
      UsageError("\(layer) --size 3x3 --padding valid", "a 5x5 window does not fit 3x3x3"),
      UsageError(
        "conv --kernel 255 --in-channels 1000000 --out-channels 1000000 --size 16384x16384",
        "the layer is too large to count"),
    ])
  func impossibleLayer(_ error: UsageError) throws {
    try Program.expectFailure(error.arguments, code: 64, error.message)
  }

  @Test(
    "one layer, badly described",
    arguments: [
      UsageError("cost conv", "give --kernel, --in-channels, --out-channels, --size as well"),
      UsageError("conv", "give --kernel, --in-channels, --out-channels, --size as well"),
      UsageError(layer, "give --size as well"),
      UsageError("\(layer) --size 12", wrongSize("12")),
      UsageError("\(layer) --size 12x", wrongSize("12x")),
      UsageError("\(layer) --size 12xx12", wrongSize("12xx12")),
      UsageError("\(layer) --size x12x12", wrongSize("x12x12")),
      UsageError("\(layer) --size axb", wrongSize("axb")),
      UsageError("\(layer) --size 0x5", "--size must be from 1 to 16384, not 0"),
      UsageError("\(layer) --size 5x16385", "--size must be from 1 to 16384, not 16385"),
      UsageError("\(layer) --size 8x8 --stride 0", "--stride must be from 1 to 255, not 0"),
      UsageError(
        "conv --kernel 256 --in-channels 3 --out-channels 4 --size 8x8",
        "--kernel must be from 1 to 255, not 256"),
      UsageError(
        "\(layer) --size 8x8 --padding full",
        "The value 'full' is invalid for '--padding <padding>': must be valid, same, symmetric or a"
          + " number"),
      UsageError("cost \(layer) --size 8x8 --width 0.5", "Unknown option '--width'"),
      UsageError("\(layer) --size 8x8 --resolution 5", "Unknown option '--resolution'"),
      UsageError("\(layer) --size 8x8 --by layer", "Unknown option '--by'"),
      UsageError("\(layer) --size 8x8 --separable", "Unknown option '--separable'"),
      UsageError("cost v2 --kernel 3", "Unknown option '--kernel'"),
    ])
  func oneLayer(_ error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }

  @Test(
    "what the argument parser refuses",
    arguments: [
      UsageError("paint", "Unexpected argument 'paint'"),
      UsageError("cost", "Missing expected argument '<name>'"),
      UsageError("cost v2 --bogus", "Unknown option '--bogus'"),
      UsageError(
        "diff v2 v2 --rows 3",
        "The value '3' is invalid for '--rows <from..to>': must be two rows with .. between them, such as"
          + " 2..5"),
      UsageError(
        "bench v3-small --threads 1,",
        "The value '1,' is invalid for '--threads <threads>': must be numbers from 1 to 1024, with commas,"
          + " such as 1,2"),
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
      UsageError("--tables", "Missing value for '--tables'"),
      UsageError(
        "plot lines",
        "The value 'lines' is invalid for '<subject>'. Please provide one of the following:"),
      UsageError(
        "cost v2 --by column", "The value 'column' is invalid for '--by <by>'. \(divisions)"),
      UsageError(
        "cost v2 --format html", "The value 'html' is invalid for '--format <format>'. \(formats)"),
      UsageError(
        "reach v2 --format html", "The value 'html' is invalid for '--format <format>'. \(formats)"),
      UsageError(
        "audit v2 --format xml", "The value 'xml' is invalid for '--format <format>'. \(formats)"),
      UsageError(
        "errata --format xml", "The value 'xml' is invalid for '--format <format>'. \(formats)"),
      UsageError("cost v2 --rho 0.5 --resolution 99", "give --resolution or --rho, not both"),
      UsageError("reach ssdlite --cells 0", "--cells must be from 1 to 16384, not 0"),
      UsageError("reach ssdlite --cells -4", "--cells must be from 1 to 16384, not -4"),
      UsageError("reach v2 --cells 16385", "--cells must be from 1 to 16384, not 16385"),
      UsageError("run v2 --top 0", "--top must be from 1 to 1000000, not 0"),
      UsageError("run v2 --top -1", "--top must be from 1 to 1000000, not -1"),
      UsageError("run v2 --top 5000000", "--top must be from 1 to 1000000, not 5000000"),
    ])
  func argumentParser(_ error: UsageError) throws {
    try Program.expectRefusal(error.arguments, error.message)
  }

  private static let divisions = "Please provide one of 'part', 'row', 'block', 'layer' or 'kind'."
  private static let formats =
    "Please provide one of 'text', 'markdown', 'csv', 'latex' or 'json'."
}
