import ArgumentParser
import CairoRendering
import Detection
import Drawing
import Figures
import Inference
import Models
import NetworkGraph
import Reporting

struct SegmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment", abstract: "Find the class of every pixel of a picture.",
    discussion: """
      Runs a segmentation network and counts the pixels of each class. Without --weights, the weights \
      come from a formula and the classes mean nothing.

        mobilenet segment lraspp --image Data/chelsea.png --output classes.png
      """)

  @OptionGroup var options: PictureOptions

  func run() throws {
    let result = try options.run("the class of every pixel", ClassMap.isAnswer)
    let picture = result.picture
    guard let answer = result.answers.first,
      let map = ClassMap(answer: answer.values, shape: answer.shape)
    else { throw NetworkError.size(expected: 1, got: result.answers.count) }
    PictureOptions.complain(of: result.answers)
    let classes = map.classes(
      width: picture.width, height: picture.height, placement: result.placement)
    let labels = try options.options.tables.classNames.names(
      of: result.model.graph)
    let note = options.note(on: "classes")
    let report = SegmentationReport(
      options.summary(result, note, classCount: answer.shape.channels), classes: classes,
      labels: labels)
    if let output = options.output {
      let entries = report.classes.map {
        SegmentationFigure.Entry(classIndex: $0.index, name: $0.name)
      }
      let scene = SegmentationFigure.scene(
        picture: try picture.raster(), classes: classes,
        background: labels.firstIndex(of: ClassNames.background), legend: entries, note: note,
        measuring: try CairoTextMetrics())
      if let scene { try Figure.write(scene, to: output, pixelsPerPoint: 1) }
    }
    if options.answer.format == .json {
      return Console.say(ReportTable.json([report.table(heading: [])]))
    }
    Console.say(
      report.table(heading: options.heading(result, note)).rendered(
        as: .text, style: Console.style))
  }
}
