import Foundation
import TestSupport
import NetworkGraph
import TableReading

/// The tables of the package, and some that stand only here.
enum TestTables {
  /// The files under `Tables/`.
  static let files: [TableFile] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Tables")
    return ["Architectures", "Blocks", "Dialects"].flatMap { folder in
      let names =
        (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path))
        ?? []
      return names.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { name in
        let path = "\(folder)/\(name)"
        return (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map {
          TableFile(name: path, text: $0)
        }
      }
    }
  }()

  static let library = TableLibrary(
    files: files + [
      TableFile(name: "long.yaml", text: long), TableFile(name: "nested.yaml", text: nested),
      TableFile(name: "explicit.yaml", text: explicit),
      TableFile(name: "chinese.yaml", text: chinese),
    ])

  /// The names of the tables of the package.
  static let names = TableLibrary(files: files).architectureNames
  /// The names of tables that no figure was made for.
  static let unseen = ["long", "nested", "explicit", "chinese"]

  static func graph(_ name: String, _ scaling: Scaling = Scaling()) throws -> Graph {
    try Graph.expanded(library.architecture(named: name), scaling: scaling)
  }

  /// More blocks than one line holds, joins across lines, a title that is too long, very many
  /// classes.
  private static let long = """
    name: long
    title: \(String(repeating: "A title that does not end ", count: 8))
    family: long
    source: {paper: \(String(repeating: "A paper of many words ", count: 6))}
    input: {shape: [512, 384, 3]}
    variables: {classes: 21841}
    rules:
      width: {round: nearest-multiple, divisor: 8, floor: 0.9}
      activation: R6
      norm: {epsilon: 1.0e-3}
      squeeze-excite:
        {divide: 4, round: 8, floor: 0.9, activation: RE, gate: hard-sigmoid, position: after-activation}
    columns: [ from, operator, exp, out, SE, NL, s ]
    rows:
      - stem: [ ~, conv2d 3x3, ~, 16, ~, HS, 2 ]
    \((1...50).map(longRow).joined(separator: "\n"))
      - up:   [ [b50, b20], resize-bilinear, ~, ~, ~, ~, ~ ]
      - cat:  [ [up, b20, b5.expand], concat, ~, ~, ~, ~, ~ ]
    heads:
      - sources: [ b4, b5.expand, b25, cat ]
        boxes:   [ 6, 6, 4, 4 ]
        join: places
        branches:
          regression:
            values: 4
            columns: [ operator, out ]
            rows:
              - [ "conv2d 1x1, NBN", 4 boxes ]
          classification:
            values: 3
            columns: [ operator, out ]
            rows:
              - [ "conv2d 1x1, NBN", 3 boxes ]
    """

  private static func longRow(_ index: Int) -> String {
    let (expanded, stride) = (96, index == 30 ? 2 : 1)
    let squeeze = index.isMultiple(of: 3) ? "1" : "~"
    return "  - b\(index): [ ~, bneck 3x3, \(expanded), 16, \(squeeze), RE, \(stride) ]"
  }

  /// Composite blocks with shortcuts inside them.
  private static let nested = """
    name: nested
    title: Nested
    family: yolov5
    source: {paper: None}
    input: {shape: [320, 320, 3]}
    nc: 3
    depth_multiple: 1.0
    width_multiple: 0.5
    anchors:
      - [10,13, 16,30, 33,23]
      - [30,61, 62,45, 59,119]
    backbone:
      [[-1, 1, StemBlock, [64, 3, 2]],
       [-1, 3, C3, [128]],
       [-1, 1, SPPF, [128, 5]],
      ]
    head:
      [[-1, 1, nn.Upsample, [None, 2, 'nearest']],
       [-1, 1, Conv, [64, 3, 2]],
       [[-1, 1], 1, Concat, [1]],
       [[1, 5], 1, Detect, [nc, anchors]],
      ]
    """

  /// A shortcut that is a row of its own, around more than one block.
  private static let explicit = """
    name: explicit
    title: Explicit
    family: explicit
    source: {paper: None, table: 4}
    input: {shape: [32, 32, 3]}
    variables: {classes: 10}
    rules: {width: undefined, norm: {epsilon: 1.0e-5}}
    columns: [ from, operator, out, s ]
    rows:
      - one:   [ ~, conv2d 3x3, 16, 1 ]
      - two:   [ ~, conv2d 3x3, 64, 1 ]
      - three: [ ~, conv2d 3x3, 16, 1 ]
      - sum:   [ [three, one], shortcut, ~, ~ ]
      - pool:  [ ~, global-pool, ~, ~ ]
      - fc:    [ ~, "conv2d 1x1, NBN", classes, 1 ]
    """

  /// Wide letters, and lines of them without a blank.
  private static let chinese = """
    name: chinese
    title: 用于花卉识别的轻量级卷积神经网络
    family: chinese
    source: {paper: 《计算机视觉课程讲义》第三章：从深度可分离卷积到倒残差结构与线性瓶颈}
    input: {shape: [96, 96, 3]}
    variables: {classes: 10}
    rules: {activation: R6, padding: symmetric}
    columns: [ operator, t, out, n, s ]
    rows:
      - 第一个卷积:   [ conv2d 3x3, ~, 16, 1, 2 ]
      - 倒残差结构一: [ bottleneck, 4, 24, 2, 2 ]
      - 倒残差结构二: [ bottleneck, 6, 40, 3, 2 ]
      - 全局平均池化: [ global-pool, ~, ~, ~, ~ ]
      - 分类器:       [ fc, ~, classes, ~, ~ ]
    """
}
