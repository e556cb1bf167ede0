import CairoRendering
import Drawing
import Figures

/// Figures as files: the type follows from the extension.
enum Figure {
  static func format(of path: String) throws -> FigureFormat {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } : nil
    guard let ending, let format = FigureFormat(rawValue: ending) else {
      throw Failure.usage(
        "'\(path)' must end with \(FigureFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", "))"
      )
    }
    return format
  }

  static func write(_ scene: Scene, to path: String, pixelsPerPoint: Double = 2) throws {
    try Files.write(bytes(of: scene, for: path, pixelsPerPoint: pixelsPerPoint), to: path)
  }

  /// What a file of a path would hold.
  static func bytes(
    of scene: Scene, for path: String, pixelsPerPoint: Double = 2
  ) throws -> [UInt8] {
    let format = try format(of: path)
    do {
      return try CairoRenderer.render(scene, as: format, pixelsPerPoint: pixelsPerPoint)
    } catch {
      throw Failure.file("cannot draw '\(path)': \(error)")
    }
  }
}
