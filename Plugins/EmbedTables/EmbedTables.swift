import Foundation
import PackagePlugin

/// Writes the files of Tables/ into a Swift source, so that the binary works when it is moved alone.
@main
struct EmbedTables: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let tables = context.package.directoryURL.appending(path: "Tables")
    let script = context.package.directoryURL.appending(path: "Scripts/embed-tables.sh")
    let output = context.pluginWorkDirectoryURL.appending(path: "TableFiles.swift")
    let names = try FileManager.default.subpathsOfDirectory(atPath: tables.path())
      .filter { name in
        [".yaml", ".txt", ".json", ".ppm"].contains { name.hasSuffix($0) }
      }.sorted()
    return [
      .buildCommand(
        displayName: "Embedding \(names.count) table files",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path(), output.path(), tables.path()] + names,
        inputFiles: [script] + names.map { tables.appending(path: $0) }, outputFiles: [output])
    ]
  }
}
