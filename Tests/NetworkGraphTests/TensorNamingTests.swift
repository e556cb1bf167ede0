import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Names of tensors by the rules of a dialect.
@Suite struct TensorNamingTests {
  static let table = TableFile(
    name: "Tiny.yaml",
    text: """
      name: tiny
      names: mine
      input: {shape: [16, 16, 8]}
      variables: {classes: 3}
      rules:
        squeeze-excite: {divide: 4, round: 1, activation: RE, gate: SI, position: after-activation}
      blocks:
        pair:
          parameters: [out]
          columns: [ operator, out, n ]
          rows:
            - enter: [ conv2d 1x1, out, 1 ]
            - m:     [ conv2d 3x3, out, 2 ]
            - leave: [ conv2d 1x1, out, 1 ]
      columns: [ operator, out, exp, SE, n ]
      rows:
        - stem: [ conv2d 3x3, 8,  ~,  ~, 1 ]
        - wide: [ bneck 3x3,  8,  16, 1, 1 ]
        - same: [ bneck 3x3,  8,  8,  ~, 1 ]
        - dw:   [ dwconv 3x3, ~,  ~,  ~, 1 ]
        - pw:   [ conv2d 1x1, 8,  ~,  ~, 1 ]
        - one:  [ pair,       4,  ~,  ~, 1 ]
        - more: [ pair,       4,  ~,  ~, 2 ]
      heads:
        - sources: [ wide.expand, pw, more ]
          boxes:   [ 2, 1, 1 ]
          branches:
            loc:
              values: 4
              columns: [ operator,     out ]
              rows:
                - [ dwconv 3x3,        ~ ]
                - [ "conv2d 1x1, NBN", 4 boxes ]

      """)

  /// The names of a block's tensors.
  func names(
    _ rules: String, of block: String, norms: String = ""
  ) throws -> [String] {
    let dialect = TableFile(
      name: "Mine.yaml",
      text: "dialect: mine\n\(norms)families:\n  tiny:\n    names:\n      prefix: net\n" + rules)
    let library = TableLibrary(files: [Self.table, dialect])
    let graph = try Graph.expanded(library.architecture(named: "tiny"))
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    #expect(Set(tensors.map(\.name)).count == tensors.count)
    return tensors.filter { graph.blocks[graph.nodes[$0.node].origin.block].name == block }
      .map(\.name)
  }

  @Test("A norm's scale may stand in another layer, and its moments have names of their own")
  func scale() throws {
    let found = try names(
      """
            blocks:
              convolution:
                convolution: {weight: "{prefix}/{name}", norm: "{name}/bn", scale: "{name}/scale"}

      """,
      of: "stem", norms: "norm-tensors: {mean: _mean, variance: _variance}\n")
    #expect(
      found == [
        "net/stem.weight", "stem/scale.weight", "stem/scale.bias", "stem/bn._mean",
        "stem/bn._variance",
      ])
  }

  @Test("A block that does not widen has the names of a separable one, if there are such")
  func plain() throws {
    let wide =
      "inverted-residual: {expand: {weight: \"w{layer}\"}, depthwise: {weight: \"w{layer}\"},"
    let gate = " squeeze: {weight: \"s{layer}\"}, excite: {weight: \"e{layer}\", matrix: true},"
    let project = " project: {weight: \"p{layer}\", norm: \"n{norm}\"}}"
    let separable =
      "separable: {depthwise: {weight: \"d{layer}{index}\"}, project: {weight: \"d{layer}\"}}"
    let rules = "      blocks:\n        \(wide)\(gate)\(project)\n        \(separable)\n"
    #expect(
      try names(rules, of: "wide").filter { !$0.contains("norm") } == [
        "w0.weight", "w1.weight", "s2.weight", "s2.bias", "e2.weight", "e2.bias", "p3.weight",
        "n3.weight", "n3.bias", "n3.running_mean", "n3.running_var",
      ])
    #expect(
      try names(rules, of: "same").filter { $0.hasSuffix("weight") && !$0.contains("norm") } == [
        "d02.weight", "d1.weight",
      ])
  }

  @Test("The halves of a separable block have the names of their rows")
  func separable() throws {
    let rules = """
            blocks:
              separable: {depthwise: {weight: "{name}"}, pointwise: {weight: "{name}"}}

      """
    #expect(
      try names(rules, of: "separable1").filter { !$0.contains("norm") } == [
        "dw.weight", "pw.weight",
      ])
  }

  @Test("Layers of a composite block: by path, by role, and an exception by path")
  func composite() throws {
    let rules = """
            blocks:
              pair:
                convolution: {weight: "{prefix}.{ordinal}{repeat}.{path}"}
                leave:       {weight: "{prefix}.{ordinal}{repeat}.tip"}

      """
    func weights(_ block: String) throws -> [String] {
      try names(rules, of: block).filter { !$0.contains("norm") }
    }
    #expect(
      try weights("one") == [
        "net.0.enter.weight", "net.0.m.0.weight", "net.0.m.1.weight", "net.0.tip.weight",
      ])
    #expect(try weights("more.2").first == "net.2.1.enter.weight")
  }

  @Test("A head's names: the map, the module of its source, the number after the last row")
  func heads() throws {
    let rules = """
            rows: {wide: {module: "{name}_module"}}
            heads:
              loc:
                depthwise:   {weight: "{source}_{map}_dw"}
                convolution: {weight: "{source}_loc_{row}"}

      """
    func names(_ block: String) throws -> [String] {
      try self.names(rules, of: block).filter { !$0.contains("norm") }
    }
    #expect(
      try names("loc0") == [
        "wide_module_0_dw.weight", "wide_module_loc_8.weight", "wide_module_loc_8.bias",
      ])
    #expect(try names("loc1").first == "separable1_1_dw.weight")
  }

  @Test("A row may have a norm epsilon of its own")
  func epsilon() throws {
    let text = """
      name: tiny
      input: {shape: [8, 8, 3]}
      rules: {norm: {epsilon: 1.0e-3}}
      columns: [ operator,     out, epsilon ]
      rows:
        - [ conv2d 3x3,        8,   1.0e-5 ]
        - [ dwconv 3x3,        ~,   ~ ]
        - [ global-pool,       ~,   ~ ]
        - [ conv2d 1x1,        8,   0.5 ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    let found = graph.nodes.compactMap { node -> Double? in
      guard case .batchNormalization(let epsilon, _) = node.operation else { return nil }
      return epsilon
    }
    #expect(found == [1e-5, 1e-3, 0.5])
    let without = TableFile(
      name: "Tiny.yaml", text: text.replacing("conv2d 3x3,  ", with: "\"conv2d 3x3, NBN\","))
    let error = #expect(throws: TableError.self) {
      try Graph(of: without, named: "tiny")
    }
    #expect(
      error?.problems.map(\.message) == [
        "column 'epsilon' has no meaning for 'conv2d'; write '~' in the cell"
      ])
  }

  @Test("Where a framework multiplies a layer's input, the weight has the factor")
  func factor() throws {
    let graph = try Graph(named: "mobilenet-v3-small@paddle")
    let tensors = graph.parameterTensors(naming: graph.spec.naming)
    let classifier = try #require(tensors.first { $0.name == "fc.weight" })
    #expect(tensors.filter { $0.factor != 1 } == [classifier])
    #expect(classifier.factor == 0.8 && classifier.storedShape == [1280, 1000])
    let stored = (0..<classifier.count).map { Float($0 % 100) }
    let arranged = classifier.arranged(stored)
    #expect(arranged[1] == 0.8 * stored[1000] && arranged[1280] == 0.8 * stored[1])
    let backs = zip(classifier.stored(arranged), stored)
    #expect(backs.allSatisfy { abs($0 - $1) <= $1.ulp })
  }
}
