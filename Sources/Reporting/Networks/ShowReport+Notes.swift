import Architecture
import NetworkGraph

extension ShowReport {
  static func reference(_ spec: ArchitectureSpec) -> String {
    let table = spec.reference.table.map { ", Table \($0)" } ?? ""
    let arxiv = spec.reference.arxiv.map { ", arXiv \($0)" } ?? ""
    return spec.reference.paper + arxiv + table
  }

  /// Who builds the network so, if it is a dialect.
  static func dialect(_ spec: ArchitectureSpec) -> [String] {
    guard let dialect = spec.dialect else { return [] }
    let source = dialect.source.map { "; source: \($0)" } ?? ""
    return ["@\(dialect.name): \(dialect.title)\(source)"]
  }

  /// The same for programs.
  static func facts(_ spec: ArchitectureSpec) -> [String: JSONValue] {
    guard let dialect = spec.dialect else { return [:] }
    return [
      "dialect": .object([
        "name": .text(dialect.name), "title": .text(dialect.title),
        "source": dialect.source.map { .text($0) } ?? .null,
      ])
    ]
  }

  static func errata(_ spec: ArchitectureSpec) -> [String] {
    spec.errata.map { erratum in
      let text = erratum.text ?? "the source"
      let place =
        erratum.cell.map { "* row \($0.row), \($0.column): \(text)" }
        ?? text.prefix(1).uppercased() + text.dropFirst()
      return "\(place) prints '\(erratum.printed)'; \(erratum.reason)"
    }
  }

  /// How a picture becomes the input, in one line; none if nobody says.
  package static func picture(_ graph: Graph) -> [String] {
    guard let preprocessing = graph.spec.preprocessing else { return [] }
    func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    let fit =
      switch preprocessing.fit {
      case .crop(let fraction):
        graph.input.resolution.isSquare
          ? "shorter side to \(graph.input.height) / \(fraction) pixels, then a center crop"
          : "resized to cover \(graph.input.resolution) / \(fraction) pixels, then a center crop"
      case .stretch: "stretched to the input's size"
      case .center(let fraction):
        "the middle \(fraction) of each side, stretched to the input's size"
      case .letterbox(let fill):
        graph.input.resolution.isSquare
          ? "longer side to the input's, padded with gray \(fill)"
          : "resized to fit in the input, padded with gray \(fill)"
      }
    let filter =
      switch preprocessing.filter {
      case .antialiased: "bilinear, antialiased"
      case .antialiasedCubic: "bicubic, antialiased"
      case .linear: "bilinear"
      case .cubic: "bicubic"
      case .linearCorners: "bilinear between top left corners"
      }
    let (mean, deviation) = (preprocessing.mean, preprocessing.standardDeviation)
    let isPlain = mean.allSatisfy { $0 == 0 } && deviation.allSatisfy { $0 == 1 }
    return [
      "Preprocessing: \(fit) (\(filter)); \(mean.count == 1 ? "gray" : preprocessing.channels.rawValue),"
        + " 0 to \(Numbers.fixed(preprocessing.range, 0))"
        + (isPlain
          ? "."
          : ", minus \(list(mean)), divided by \(list(deviation))"
            + (Set(mean).count > 1 ? " (red, green, blue)." : "."))
    ]
  }

  static func claims(_ graph: Graph) -> [String] {
    let spec = graph.spec
    let claims = spec.rows.filter { $0.inputClaim != nil }.count
    guard claims > 0 else { return ["The table claims no input shapes."] }
    let size =
      graph.scaling == Scaling()
      ? ""
      : " at the table's own size, alpha \(Numbers.fixed(spec.nominalWidth, 2)) and \(spec.input)"
    return [
      "All \(claims) claimed input shapes agree with the rows\(size)."
    ]
  }
}
