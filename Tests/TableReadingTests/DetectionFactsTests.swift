import Architecture
import TableReading
import TestSupport
import Testing

/// What tables say of boxes and pictures.
@Suite struct DetectionFactsTests {
  private func facts(of name: String) throws -> DetectionSpec {
    let spec = try Repository.architecture(named: name)
    return try #require(spec.heads.first?.detection)
  }

  @Test("SSDLite: torchvision's default boxes, decoding and suppression")
  func listedPlaces() throws {
    let detection = try facts(of: "ssdlite-mobilenet-v3-large")
    let scales = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1]
    let maps = (0..<6).map {
      DefaultBoxes.Map(minimum: scales[$0], maximum: scales[$0 + 1], ratios: [2, 3], step: nil)
    }
    #expect(
      detection.boxes
        == .defaultBoxes(
          DefaultBoxes(maps: maps, unit: .shares, meanSquare: .second, clip: .sizes),
          CenterSizeDecoding(
            variances: [0.1, 0.1, 0.2, 0.2], largestGrowth: 62.5, background: .first)))
    #expect(detection.clip == .input)
    #expect(
      detection.suppression == Suppression(score: 0.001, overlap: 0.55, candidates: 300, kept: 300))
    let spec = try Repository.architecture(named: "ssdlite")
    #expect(spec.labels == "coco91")
    #expect(
      spec.preprocessing
        == PreprocessingSpec(
          fit: .stretch, filter: .linear, mean: [0.5, 0.5, 0.5],
          standardDeviation: [0.5, 0.5, 0.5]))
  }

  @Test(
    "TensorFlow's SSDLite: a base for the ratios, no turned boxes, y first, sigmoids",
    arguments: [
      "ssdlite-mobilenet-v1", "ssdlite-mobilenet-v2", "ssdlite-mobilenet-v3-small",
      "ssdlite-mobilenet-v3-large@tensorflow",
    ])
  func tensorFlow(name: String) throws {
    var detection = try facts(of: name)
    // Of losses a test of its own tells.
    detection.loss = nil
    let scales = [0.35, 0.5, 0.65, 0.8, 0.95, 1]
    let first = DefaultBoxes.Map(
      minimum: 0.1, maximum: nil, ratioMinimum: 0.2, ratios: [2, 0.5], turned: false, step: nil)
    let others = (0..<5).map {
      DefaultBoxes.Map(
        minimum: scales[$0], maximum: scales[$0 + 1], ratios: [2, 0.5, 3, 0.3333], turned: false,
        step: nil)
    }
    #expect(
      detection
        == DetectionSpec(
          boxes: .defaultBoxes(
            DefaultBoxes(maps: [first] + others, unit: .shares, meanSquare: .last, clip: .no),
            CenterSizeDecoding(
              variances: [0.1, 0.1, 0.2, 0.2], order: .yFirst, scores: .sigmoid,
              largestGrowth: nil, background: .first)),
          clip: .picture,
          suppression: Suppression(score: 1e-8, overlap: 0.6, candidates: nil, kept: 100)))
    #expect(
      try Repository.architecture(named: name).preprocessing
        == PreprocessingSpec(
          fit: .stretch, filter: .linearCorners, mean: [0.5, 0.5, 0.5],
          standardDeviation: [0.5, 0.5, 0.5]))
  }

  @Test("PaddleDetection's SSDLite has pictures and names of its own")
  func paddle() throws {
    let spec = try Repository.architecture(named: "ssdlite@paddle")
    #expect(spec.labels == "coco80")
    #expect(
      spec.preprocessing
        == PreprocessingSpec(
          fit: .stretch, filter: .linear, mean: [0.485, 0.456, 0.406],
          standardDeviation: [0.229, 0.224, 0.225]))
    // What the dialect does not say is the table's.
    let torchvision = try Repository.architecture(named: "ssdlite@torchvision")
    #expect(torchvision.labels == "coco91" && torchvision.preprocessing?.mean == [0.5, 0.5, 0.5])
  }

  @Test("YOLOv5: the anchors of the file, the decoding and suppression of the family")
  func familyOfModules() throws {
    let detection = try facts(of: "yolov5-mobilenet-v3-small")
    let sizes: [[(Double, Double)]] = [
      [(10, 13), (16, 30), (33, 23)], [(30, 61), (62, 45), (59, 119)],
      [(116, 90), (156, 198), (373, 326)],
    ]
    #expect(
      detection.boxes
        == .anchors(
          sizes.map { $0.map { Anchor(width: $0.0, height: $0.1) } },
          CellDecoding(rule: .quadratic, leastObjectness: 0)))
    #expect(detection.clip == .picture)
    #expect(
      detection.suppression
        == Suppression(
          score: 0.25, overlap: 0.45, candidates: 30_000, kept: 300, classOffset: 4096))
    let spec = try Repository.architecture(named: "yolov5-mobilenet-v3-small")
    #expect(spec.preprocessing?.fit == .letterbox(fill: 114))
  }

  @Test("a pasted YOLOv5 file says nothing of pictures, but its family does")
  func pasted() throws {
    let file = TableFile(name: "Mine/yolov5s.yaml", text: YOLOFormTests.yolov5s)
    let spec = try TableLibrary.repository(adding: [file]).architecture(named: "yolov5s")
    #expect(spec.preprocessing?.fit == .letterbox(fill: 114))
    #expect(spec.heads.first?.detection?.boxes.counts == [3, 3, 3])
  }

  @Test("anchors picked by masks, and default boxes with every key")
  func forms() throws {
    let masked = try Self.tiny(
      "anchors: {sizes: [1,2, 3,4, 5,6], masks: [[2, 0]]}, decoding: {rule: exponential},"
        + " suppression: {score: 0, overlap: 1, candidates: 1, kept: 1}",
      values: "{box: 4, objectness: 1, class: classes}")
    #expect(
      masked.heads.first?.detection?.boxes
        == .anchors(
          [[Anchor(width: 5, height: 6), Anchor(width: 1, height: 2)]],
          CellDecoding(rule: .exponential, leastObjectness: 0)))
    let full = try Self.tiny(
      "default-boxes: {unit: whole-pixels, minimum: [30], maximum: [~], ratios: [[]], steps: [8],"
        + " mean-square: last, clip: corners},"
        + " decoding: {variances: [1, 2, 3, 4], background: last, clip: last-pixel},"
        + " suppression: {score: 0.5, overlap: 0.5, candidates: 7, kept: 3}",
      boxes: 1)
    #expect(
      full.heads.first?.detection
        == DetectionSpec(
          boxes: .defaultBoxes(
            DefaultBoxes(
              maps: [.init(minimum: 30, maximum: nil, ratios: [], step: 8)], unit: .wholePixels,
              meanSquare: .last, clip: .corners),
            CenterSizeDecoding(variances: [1, 2, 3, 4], largestGrowth: nil, background: .last)),
          clip: .lastPixel,
          suppression: Suppression(score: 0.5, overlap: 0.5, candidates: 7, kept: 3)))
  }

  @Test("a head that says nothing of boxes has none")
  func silent() throws {
    #expect(try Self.tiny("join: maps").heads.first?.detection == nil)
  }

  /// A table with a head of so many boxes over one map.
  private static func table(_ keys: String, boxes: Int, values: String) -> String {
    "name: tiny\ninput: {shape: [32, 32, 3]}\nvariables: {classes: 3}\n"
      + "columns: [ operator, out ]\nrows: [[ conv2d 1x1, 8 ]]\nheads:\n"
      + "  - {sources: [conv1], boxes: [\(boxes)], \(keys),\n"
      + "     branches: {a: {values: \(values), columns: [ operator, out ],"
      + " rows: [[ conv2d 1x1, boxes values ]]}}}\n"
  }

  private static func tiny(
    _ keys: String, boxes: Int = 2, values: String = "{box: 4, class: classes}"
  ) throws -> ArchitectureSpec {
    let file = TableFile(
      name: "Tiny.yaml", text: table(keys, boxes: boxes, values: values))
    return try TableLibrary(files: [file]).spec(named: "tiny")
  }

  private static let end: String = "suppression: {score: 0, overlap: 1, candidates: 1, kept: 1}"
  private static let ssd: String = "decoding: {variances: [1, 1, 1, 1]}, " + end
  private static let yolo: String = "decoding: {rule: quadratic}, " + end

  private static func refused(
    _ title: String, _ keys: String, values: String = "{box: 4, class: classes}",
    marks: String = "", _ messages: String...
  ) -> RefusedTable {
    let text = table(keys, boxes: 2, values: values)
    var table = RefusedTable(
      title, text.replacing("  - {sources", with: "  - \(marks){sources"))
    table.messages = messages
    return table
  }

  // MARK: Losses

  @Test("what the tables say of losses: whose, and by which rule")
  func losses() throws {
    func loss(_ name: String) throws -> LossSpec { try #require(try facts(of: name).loss) }
    func multiBox(
      _ classes: MultiBoxLoss.Classes, _ negatives: MultiBoxLoss.Negatives,
      _ background: MultiBoxLoss.Background = .itself, _ location: MultiBoxLoss.Location = .sum
    ) -> LossSpec.Rule {
      .multiBox(
        MultiBoxLoss(
          overlap: 0.5, classes: classes, background: background, negatives: negatives,
          location: location))
    }
    func hardest(_ least: Int = 0, _ overlap: Double? = nil, _ most: Int? = nil)
      -> MultiBoxLoss.Negatives
    {
      .hardest(HardNegatives(perPositive: 3, least: least, overlap: overlap, candidates: most))
    }
    for (name, author) in [
      ("ssd-mobilenet-v1", "Caffe"), ("ssd-vgg16", "Caffe"),
      ("ssdlite-mobilenet-v3-large", "torchvision"),
      ("ssdlite-mobilenet-v3-large@paddle", "PaddleDetection"),
    ] {
      #expect(try loss(name) == LossSpec(author: author, rule: multiBox(.softmax, hardest())))
    }
    let tensorFlow = "TensorFlow's Object Detection API"
    for name in ["ssdlite-mobilenet-v1", "ssdlite-mobilenet-v2"] {
      #expect(
        try loss(name)
          == LossSpec(author: tensorFlow, rule: multiBox(.sigmoid, hardest(3, 0.99, 3000))))
    }
    for name in ["ssdlite-mobilenet-v3-small", "ssdlite-mobilenet-v3-large@tensorflow"] {
      #expect(
        try loss(name)
          == LossSpec(
            author: tensorFlow,
            rule: multiBox(.focal(alpha: 0.75, gamma: 2), .all, .zeros, .mean)))
    }
    #expect(
      try loss("yolov3-mobilenet-v3-large")
        == LossSpec(author: "PaddleDetection", rule: .bestAnchor(BestAnchorLoss(ignore: 0.7))))
    #expect(
      try loss("yolov5-mobilenet-v3-small")
        == LossSpec(
          author: "YOLOv5 v6.0",
          rule: .anchorRatio(
            AnchorRatioLoss(
              ratio: 4, boxWeight: 0.05, objectnessWeight: 1, classWeight: 0.5, resolution: 640,
              classes: 80, balance: [4, 1, 0.4]))))
  }

  private static let defaults: String =
    "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]}, " + ssd
  private static let two: String = "anchors: [[1,2, 3,4]], " + yolo
  private static let anchored = "{box: 4, objectness: 1, class: classes}"

  static let wrongLosses: [RefusedTable] = [
    refused(
      "without a rule", "\(defaults), loss: «{by: me, overlap: 0.5}", "key 'rule' is missing"),
    refused(
      "without an author", "\(defaults), loss: «{rule: multibox, overlap: 0.5}",
      "key 'by' is missing"),
    refused(
      "of an unknown rule", "\(defaults), loss: {rule: «hinge, by: me}",
      "'rule' must be one of: multibox, best-anchor, anchor-ratio; got 'hinge'"),
    refused(
      "with another rule's key",
      "\(defaults), loss: {rule: multibox, by: me, overlap: 0.5, «ignore: 1}",
      "unknown key 'ignore' in the loss 'multibox'"),
    refused(
      "of no overlap", "\(defaults), loss: {rule: multibox, by: me, overlap: «2}",
      "'overlap' must be a number from 0.0 to 1.0; got '2'"),
    refused(
      "of anchors over default boxes", "\(defaults), loss: «{rule: best-anchor, by: me, ignore: 1}",
      "the loss 'best-anchor' needs a head with 'anchors' with the decoding 'rule: exponential'"),
    refused(
      "of default boxes over anchors", "\(two), loss: «{rule: multibox, by: me, overlap: 0.5}",
      values: anchored, "the loss 'multibox' needs a head with 'default-boxes'"),
    refused(
      "that mines without negatives",
      "\(defaults), loss: {rule: multibox, by: me, overlap: 0.5, «least-negatives: 3}",
      "'least-negatives' goes with 'negatives', how many a positive box has"),
    refused(
      "that is focal over a softmax",
      "\(defaults), loss: {rule: multibox, by: me, overlap: 0.5, focal: «{alpha: 1, gamma: 2}}",
      "'focal' goes with the decoding 'scores: sigmoid'"),
    refused(
      "whose balance has other maps",
      "\(two), loss: {rule: anchor-ratio, by: me, ratio: 4,"
        + " weights: {box: 1, objectness: 1, class: 1}, resolution: 640, classes: 80,"
        + " balance: «[[4, 1]]}", values: anchored,
      "'balance' has no list of 1 numbers, one for each of the head's maps"),
  ]

  @Test("A loss that is wrong, at its cell", arguments: wrongLosses)
  func wrongLoss(table: RefusedTable) throws { try table.check() }

  // MARK: Boxes

  static let wrong: [RefusedTable] = [
    refused(
      "for another number of maps",
      "default-boxes: {minimum: «[1, 2], ratios: [[2]]}, \(ssd)",
      "'minimum' has 2 entries, but the head's maps are 1"),
    refused(
      "for other boxes", "default-boxes: {minimum: [1], maximum: [2], ratios: [«[2]]}, \(ssd)",
      "map 1 has 4 default boxes per cell, but the head predicts 2"),
    refused(
      "without a minimum", "default-boxes: «{ratios: [[2]]}, \(ssd)", "key 'minimum' is missing"),
    refused(
      "without a minimum of a map",
      "default-boxes: {minimum: [«~], maximum: [2], ratios: [[]]}, \(ssd)",
      "every map needs a minimum"),
    refused(
      "of an unknown unit",
      "default-boxes: {unit: «metres, minimum: [1], maximum: [2], ratios: [[]]}, \(ssd)",
      "'unit' must be one of: pixels, whole-pixels, shares; got 'metres'"),
    refused(
      "of no size", "default-boxes: {minimum: [«0], maximum: [2], ratios: [[]]}, \(ssd)",
      "'minimum' must be a number from 1e-06 to 1000000.0; got '0'"),
    refused(
      "of bases for another number of maps",
      "default-boxes: {minimum: [1], maximum: [2], ratio-minimum: «[1, 2], ratios: [[]]}, \(ssd)",
      "'ratio-minimum' has 2 entries, but the head's maps are 1"),
    refused(
      "not turned, for other boxes",
      "default-boxes: {minimum: [1], ratios: [«[2, 3]], turned: no}, \(ssd)",
      "map 1 has 3 default boxes per cell, but the head predicts 2"),
    refused(
      "in an unknown order",
      "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]},"
        + " decoding: {variances: [1, 1, 1, 1], order: «width-first}, \(end)",
      "'order' must be one of: x-first, y-first; got 'width-first'"),
    refused(
      "of unknown scores",
      "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]},"
        + " decoding: {variances: [1, 1, 1, 1], scores: «tanh}, \(end)",
      "'scores' must be one of: softmax, sigmoid; got 'tanh'"),
    refused(
      "with three variances",
      "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]},"
        + " decoding: {variances: «[1, 1, 1]}, \(end)",
      "'variances' has 3 entries, but a box has 4"),
    refused(
      "decoded as anchors",
      "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]},"
        + " decoding: {«rule: quadratic, variances: [1, 1, 1, 1]}, \(end)",
      "unknown key 'rule' in the decoding of default boxes"),
    refused(
      "without suppression",
      "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]},"
        + " decoding: {variances: [1, 1, 1, 1]}", marks: "«", "key 'suppression' is missing"),
    refused(
      "of nothing", "\(ssd)", marks: "«", "key 'default-boxes' or 'anchors' is missing"),
    refused(
      "of both kinds",
      "default-boxes: «{minimum: [1], maximum: [2], ratios: [[]]}, anchors: [[1, 2]], \(ssd)",
      "a head has either default boxes or anchors, not both"),
    refused(
      "without classes", "default-boxes: {minimum: [1], maximum: [2], ratios: [[]]}, \(ssd)",
      values: "{box: 5}", marks: "««",
      "a head that predicts boxes needs values named 'class' in one of its branches",
      "a box has 4 values, not 5"),
    refused(
      "an odd number of sides", "anchors: [««[1, 2, 3]], \(yolo)",
      values: "{box: 4, objectness: 1, class: classes}",
      "anchors must be pairs of width and height, not 3 numbers",
      "map 1 has 0 anchors per cell, but the head predicts 2"),
    refused(
      "anchors for other boxes", "anchors: [«[1, 2]], \(yolo)",
      values: "{box: 4, objectness: 1, class: classes}",
      "map 1 has 1 anchors per cell, but the head predicts 2"),
    refused(
      "a mask of nothing", "anchors: {sizes: [1, 2], masks: [[0, «1]]}, \(yolo)",
      values: "{box: 4, objectness: 1, class: classes}",
      "a mask must be a whole number from 0 to 0; got '1'"),
    refused(
      "no objectness", "anchors: [[1, 2, 3, 4]], \(yolo)", marks: "«",
      "a head that predicts boxes needs values named 'objectness' in one of its branches"),
    refused(
      "an unknown rule", "anchors: [[1, 2, 3, 4]], decoding: {rule: «cubic}, \(end)",
      values: "{box: 4, objectness: 1, class: classes}",
      "'rule' must be one of: exponential, quadratic; got 'cubic'"),
    refused(
      "no anchors", "anchors: [««[]], \(yolo)", values: "{box: 4, objectness: 1, class: classes}",
      "anchors must be pairs of width and height, not 0 numbers",
      "map 1 has 0 anchors per cell, but the head predicts 2"),
    refused(
      "no sizes to pick from", "anchors: {sizes: «[], masks: [[0, 1]]}, \(yolo)",
      values: "{box: 4, objectness: 1, class: classes}",
      "anchors must be pairs of width and height, not 0 numbers"),
    refused(
      "two numbers for one object", "anchors: [[1, 2, 3, 4]], \(yolo)",
      values: "{box: 4, objectness: 2, class: classes}", marks: "«",
      "a box has 1 value 'objectness', not 2"),
    refused(
      "a maximum that is none",
      "default-boxes: {minimum: [30], maximum: [«30], ratios: [[]]}, \(ssd)",
      "the maximum must be above the map's minimum of 30.0"),
    refused(
      "a threshold beyond 1",
      "anchors: [[1, 2, 3, 4]], decoding: {rule: quadratic},"
        + " suppression: {score: «2, overlap: 1, candidates: 1, kept: 1}",
      values: "{box: 4, objectness: 1, class: classes}",
      "'score' must be a number from 0.0 to 1.0; got '2'"),
  ]

  @Test("Boxes that cannot be", arguments: wrong)
  func refuses(table: RefusedTable) throws { try table.check() }

  private static func prepared(
    _ title: String, _ value: String, _ message: String
  ) -> RefusedTable {
    RefusedTable(
      title,
      "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ operator ]\nrows: [[softmax]]\n"
        + "preprocessing: {\(value), mean: [0, 0, 0], standard-deviation: [1, 1, 1]}\n", message)
  }

  static let pictures: [RefusedTable] = [
    prepared(
      "an unknown fit", "resize: «squash",
      "'resize' must be one of: crop, stretch, center, letterbox; got 'squash'"),
    prepared(
      "a crop of what is stretched", "resize: stretch, «crop-fraction: 0.5",
      "'crop-fraction' needs 'resize: crop' or 'resize: center'"),
    prepared(
      "bars around a crop", "«fill: 114", "'fill' needs 'resize: letterbox'"),
    prepared(
      "an unknown filter", "filter: «lanczos",
      "'filter' must be one of: antialiased, antialiased-cubic, linear, cubic, linear-corners; got"
        + " 'lanczos'"),
    prepared(
      "unknown channels", "channels: «GRB", "'channels' must be one of: RGB, BGR; got 'GRB'"),
    prepared(
      "no gray", "resize: letterbox, fill: «256",
      "'fill' must be a whole number from 0 to 255; got '256'"),
  ]

  @Test("Pictures that cannot be prepared", arguments: pictures)
  func refusesPictures(table: RefusedTable) throws { try table.check() }
}
