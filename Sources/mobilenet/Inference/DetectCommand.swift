import ArgumentParser
import CairoRendering
import Detection
import Drawing
import Figures
import Models
import NetworkGraph
import Reporting

struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect", abstract: "Find boxes in a picture.",
    discussion: """
      Runs a detector, decodes the boxes and applies non-maximum suppression, all as its table says. \
      Boxes are in pixels of the picture; if the table has 'clip: no', as for Caffe's SSD, they may \
      reach beyond it. Without --weights, the weights come from a formula and the boxes mean nothing.

        mobilenet detect ssdlite --image Data/rocket.jpg --score 0.5 --output boxes.png
      """)

  @OptionGroup var options: PictureOptions

  @Option(
    name: .long, parsing: .unconditional,
    help: "Show boxes with a score above this. (default: the table's threshold)")
  var score: Double?

  func validate() throws {
    if let score, !(0...1).contains(score) {
      throw ValidationError("--score must be from 0 to 1, not \(score)")
    }
  }

  func run() throws {
    let result = try options.run("boxes", Detector.isAnswer)
    let graph = result.model.graph
    var detector = try Detector(graph)
    if detector.classCount == 1, detector.background != nil { throw PictureOptions.onlyBackground }
    PictureOptions.complain(of: result.answers)
    if let score { detector.suppression.score = score }
    let boxes = try detector.boxes(
      in: result.answers.map(\.values), placement: result.placement,
      width: result.picture.width, height: result.picture.height)
    let note = options.note(on: "boxes")
    let report = DetectionReport(
      options.summary(result, note, classCount: detector.classCount), boxes: boxes,
      labels: try options.options.tables.classNames.names(of: graph, for: detector))
    if let output = options.output {
      let scene = DetectionFigure.scene(
        picture: try result.picture.raster(), marks: report.boxes.map(Self.mark), note: note,
        measuring: try CairoTextMetrics())
      try Figure.write(scene, to: output, pixelsPerPoint: 1)
    }
    if options.answer.format == .json {
      return Console.say(ReportTable.json([report.table(heading: [])]))
    }
    let suppression = detector.suppression
    let heading =
      options.heading(result, note) + [
        "\(Numbers.grouped(detector.boxCount)) boxes; shown are those with a score above"
          + " \(suppression.score) after non-maximum suppression at IoU \(suppression.overlap)"
      ]
    Console.say(report.table(heading: heading).rendered(as: .text, style: Console.style))
  }

  private static func mark(_ box: DetectionReport.NamedBox) -> DetectionFigure.Mark {
    DetectionFigure.Mark(
      rect: Rect(
        x: Double(box.left), y: Double(box.top), width: Double(box.right - box.left),
        height: Double(box.bottom - box.top)), label: box.label, classIndex: box.index)
  }
}
