import Architecture
import Detection
import Images
import Inference
import Kernels
import NetworkGraph

extension Hearing {
  /// Compares the boxes that the table's head makes of answers by formula: the numbers that have an
  /// answer's name, times four, so that scores differ and boxes move. The picture has the input's size.
  func askBoxes(_ witness: Witness, _ testimony: inout Testimony) {
    guard !witness.detections.isEmpty, testimony.contradiction == nil else { return }
    guard graph.input.resolution == graph.spec.input.resolution else {
      testimony.notAsked = "its boxes are of another resolution"
      return
    }
    func contradict(_ text: String) { testimony.contradiction = .init(.boxes, text) }
    let boxes: [DetectedBox]
    do throws(DetectionError) {
      let (width, height) = (graph.input.width, graph.input.height)
      boxes = try Detector(graph).boxes(
        in: graph.outputs.map { output in
          SeededNumbers.uniform(output.name, count: graph.nodes[output.node].shape.count)
            .map { 4 * $0 }
        }, placement: Placement(scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0), width: width,
        height: height)
    } catch { return contradict("\(error)") }
    let found = [
      ("boxes", 4, boxes.flatMap { [$0.box.left, $0.box.top, $0.box.right, $0.box.bottom] }),
      ("scores", 1, boxes.map { $0.score }), ("classes", 1, boxes.map { Float($0.classIndex) }),
    ]
    for (name, values, numbers) in found {
      guard let expected = witness.detections[name] else { continue }
      let shape = Shape(height: boxes.count, width: 1, channels: values)
      guard let tensor = Tensor(shape: shape, values: numbers) else { continue }
      if let difference = TensorStatistics(tensor, isList: true).difference(from: expected) {
        return contradict("of the \(name) that its answers become, \(difference)")
      }
    }
    testimony.confirmed.append(.init(.boxes, boxes.count))
  }
}
