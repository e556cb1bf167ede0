import Architecture
import Detection
import Images
import NetworkGraph
import TestSupport
import Testing

@Suite("The classes of a segmented picture")
struct ClassMapTests {
  private func map(_ classes: [Int], width: Int) throws -> ClassMap {
    let count = 3
    let answer = classes.flatMap { best in (0..<count).map { $0 == best ? Float(1) : 0 } }
    let shape = Shape(height: classes.count / width, width: width, channels: count)
    return try #require(ClassMap(answer: answer, shape: shape))
  }

  @Test("the best score wins, the first of equal ones, and no number never")
  func best() throws {
    let shape = Shape(height: 1, width: 4, channels: 3)
    let answer: [Float] = [0, 2, 1, 5, 5, 5, .nan, 0, -1, -3, .nan, -2]
    #expect(try #require(ClassMap(answer: answer, shape: shape)).classes == [1, 0, 1, 2])
    #expect(ClassMap(answer: [], shape: shape) == nil)
  }

  @Test("stretched, every place covers its share of the picture")
  func stretched() throws {
    let map = try map([0, 1, 2, 0], width: 2)
    let placement = Placement(scaleX: 0.5, scaleY: 1, offsetX: 0, offsetY: 0)
    #expect(
      map.classes(width: 4, height: 2, placement: placement) == [0, 0, 1, 1, 2, 2, 0, 0])
  }

  @Test("letterboxed, bars belong to nothing")
  func letterboxed() throws {
    let map = try map([2, 2, 2, 2, 0, 1, 0, 1, 1, 0, 1, 0, 2, 2, 2, 2], width: 4)
    let preprocessing = try Preprocessing(
      fit: .letterbox(fill: 0), resolution: 4, mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
    let placement = preprocessing.placement(width: 8, height: 4)
    #expect(
      map.classes(width: 8, height: 4, placement: placement) == [
        0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0,
        0,
      ])
  }

  @Test("which networks answer with a map of their input's size")
  func networks() throws {
    #expect(ClassMap.isAnswer(of: try system("lraspp")))
    for name in ["mobilenet-v1", "ssdlite", "yolov5-mobilenet-v3-small"] {
      #expect(!ClassMap.isAnswer(of: try system(name)))
    }
  }
}
