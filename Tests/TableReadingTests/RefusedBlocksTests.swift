import Architecture
import TestSupport
import Testing

/// Problems of composite blocks, heads and YOLOv5's own form.
@Suite struct RefusedBlocksTests {
  static func withBlock(_ title: String, _ text: String, _ messages: String...) -> RefusedTable {
    var table = RefusedTable(title, "name: tiny\ninput: {shape: [32, 32, 3]}\n" + text + "\n")
    table.messages = messages
    return table
  }

  static let blocks = [
    withBlock(
      "that contains itself",
      """
      blocks:
        twice: {columns: [ operator ], rows: [[ «twice ]]}
      columns: [ operator ]
      rows: [[ twice ]]
      """, "block 'twice' contains itself"),
    withBlock(
      "that contains itself by way of another",
      """
      blocks:
        outer: {columns: [ operator ], rows: [[ inner ]]}
        inner: {columns: [ operator ], rows: [[ «outer ]]}
      columns: [ operator ]
      rows: [[ outer ]]
      """, "block 'outer' contains itself"),
    withBlock(
      "without rows",
      "blocks: {b: «{columns: [ operator ]}}\ncolumns: [ operator ]\nrows: [[ b ]]",
      "key 'rows' is missing"),
    withBlock(
      "with an unknown key",
      "blocks: {b: {«row: 1, columns: [ operator ], rows: [[ softmax ]]}}\n"
        + "columns: [ operator ]\nrows: [[ b ]]",
      "unknown key 'row' in block 'b'; did you mean 'rows'?"),
    withBlock(
      "with an unknown operator inside",
      "blocks: {b: {columns: [ operator ], rows: [[ «sofmax ]]}}\n"
        + "columns: [ operator ]\nrows: [[ b ]]",
      "unknown operator 'sofmax'; did you mean 'softmax'?"),
    withBlock(
      "with a window and a stride beside its name",
      "blocks: {b: {parameters: [k], columns: [ operator, kernel, out ], rows: [[ conv2d, k, 8 ]]}}\n"
        + "columns: [ operator, k ]\nrows: [[ ««b 5x5 / s4, 3 ]]",
      "the block 'b' takes no window here; its parameters stand in columns",
      "the block 'b' takes no stride here; its parameters stand in columns"),
    withBlock(
      "without a parameter that it needs",
      "blocks: {b: {parameters: [out], columns: [ operator, out ], rows: [[ conv2d 1x1, out ]]}}\n"
        + "columns: [ operator, out ]\nrows: [[ «b, ~ ]]",
      "'b' needs 'out'"),
    withBlock(
      "with a cell that is no parameter",
      "blocks: {b: {columns: [ operator ], rows: [[ softmax ]]}}\n"
        + "columns: [ operator, out ]\nrows: [[ b, «8 ]]",
      "column 'out' has no meaning for 'b'; write '~' in the cell"),
    withBlock(
      "with a number that its own parameter cannot be",
      "blocks: {b: {parameters: [size], columns: [ operator, factor ],"
        + " rows: [[ resize-nearest, size ]]}}\n"
        + "columns: [ operator, size ]\nrows: [[ b, «100 ]]",
      "'factor' must be a whole number from 1 to 64; got '100'"),
    withBlock(
      "that takes a row it does not hold",
      """
      blocks:
        b:
          columns: [ from, operator ]
          rows:
            - [ input, softmax ]
            - [ «third, softmax ]
            - third: [ ~, softmax ]
      columns: [ operator ]
      rows: [[ b ]]
      """, "'from' names 'third', which is no row before this one"),
  ]

  @Test("A block", arguments: blocks)
  func refusedBlock(table: RefusedTable) throws { try table.check() }

  static func yolo(_ title: String, _ head: String, _ messages: String...) -> RefusedTable {
    var table = RefusedTable(
      title,
      """
      name: tiny
      nc: 2
      anchors: [[1,2, 3,4], [5,6, 7,8]]
      backbone:
        [[-1, 1, Conv, [16, 3, 2]]]
      head:

      """ + head + "\n")
    table.messages = messages
    return table
  }

  static let rows = [
    yolo(
      "too many arguments", "  [[-1, 1, «Conv, [16, 3, 2, 1, 5, 6]]]",
      "'Conv' takes 5 arguments, not 6"),
    yolo("too few arguments", "  [[-1, 1, «Conv, []]]", "'Conv' needs 'out'"),
    yolo(
      "an unknown module", "  [[-1, 1, «Convv, [16]]]",
      "unknown operator 'Convv'; did you mean 'Conv'?"),
    yolo("three cells", "  [«[-1, 1, Conv]]", "a row must be [from, number, module, args]"),
    yolo(
      "a choice that there is not", "  [[-1, 1, MobileNetV3, [16, 16, 3, 2, 1, «7]]]",
      "'hs' must be a number from 0 to 1; got '7'"),
    yolo(
      "no repeats", "  [[-1, «0, Conv, [16]]]",
      "'0' is neither a whole number from 1 to 1000000 nor a sum of products of numbers and known variables (classes)"
    ),
    yolo(
      "too many repeats", "  [[-1, «1001, Conv, [16]]]", "invalid number of repeats 1001"),
    yolo(
      "too many repeats inside a block", "  [[-1, «1001, C3, [16]]]",
      "invalid number of repeats 1001"),
    yolo("arguments that are no list", "  [[-1, 1, Conv, «16]]", "'args' must be a list"),
    yolo("rows that are no list", "  «Conv", "'head' must be a list"),
    yolo(
      "a source that leads nowhere", "  [[«[-1, 4], 1, Concat, [1]]]",
      "'from' names '4', which is no row before this one"),
    yolo(
      "maps without anchors", "  [«[[0], 1, Detect, [nc, anchors]]]",
      "2 maps have boxes or anchors, but the head uses 1"),
    yolo(
      "classes that are not the table's", "  [[[0, 1], 1, Detect, «[10, anchors]]]",
      "'Detect' takes [nc, anchors], the numbers above; got [10, anchors]"),
    yolo(
      "anchors in the row", "  [[[0, 1], 1, Detect, «[nc, [[1, 2], [3, 4]]]]]",
      "'Detect' takes [nc, anchors], the numbers above; got [nc, [[1, 2], [3, 4]]]"),
    yolo(
      "maps joined along another axis", "  [[[-1, 0], 1, Concat, [«2]]]",
      "'axis' can only be 1; got '2'"),
    yolo(
      "upsampling to a size", "  [[-1, 1, nn.Upsample, [«40, 2, nearest]]]",
      "'size' can only be None; got '40'"),
    yolo(
      "upsampling of another kind", "  [[-1, 1, nn.Upsample, [None, 2, «bicubic]]]",
      "'mode' must be one of: nearest, bilinear; got 'bicubic'"),
    yolo(
      "what is wrong only inside the block", "  [«[-1, 1, Conv, [16, 3, 0]]]",
      "Conv: 'stride' has no valid value here"),
    yolo(
      "a list for a number", "  [[-1, 1, Conv, [16, «[1, 1]]]]",
      "'kernel' cannot be a list; got [1, 1]"),
    yolo(
      "a head over nothing", "  [«[[0, 5], 1, Detect, [nc, anchors]]]",
      "'from' names '5', which is no row before this one"),
  ]

  @Test("A row of YOLOv5's own form", arguments: rows)
  func refusedRow(table: RefusedTable) throws { try table.check() }

  static func withHead(_ title: String, _ head: String, _ message: String) -> RefusedTable {
    RefusedTable(
      title,
      "name: tiny\ninput: {shape: [32, 32, 3]}\nvariables: {classes: 3}\n"
        + "columns: [ operator, out ]\nrows: [[ conv2d 1x1, 8 ]]\nheads:\n" + head + "\n", message)
  }

  static let heads = [
    withHead(
      "without branches", "  - «{sources: [conv1], boxes: [1]}", "key 'branches' is missing"),
    withHead(
      "with boxes for too many maps",
      "  - «{sources: [conv1], boxes: [1, 2], branches: {a: {values: 4, columns: [ operator, out ],"
        + " rows: [[ conv2d 1x1, 4 ]]}}}", "2 maps have boxes or anchors, but the head uses 1"),
    withHead(
      "with no boxes",
      "  - {sources: [conv1], boxes: [«0], branches: {a: {values: 4, columns: [ operator, out ],"
        + " rows: [[ conv2d 1x1, 4 ]]}}}",
      "'boxes' must be a whole number from 1 to 1000; got '0'"),
    withHead(
      "with an unknown join",
      "  - {sources: [conv1], boxes: [1], join: «sum, branches: {a: {values: 4,"
        + " columns: [ operator, out ], rows: [[ conv2d 1x1, 4 ]]}}}",
      "'join' must be one of: places, maps; got 'sum'"),
    withHead(
      "whose answers are no whole number of values",
      "  - «{sources: [conv1], boxes: [2], join: places, branches: {a: {values: 4,"
        + " columns: [ operator, out ], rows: [[ conv2d 1x1, 6 ]]}}}",
      "row 'a.1': 6 channels do not split into outputs of 4 values"),
  ]

  @Test("A head", arguments: heads)
  func refusedHead(table: RefusedTable) throws { try table.check() }
}
