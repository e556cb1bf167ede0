import ArgumentParser
import Foundation
import TestSupport

struct FuzzOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "options",
    abstract: "Commands with options that are wrong at random: an answer, or one error.")

  @Option(help: "The program.")
  var program = ".build/release/mobilenet"

  @Option(help: "How long to go on.")
  var seconds = 60

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  /// Commands that answer at once; those that write files have none to write.
  private static let commands = [
    "list", "show", "cost", "separable", "conv", "bridge", "memory", "reach", "roofline", "compare",
    "diff", "sweep", "fit", "multiplier", "explain", "worksheet", "audit", "errata", "kernels",
    "schema",
  ]

  private static let words = [
    "mobilenet-v1", "v2", "v3", "v3-large@timm", "ssdlite", "resnet18", "v2:0.5/160", "v2@", "@",
    "nothing",
    "", " ", "--width", "--alpha", "--resolution", "--rho", "--classes", "--by", "--format",
    "--convention",
    "--device", "--tables", "--rows", "--macs", "--parameters", "--kernel", "--batch", "--help",
    "--",
    "0", "1", "-1", "0.5", "1.4", "nan", "inf", "1e308", "9223372036854775807",
    "9223372036854775808", "192x640",
    "0x0", "1000000", "row", "layer", "json", "csv", "latex", "text", "fvcore", "thop", "v100",
    "stem..last",
    "\u{202E}", "\u{1B}[31m", "中文", "/dev/null", "/dev/full", ".", "3x3", "stem", "bottleneck2.1",
    "--terms", "--language", "zh", "alpha", "h-swish",
  ]

  func run() throws {
    var random = SeededGenerator(seed: seed)
    let end = ContinuousClock.now + .seconds(seconds)
    var runs = 0
    var problems: [String] = []
    while ContinuousClock.now < end, problems.count < 20 {
      var arguments = [Self.commands.randomElement(using: &random) ?? "list"]
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        arguments.append(Self.words.randomElement(using: &random) ?? "")
      }
      runs += 1
      if let problem = try problem(arguments) { problems.append("\(arguments): \(problem)") }
    }
    print("fuzz options: \(runs) command lines")
    for problem in problems { print(problem) }
    if !problems.isEmpty { throw ExitCode.failure }
  }

  /// What is wrong with the answer to a command line; nothing if nothing is.
  private func problem(_ arguments: [String]) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let code = process.terminationStatus
    if process.terminationReason == .uncaughtSignal { return "signal \(code)" }
    if ContinuousClock.now - start > .seconds(10) { return "more than ten seconds" }
    switch code {
    case 0: return complaint.isEmpty || !text.isEmpty ? nil : "exit code 0 with only a complaint"
    case 1, 2, 64: return complaint.isEmpty ? "exit code \(code) without a word" : nil
    default: return "exit code \(code): \(complaint.prefix(200))"
    }
  }
}
