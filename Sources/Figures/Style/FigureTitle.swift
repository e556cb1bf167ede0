import Architecture
import Drawing

/// What stands over a figure: the title, facts below it, the source at the right.
struct FigureTitle {
  var title: String
  var facts: [String]
  var source: String

  /// A network's title, with the dialect if it is not the table's own.
  static func title(of spec: ArchitectureSpec) -> String {
    guard let mark = spec.name.firstIndex(of: "@") else { return spec.title }
    return "\(spec.title) \(spec.name[mark...])"
  }

  /// What a model's file is called, for a title that does not say it.
  static func modelName(of spec: ArchitectureSpec) -> [String] {
    spec.imported == nil ? [] : [spec.name]
  }

  /// Where a reader finds the table.
  static func source(of reference: ArchitectureSpec.Reference) -> String {
    let paper = reference.arxiv.map { "arXiv \($0)" } ?? reference.paper
    return ([paper] + (reference.table.map { ["Table \($0)"] } ?? [])).joined(separator: ", ")
  }

  /// The marks on a canvas of some width. Lines that are too long are set smaller, and cut where
  /// that does not help.
  func primitives(width: Double, measuring: some TextMeasuring) -> [Primitive] {
    let (left, right) = (FigureStyle.margin, width - FigureStyle.margin)
    let room = right - left
    let origin = Self.fitting(source, FigureStyle.heading, width: room * 0.3, measuring)
    let heading = Self.fitting(
      title, FigureStyle.title,
      width: room - measuring.width(origin.string, origin.style) - 30, measuring)
    let line = Self.fitting(
      facts.joined(separator: "  ·  "), FigureStyle.subtitle, width: room, measuring)
    return [
      .label(
        heading.string, at: Point(left, 54), heading.style, anchor: .start, baseline: .alphabetic),
      .label(
        origin.string, at: Point(right, 54), origin.style, anchor: .end, baseline: .alphabetic),
      .label(line.string, at: Point(left, 82), line.style, anchor: .start, baseline: .alphabetic),
    ]
  }

  /// The marks on a canvas, and the room they take from its upper edge on. Where there is less room
  /// than on a slide, the facts take several lines and the source stands below them.
  func layout(on canvas: FigureCanvas, measuring: some TextMeasuring) -> FigureKey.Layout {
    let width = canvas.width
    guard canvas != .slide else {
      return FigureKey.Layout(
        size: Size(width, 104), primitives: primitives(width: width, measuring: measuring))
    }
    let room = width - 2 * canvas.margin
    let heading = Self.fitting(
      title, TextStyle(size: 20, weight: .bold), width: room, measuring)
    var marks: [Primitive] = []
    var y = 8.0
    func add(_ string: String, _ style: TextStyle) {
      marks.append(
        .label(string, at: Point(canvas.margin, y), style, anchor: .start, baseline: .top))
      y += measuring.height(style) + 1
    }
    add(heading.string, heading.style)
    for facts in measuring.lines(facts, separator: "  ·  ", FigureStyle.heading, width: room) {
      for line in measuring.lines(facts, FigureStyle.heading, width: room) {
        add(line, FigureStyle.heading)
      }
    }
    for line in measuring.lines(source, FigureStyle.small, width: room) {
      add(line, FigureStyle.small)
    }
    return FigureKey.Layout(size: Size(width, y + 10), primitives: marks)
  }

  /// A line in a size at which it is no wider than some width, but not much smaller than wished.
  private static func fitting(
    _ string: String, _ style: TextStyle, width: Double, _ measuring: some TextMeasuring
  ) -> (string: String, style: TextStyle) {
    let string = string.drawn
    let natural = measuring.width(string, style)
    guard natural > width else { return (string, style) }
    var style = style
    style.size = max(style.size * width / natural, style.size * 0.6, FigureStyle.small.size)
    guard measuring.width(string, style) > width + 0.01 else { return (string, style) }
    return (measuring.cut(string, style, width: width), style)
  }
}
