import Testing

/// Figures that are of no network alone, of several, or of a row; and charts.
@Suite("Lesson figures on the command line")
struct LessonFigureTests {
  @Test(
    "each has the name of what it shows",
    arguments: [
      ("draw conv", "conv.svg"), ("draw residual", "residual.svg"),
      ("draw last-stage", "last-stage.svg"), ("draw v2 --view volumes", "mobilenet-v2-volumes.svg"),
      ("draw ssd-mobilenet-v1 --pyramid", "ssd-mobilenet-v1-pyramid.svg"),
      ("draw v1 v2 --aligned", "aligned.svg"), ("draw v2 --block 3", "mobilenet-v2-block-3.svg"),
      ("plot relu-loss --seed 5", "relu-loss.svg"), ("plot costs v2", "costs-v2.svg"),
      ("plot quantization", "quantization.svg"),
      ("plot quantization v3-small --resolution 64", "quantization-v3-small.svg"),
      ("plot memory v3-small", "memory-v3-small.svg"),
      ("plot roofline v2 --gflops 20 --bandwidth 5", "roofline-v2.svg"),
      ("plot profile v3-small --resolution 32 --runs 2", "profile-v3-small.svg"),
      ("plot sweep v1", "sweep-v1.svg"), ("plot divisible", "divisible.svg"),
      ("plot divisible v1", "divisible-v1.svg"), ("plot accuracy", "accuracy.svg"),
      ("plot activations swish h-swish", "activations.svg"),
    ])
  func names(command: String, file: String) throws {
    let scratch = try Scratch()
    let arguments = command.split(separator: " ").map(String.init)
    #expect(try Program.output(arguments, in: scratch) == file + "\n")
    #expect(try scratch.text(file).contains("<svg"))
  }

  @Test(
    "a network in eight bits says if its weights are seeded, and finds no weights that are absent")
  func quantization() throws {
    let scratch = try Scratch()
    let command = ["plot", "quantization", "v2", "--resolution", "32"]
    _ = try Program.output(command + ["-o", "v2.svg"], in: scratch)
    _ = try Program.output(
      command + ["--image", "seeded", "--image", "seeded", "-o", "again.svg"], in: scratch)
    #expect(try scratch.text("v2.svg") != scratch.text("again.svg"))
    let absent = try Program.run(command + ["--image", "none.png"], in: scratch)
    #expect(absent.code == 1 && absent.complaint.contains("none.png"), "\(absent.complaint)")
    let weights = try Program.run(
      command + ["--weights", "none.pth", "--image", "seeded"], in: scratch)
    #expect(weights.code == 1 && weights.complaint.contains("none.pth"), "\(weights.complaint)")
  }

  @Test(
    "--block and a row may stand anywhere",
    arguments: [
      "draw v2 --block 3 -o a.svg", "draw --block 3 v2 -o a.svg", "draw -o a.svg v2 --block 3",
      "draw v2 3 --block -o a.svg", "draw -o a.svg --block v2 3",
      "draw v2 bottleneck2 --block -o a.svg",
    ])
  func orders(command: String) throws {
    let scratch = try Scratch()
    _ = try Program.output(["draw", "v2", "--block", "3", "-o", "expected.svg"], in: scratch)
    _ = try Program.output(command.split(separator: " ").map(String.init), in: scratch)
    #expect(try scratch.bytes("a.svg") == scratch.bytes("expected.svg"))
  }

  @Test(
    "bare --block may stand anywhere",
    arguments: ["draw v2 --block -o a.svg", "draw --block v2 -o a.svg", "draw -o a.svg --block v2"])
  func bare(command: String) throws {
    let scratch = try Scratch()
    _ = try Program.output(["draw", "v2", "--block", "-o", "expected.svg"], in: scratch)
    _ = try Program.output(command.split(separator: " ").map(String.init), in: scratch)
    #expect(try scratch.bytes("a.svg") == scratch.bytes("expected.svg"))
  }

  @Test("canvas and theme change a figure, and its size is the paper's")
  func papers() throws {
    let scratch = try Scratch()
    for (options, width) in [
      (["--canvas", "page"], "468"), (["--canvas", "column"], "252"),
      (["--theme", "dark"], "1280"), (["--theme", "print"], "1280"),
    ] {
      for command in [["draw", "v2"], ["boxes", "ssd"]] {
        _ = try Program.output(command + ["-o", "figure.svg"] + options, in: scratch)
        #expect(try scratch.text("figure.svg").contains("width=\"\(width)"))
      }
    }
  }

  @Test(
    "what cannot be drawn",
    arguments: [
      UsageError("draw", "name a network, or conv, residual or last-stage"),
      UsageError("draw convv", "convv"),
      UsageError("draw v2 --block 99", "'mobilenet-v2' has no row '99'; rows are numbers from"),
      UsageError("draw v2 --block bottleneck22", "did you mean 'bottleneck2'?"),
      UsageError("draw v2 --block 10", "row '10' of 'mobilenet-v2' has no weights"),
      UsageError("draw v2 --pyramid", "'mobilenet-v2' has no heads over maps"),
      UsageError("draw v2 --aligned", "--aligned needs two networks or more"),
      UsageError("draw v1 v2", "one network at a time; --aligned draws several"),
      UsageError("draw v1 --block --pyramid", "give --block or --pyramid, not both"),
      UsageError("draw conv --block", "'conv' is a figure of its own; it takes no --block"),
      UsageError("draw conv --width 0.5", "'draw conv' takes no --width"),
      UsageError("draw v2 --kernel 3", "go with 'draw conv'"),
      UsageError("draw conv --kernel 0", "--kernel must be from 1 to 255, not 0"),
      UsageError("draw v2 --view cubes", "cubes"), UsageError("draw v2 --theme red", "red"),
      UsageError("draw v2 --canvas poster", "poster"),
      UsageError("plot costs", "'plot costs' needs a network"),
      UsageError("plot costs v1 v2", "'plot costs' takes one network"),
      UsageError("plot relu-loss v1", "'plot relu-loss' takes no name"),
      UsageError("plot quantization v1 v2", "'plot quantization' takes at most 1 name"),
      UsageError("plot quantization --image seeded", "go with a network: 'plot quantization NAME'"),
      UsageError(
        "plot quantization --resolution 64", "go with a network: 'plot quantization NAME'"),
      UsageError("plot quantization v2 --weights a.pth", "give a picture to calibrate with"),
      UsageError("plot costs v2 --image seeded", "--image goes with 'plot quantization'"),
      UsageError(
        "plot costs v2 --weights a.pth", "goes with 'plot profile' and 'plot quantization'"),
      UsageError("plot activations swisch", "did you mean 'swish'?"),
      UsageError("plot costs v1 --seed 2", "--seed goes with 'plot relu-loss'"),
      UsageError("plot costs v1 --device v100", "go with 'plot roofline'"),
      UsageError("plot roofline v1", "give --device"),
      UsageError("plot divisible resnet-50", "has no width multiplier in any source"),
      UsageError("plot accuracy yolov3-mobilenet-v3-large", "no top-1 accuracy is published"),
      UsageError("plot profile v1 --runs 0", "--runs must be from 1 to 100000, not 0"),
    ])
  func refused(_ error: UsageError) throws {
    let outcome = try Program.run(error.arguments)
    #expect(outcome.code == 64)
    #expect(outcome.complaint.contains(error.message))
    #expect(outcome.output.isEmpty)
  }

  @Test("no network may have the name of a figure", arguments: ["conv", "residual", "last-stage"])
  func reserved(name: String) throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      name: \(name)
      title: A network
      family: mine
      source: {paper: none}
      input: {shape: [32, 32, 3]}
      variables: {classes: 10}
      columns: [ operator, out, s ]
      rows:
        - [ conv2d 3x3, 8, 2 ]
      """, to: "tables/mine.yaml")
    let outcome = try Program.run(["show", name, "--tables", "tables"], in: scratch)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.contains("'\(name)' is the name of a figure"))
  }
}
