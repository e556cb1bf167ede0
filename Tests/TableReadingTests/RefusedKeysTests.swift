import Architecture
import TestSupport
import Testing

/// Problems of keys and their values.
@Suite struct RefusedKeysTests {
  static let head = """
    name: tiny
    input: {shape: [32, 32, 3]}
    variables: {classes: 10}

    """
  static let body = """
    columns: [ operator,   out, s, NL ]
    rows:
      - [ conv2d 3x3,      8,   2, RE ]

    """
  static func table(_ title: String, _ text: String, _ message: String) -> RefusedTable {
    RefusedTable(title, head + body + text + "\n", message)
  }

  static let unknownKeys = [
    table(
      "in an architecture", "«titel: Tiny",
      "unknown key 'titel' in an architecture; did you mean 'title'?"),
    table(
      "without a near one", "«frobnicate: 1", "unknown key 'frobnicate' in an architecture"),
    table(
      "in rules", "rules: {«paddin: same}", "unknown key 'paddin' in rules; did you mean 'padding'?"
    ),
    table(
      "in norm", "rules: {norm: {«epsilom: 0.1}}",
      "unknown key 'epsilom' in norm; did you mean 'epsilon'?"),
    table(
      "in width", "rules: {width: {round: truncate, «minimun: 8}}",
      "unknown key 'minimun' in width; did you mean 'minimum'?"),
    table(
      "in squeeze-excite",
      "rules: {squeeze-excite: {divide: 4, round: 8, activation: RE, gate: SI,"
        + " position: after-activation, «gates: HS}}",
      "unknown key 'gates' in squeeze-excite; did you mean 'gate'?"),
    table(
      "in source", "source: {paper: P, «arxif: x}",
      "unknown key 'arxif' in source; did you mean 'arxiv'?"),
    table(
      "in preprocessing",
      "preprocessing: {mean: [0, 0, 0], standard-deviation: [1, 1, 1], «crop: 1}",
      "unknown key 'crop' in preprocessing; did you mean 'crop-fraction'?"),
  ]

  @Test("An unknown key, with the one that may be meant", arguments: unknownKeys)
  func unknownKey(table: RefusedTable) throws { try table.check() }

  static let wrongTypes = [
    table(
      "text for a number", "rules: {kernel: «big}",
      "'kernel' must be a whole number from 1 to 255; got 'big'"),
    table(
      "a number out of range", "rules: {norm: {epsilon: «2}}",
      "'epsilon' must be a number from 0.0 to 1.0; got '2'"),
    table(
      "a list for a number", "rules: {kernel: «[3]}",
      "'kernel' must be a whole number from 1 to 255; got '[3]'"),
    table("a list for a text", "labels: «[1]", "'labels' must be text; got '[1]'"),
    table("a number for a list", "aliases: «5", "'aliases' must be a list"),
    table("a number for rules", "rules: «5", "rules must be a mapping of keys to values"),
    table("a list for rules", "rules: «[5]", "rules must be a mapping of keys to values"),
    table(
      "not a word of a choice", "part: «body",
      "'part' must be one of: backbone, classifier, neck, extras, head; got 'body'"),
    table(
      "not a rounding", "rules: {width: {round: «up}}",
      "'round' must be one of: truncate, nearest-multiple, up-to-multiple; got 'up'"),
    table(
      "a multiple of nothing", "rules: {width: «{round: nearest-multiple}}",
      "key 'divisor' is missing"),
    table("not a pool", "rules: {pool: «all}", "'pool' must be one of: global, window"),
    table(
      "not a padding", "rules: {padding: «full}",
      "'full' is not a padding (symmetric, same, valid, or a number)"),
    table(
      "not an activation", "rules: {activation: «RX}",
      "'RX' is not an activation (RE, R6, LE, SI, HG, HG5, SW, HS, GE, PR, or a full name)"),
    table(
      "means that are no triple", "preprocessing: {mean: «5, standard-deviation: [1, 1, 1]}",
      "'mean' must be three numbers: red, green, blue"),
    table(
      "a mean of gray for an input in color",
      "preprocessing: {mean: «[5], standard-deviation: [1, 1, 1]}",
      "'mean' must be three numbers: red, green, blue"),
    table("a number for errata", "errata: «5", "'errata' must be a list"),
    table("a mapping for errata", "errata: «{row: 1}", "'errata' must be a list"),
    table("a number for heads", "heads: «5", "'heads' must be a list"),
    table("a list for blocks", "blocks: «[a]", "'blocks' must be a mapping"),
    table(
      "an override of nothing", "«override: {conv1: {s: 1}}",
      "'override' needs 'extends': there are no rows to override"),
  ]

  @Test("A value of the wrong type", arguments: wrongTypes)
  func wrongType(table: RefusedTable) throws { try table.check() }

  static let wrongHeads = [
    RefusedTable(
      "no input", "«name: tiny\n" + body, "key 'input' is missing"),
    RefusedTable(
      "no rows", "«name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ operator ]\n",
      "key 'rows' is missing"),
    RefusedTable(
      "an empty list of rows",
      "«name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ operator ]\nrows: []\n",
      "the table has no rows"),
    RefusedTable(
      "no shape", "name: tiny\ninput: «{}\n" + body, "key 'shape' is missing"),
    RefusedTable(
      "a shape of one extent", "name: tiny\ninput: {shape: «32}\n" + body,
      "'shape' must be [height, width, channels]"),
    RefusedTable(
      "a shape of two extents", "name: tiny\ninput: {shape: «[32, 3]}\n" + body,
      "'shape' must be [height, width, channels]"),
    RefusedTable(
      "a shape with a word", "name: tiny\ninput: {shape: «[32, «wide, 3]}\n" + body,
      "'shape' must be [height, width, channels]",
      "an extent of the input must be a whole number from 1 to 16384; got 'wide'"),
    RefusedTable(
      "a variable of 0", "name: tiny\ninput: {shape: [8, 8, 3]}\nvariables: {classes: «0}\n" + body,
      "'classes' must be a whole number from 1 to 1000000; got '0'"),
    RefusedTable(
      "a number for variables", "name: tiny\ninput: {shape: [8, 8, 3]}\nvariables: «5\n" + body,
      "'variables' must be a mapping"),
    RefusedTable(
      "a word for columns",
      "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: «operator\nrows: [[softmax]]\n",
      "'columns' must be a list"),
    RefusedTable(
      "two columns of one name",
      "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: «[ operator, out, '#out' ]\n"
        + "rows: [[conv2d 3x3, 8, ~]]\n",
      "two columns have the same name"),
    RefusedTable(
      "a word for rows",
      "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ operator ]\nrows: «softmax\n",
      "'rows' must be a list"),
  ]

  @Test("What a table cannot do without", arguments: wrongHeads)
  func wrongHead(table: RefusedTable) throws { try table.check() }
}
