import Testing

@Suite("reach")
struct ReachTests {
  /// The JSON, as far as tests read it.
  struct Answer: Decodable {
    struct Map: Decodable {
      var name: String
      var map: CostAnswer.Shape
      var boxes: Int?
      var stride: Double?
      var receptiveField: Int?
      var smallestObject: Double?
      var smallestObjectPixels: Double?
    }

    var name: String
    var cells: Int
    var maps: [Map]
  }

  /// A detector whose maps are 38, 19 and 10 places wide at 300 pixels, gated nowhere.
  static let table = """
    name: tiny-detector
    input: {shape: [300, 300, 3]}
    variables: {classes: 21}
    columns: [ operator, out, s ]
    rows:
      - a: [ conv2d 3x3, 8, 2 ]
      - b: [ conv2d 3x3, 8, 2 ]
      - c: [ conv2d 3x3, 8, 2 ]
      - d: [ conv2d 3x3, 8, 2 ]
      - e: [ conv2d 3x3, 8, 2 ]
    heads:
      - sources: [ c, d, e ]
        boxes: [ 4, 6, 6 ]
        join: places
        branches:
          box:
            values: 4
            columns: [ operator, out ]
            rows:
              - [ "conv2d 3x3, NBN", 4 boxes ]

    """

  @Test("the argument of four places, for a detector of one's own")
  func own() throws {
    let folder = try Scratch()
    try folder.write(Self.table, to: "TinyDetector.yaml")
    let answer = try Program.json(
      Answer.self, ["reach", "tiny-detector", "--tables", ".", "--format", "json"], in: folder)
    #expect(answer.cells == 4)
    #expect(answer.maps.map(\.name) == ["c", "d", "e"])
    #expect(answer.maps.map(\.map) == [.init(38, 8), .init(19, 8), .init(10, 8)])
    #expect(answer.maps.map(\.boxes) == [4 * 38 * 38, 6 * 19 * 19, 600])
    #expect(answer.maps.map(\.stride) == [8, 16, 32])
    #expect(answer.maps.map(\.receptiveField) == [15, 31, 63])
    let shares: [Double?] = [4.0 / 38, 4.0 / 19, 0.4]
    #expect(answer.maps.map(\.smallestObject) == shares)
    #expect(answer.maps.map(\.smallestObjectPixels) == shares.map { $0.map { 300 * $0 } })
    let text = try Program.output(["reach", "tiny-detector", "--tables", "."], in: folder)
    for mark in [" 10.5 ", " 21.1 ", " 40.0 ", "5,776", "2,166"] { #expect(text.contains(mark)) }
    #expect(!text.contains("gates"))
  }

  @Test("more places need a larger object, until the map has no more")
  func cells() throws {
    for (cells, expected) in [("1", 6), ("2", 5), ("4", 3), ("5", 3), ("20", 1), ("21", 0)] {
      let answer = try Program.json(
        Answer.self, ["reach", "ssdlite", "--cells", cells, "--format", "json"])
      #expect(answer.maps.count == 6)
      #expect(answer.maps.count { $0.smallestObject != nil } == expected)
    }
  }

  @Test("every format", arguments: ["text", "markdown", "csv", "latex"])
  func formats(format: String) throws {
    let text = try Program.output(["reach", "v1", "--format", format])
    let begins = [
      "text": "MobileNetV1 (mobilenet-v1)", "markdown": "MobileNetV1 (mobilenet-v1)",
      "csv": "map,size HxWxC,stride px,field px,% of side,object %,object px,sees all\n",
      "latex": "% MobileNetV1",
    ]
    #expect(text.hasPrefix(try #require(begins[format])))
    #expect(text.contains("separable13"))
    #expect(text.contains("315"))
  }

  @Test("every network has maps")
  func all() throws {
    for name in try Program.output(["list", "--names"]).split(separator: "\n") {
      let answer = try Program.json(Answer.self, ["reach", String(name), "--format", "json"])
      #expect(!answer.maps.isEmpty, "\(name)")
      #expect(answer.maps.allSatisfy { ($0.receptiveField ?? 0) > 0 }, "\(name)")
    }
  }
}
