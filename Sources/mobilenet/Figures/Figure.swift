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
    let format = try format(of: path)
    do {
      try Files.write(
        try CairoRenderer.render(scene, as: format, pixelsPerPoint: pixelsPerPoint), to: path)
    } catch let error as RenderingError {
      throw Failure.file("cannot draw '\(path)': \(error)")
    }
  }
}
