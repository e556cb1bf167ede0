import Architecture
import ArgumentParser
import Detection
import Images
import Models
import NetworkGraph
import TableReading

/// Objects in a picture: a box and a class each.
struct ObjectOptions: ParsableArguments {
  @Option(
    name: .customLong("box"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A true box: left, top, width and height in pixels of the picture; without --image, of the network's input.",
      valueName: "x,y,w,h"),
    transform: { try PixelBox($0) })
  var boxes: [PixelBox] = []

  @Option(
    name: .customLong("class"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("What is in it: the class's name or its number.", valueName: "class"))
  var classes: [String] = []

  /// Boxes and classes belong together, one by one.
  func validate() throws {
    guard boxes.count == classes.count else {
      throw ValidationError(
        "every --box needs its --class; there are \(boxes.count) and \(classes.count)")
    }
  }

  /// The classes as the head counts them. Throws if one does not exist or is the background.
  func classIndices(of detector: Detector, names: [String], network: String) throws -> [Int] {
    try classes.map { text in
      let index =
        Int(text) ?? names.firstIndex { $0.lowercased() == text.lowercased() }
      guard let index else { throw Failure.usage(unknown(text, names, network, detector)) }
      guard (0..<detector.classCount).contains(index) else {
        throw Failure.usage(
          "'\(network)' has no class \(index); its classes are \(Self.numbers(of: detector))")
      }
      guard index != detector.background else {
        throw Failure.usage(
          "class \(index) of '\(network)' is the background; objects have classes"
            + " \(Self.numbers(of: detector))")
      }
      return index
    }
  }

  private func unknown(
    _ text: String, _ names: [String], _ network: String, _ detector: Detector
  ) -> String {
    guard !names.isEmpty else {
      return "the classes of '\(network)' have no names here; they are"
        + " \(Self.numbers(of: detector))"
    }
    let known = names.filter { $0 != ClassNames.background }
    if let near = nearest(to: text, among: known) {
      return "'\(network)' has no class '\(text)'; did you mean '\(near)'?"
    }
    let list = known.count <= 30 ? known : Array(known.prefix(12)) + ["..."]
    return "'\(network)' has no class '\(text)'; its \(known.count) classes are"
      + " \(list.joined(separator: ", "))"
  }

  /// The numbers of the classes without the background: `1 to 20`.
  private static func numbers(of detector: Detector) -> String {
    let all = (0..<detector.classCount).filter { $0 != detector.background }
    return "\(all.first ?? 0) to \(all.last ?? 0)"
  }

  /// A box in pixels of the network's input. Throws if it is not in the picture, or if the preparation
  /// leaves its middle out.
  static func inInput(
    _ box: PixelBox, width: Int, height: Int, placement: Placement, input: Shape, what: String
  ) throws -> CenteredBox {
    guard box.isInside(width: width, height: height) else {
      throw Failure.usage(
        "the box \(box) is not inside \(what), which is \(width)x\(height) pixels")
    }
    let center = CenteredBox(placement.inInput(box.edges))
    guard (0..<Float(input.width)).contains(center.x), (0..<Float(input.height)).contains(center.y)
    else {
      throw Failure.usage("the box \(box) is in a part of the picture that is cropped away")
    }
    return center
  }
}

extension PixelBox {
  /// The box by its edges.
  var edges: Box {
    Box(
      left: Float(left), top: Float(top), right: Float(left + width), bottom: Float(top + height))
  }
}
