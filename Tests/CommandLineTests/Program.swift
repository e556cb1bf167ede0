import Foundation
import Testing

/// The executable, run as a process of its own.
enum Program {
  /// What a run left behind.
  struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number after a crash.
    var code: Int32
    /// Standard output.
    var output: String
    /// Standard error.
    var complaint: String
  }

  /// The executable stands in the folder of the products, as the test bundle does; the bundle is a
  /// file on Linux and a folder on macOS.
  static let executable: URL? = {
    let starts =
      [Bundle.main.executableURL, Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
    for start in starts {
      guard var folder = start?.resolvingSymlinksInPath() else { continue }
      for _ in 0..<4 {
        let candidate = folder.appending(component: "mobilenet").path(percentEncoded: false)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
          !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
        {
          return URL(filePath: candidate)
        }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }()

  /// The folder that the executable stands in.
  static var folder: URL? { executable?.deletingLastPathComponent() }

  /// Runs the executable with arguments, to its end; what it prints goes to `device`, if given.
  static func run(
    _ arguments: [String], in folder: Scratch? = nil, environment: [String: String] = [:],
    to device: FileHandle? = nil
  ) throws -> Outcome {
    let executable = try #require(
      executable, "no executable 'mobilenet' stands beside the test bundle")
    return try launch(executable, arguments, in: folder, environment: environment, to: device)
  }

  /// Runs a shell's command line, which finds the executable as `mobilenet`, at 112 columns.
  static func shell(_ command: String, in folder: Scratch) throws -> Outcome {
    let products = try #require(
      Self.folder, "no executable 'mobilenet' stands beside the test bundle")
    let path = "\(products.path(percentEncoded: false)):/usr/bin:/bin"
    return try launch(
      URL(filePath: "/bin/sh"), ["-c", command], in: folder,
      environment: ["PATH": path, "COLUMNS": "112"])
  }

  private static func launch(
    _ executable: URL, _ arguments: [String], in folder: Scratch?,
    environment: [String: String], to device: FileHandle? = nil
  ) throws -> Outcome {
    let streams = try Scratch()
    let (output, complaint) = (try streams.file("output"), try streams.file("complaint"))
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = (folder ?? streams).url
    var variables = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "NO_COLOR"] { variables[name] = nil }
    variables["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = variables.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = device ?? output
    process.standardError = complaint
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus + (process.terminationReason == .exit ? 0 : 128),
      output: try streams.text("output"), complaint: try streams.text("complaint"))
  }

  /// What a successful run prints; anything on standard error is an issue.
  static func output(
    _ arguments: [String], in folder: Scratch? = nil, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try run(arguments, in: folder, environment: environment)
    #expect(outcome.code == 0, "\(arguments)", sourceLocation: sourceLocation)
    #expect(outcome.complaint.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
    return outcome.output
  }

  /// The JSON that a successful run prints.
  static func json<Value: Decodable>(
    _ type: Value.Type, _ arguments: [String], in folder: Scratch? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Value {
    let text = try output(arguments, in: folder, sourceLocation: sourceLocation)
    return try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  /// Expects the argument parser to refuse a command line: what is wrong, then how to use the
  /// command.
  static func expectRefusal(
    _ arguments: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments)
    #expect(outcome.code == 64, "\(arguments)", sourceLocation: sourceLocation)
    #expect(
      outcome.complaint.hasPrefix("Error: \(message)\n"), "\(arguments)",
      sourceLocation: sourceLocation)
    #expect(
      outcome.complaint.contains("Usage: mobilenet"), "\(arguments)",
      sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
  }

  /// Expects a run to fail with a code and `mobilenet: ` before the message, and to print nothing.
  static func expectFailure(
    _ arguments: [String], in folder: Scratch? = nil, code: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments, in: folder)
    #expect(outcome.code == code, "\(arguments)", sourceLocation: sourceLocation)
    #expect(
      outcome.complaint == "mobilenet: \(message)\n", "\(arguments)",
      sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
  }
}
