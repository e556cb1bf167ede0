import Foundation
import PackagePlugin

/// Writes the files of Tables/ into a Swift source, or the explorer's page if it has been made, so that the
/// binary works when it is moved alone.
@main
struct EmbedTables: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let isPage = target.name == "EmbeddedPage"
    let folder = context.package.directoryURL.appending(path: isPage ? "Explorer" : "Tables")
    let script = context.package.directoryURL.appending(path: "Scripts/embed-tables.sh")
    let output = context.pluginWorkDirectoryURL.appending(path: "TableFiles.swift")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      .filter { name in
        isPage
          ? name == "mobilenet.html"
          : [".yaml", ".txt", ".json", ".ppm"].contains { name.hasSuffix($0) }
      }.sorted()
    return [
      .buildCommand(
        displayName: "Embedding \(names.count) files of \(folder.lastPathComponent)",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path(), output.path(), folder.path()] + names,
        inputFiles: [script] + names.map { folder.appending(path: $0) }, outputFiles: [output])
    ]
  }
}
