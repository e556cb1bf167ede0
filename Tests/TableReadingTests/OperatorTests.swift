import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// What each operator of the grammar becomes.
@Suite struct OperatorTests {
  /// The primitive operations of one row over 8x8x4, after the picture.
  func operations(
    _ row: String, columns: String, rules: String = "{}"
  ) throws -> [NetworkGraph.Operation] {
    let text = """
      name: tiny
      input: {shape: [8, 8, 4]}
      variables: {classes: 10}
      rules: \(rules)
      columns: [ \(columns) ]
      rows:
        - [ \(row) ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    return graph.nodes.dropFirst().map(\.operation)
  }

  @Test("Convolutions: all channels, one, and groups")
  func convolutions() throws {
    let norm = NetworkGraph.Operation.batchNormalization(epsilon: 1e-5)
    #expect(
      try operations("conv2d 3x3, 6, 2", columns: "operator, out, s") == [
        .convolution(Convolution(kernel: 3, inputChannels: 4, outputChannels: 6, stride: 2)), norm,
      ])
    #expect(
      try operations("dwconv 5x5, 2", columns: "operator, s", rules: "{padding: same}") == [
        .convolution(
          Convolution(
            kernel: 5, inputChannels: 4, outputChannels: 4, stride: 2, padding: .same, groups: 4)),
        norm,
      ])
    #expect(
      try operations("dwconv 3x3, 8", columns: "operator, out") == [
        .convolution(Convolution(kernel: 3, inputChannels: 4, outputChannels: 8, groups: 4)), norm,
      ])
    #expect(
      try operations(
        "conv2d 3x3, 6, 2, 2, 1, no, yes, LE",
        columns: "operator, out, groups, dilation, padding, norm, bias, NL")
        == [
          .convolution(
            Convolution(
              kernel: 3, inputChannels: 4, outputChannels: 6, dilation: 2, padding: .explicit(1),
              groups: 2, hasBias: true)), .activation(.leakyRelu),
        ])
  }

  @Test("Squeeze-and-excitation alone, by the rule or with a share of its own")
  func squeezeExcite() throws {
    let rules =
      "{squeeze-excite: {divide: 2, round: 1, activation: RE, gate: HG, position: after-activation}}"
    func layers(squeezed: Int) -> [NetworkGraph.Operation] {
      [
        .globalPool, .linear(Linear(inputChannels: 4, outputChannels: squeezed)),
        .activation(.relu), .linear(Linear(inputChannels: squeezed, outputChannels: 4)),
        .activation(.hardSigmoid), .multiply,
      ]
    }
    #expect(
      try operations("squeeze-excite", columns: "operator", rules: rules) == layers(squeezed: 2))
    #expect(
      try operations("squeeze-excite, 0.25", columns: "operator, SE", rules: rules)
        == layers(squeezed: 1))
    #expect(throws: TableError.self) { try operations("squeeze-excite", columns: "operator") }
  }

  @Test("Groups that do not divide the channels are refused")
  func groups() {
    #expect(throws: TableError.self) {
      try operations("conv2d 3x3, 6, 3", columns: "operator, out, groups")
    }
    #expect(throws: TableError.self) { try operations("dwconv 3x3, 6", columns: "operator, out") }
  }

  @Test("Pools: over a window, over the whole map")
  func pools() throws {
    #expect(
      try operations("maxpool 3x3, 2, symmetric", columns: "operator, s, padding") == [
        .pool(Pool(kind: .maximum, kernel: 3, stride: 2, padding: .symmetric, ceiling: false))
      ])
    #expect(
      try operations("maxpool-ceiling 2x2, 2", columns: "operator, s") == [
        .pool(Pool(kind: .maximum, kernel: 2, stride: 2, padding: .valid, ceiling: true))
      ])
    #expect(
      try operations("avgpool 2x2, 2, valid", columns: "operator, s, padding") == [
        .pool(Pool(kind: .average, kernel: 2, stride: 2, padding: .valid, ceiling: false))
      ])
    #expect(
      try operations("avgpool 8x8", columns: "operator", rules: "{pool: global}") == [.globalPool])
    #expect(try operations("global-pool", columns: "operator") == [.globalPool])
  }

  @Test("A global pool is the whole map, whatever window its paper prints")
  func pooledWindow() throws {
    #expect(
      try operations("avgpool 7x7", columns: "operator", rules: "{pool: global}") == [.globalPool])
  }

  @Test("Enlargements, activations, softmax")
  func others() throws {
    #expect(
      try operations("resize-nearest, 2", columns: "operator, factor") == [
        .resize(.nearest, factor: 2)
      ])
    #expect(
      try operations("resize, bilinear, 3", columns: "operator, mode, factor") == [
        .resize(.bilinear, factor: 3)
      ])
    #expect(
      try operations("[input, input], resize-bilinear", columns: "from, operator") == [
        .resize(.bilinear, factor: nil)
      ])
    #expect(
      try operations("activation, SI", columns: "operator, NL") == [.activation(.sigmoid)])
    #expect(try operations("softmax", columns: "operator") == [.softmax])
  }

  @Test("L2 normalization: the channels of its input, and Caffe's epsilon unless another is given")
  func lengths() throws {
    #expect(
      try operations("l2norm", columns: "operator") == [
        .l2Normalization(channels: 4, epsilon: 1e-10)
      ])
    #expect(
      try operations("l2norm, 1.0e-6", columns: "operator, epsilon") == [
        .l2Normalization(channels: 4, epsilon: 1e-6)
      ])
    #expect(throws: TableError.self) {
      try operations("l2norm, 2", columns: "operator, epsilon")
    }
    let normalization = NetworkGraph.Operation.l2Normalization(channels: 4, epsilon: 1e-10)
    #expect(throws: ShapeError.channels(expected: 4, got: 3)) {
      try normalization.outputShape([Shape(height: 2, width: 2, channels: 3)])
    }
  }

  @Test("Transposed convolutions, with PyTorch's shapes")
  func transposed() throws {
    let norm = NetworkGraph.Operation.batchNormalization(epsilon: 1e-5)
    #expect(
      try operations("conv-transpose 2x2, 6, 2", columns: "operator, out, s") == [
        .transposedConvolution(
          TransposedConvolution(kernel: 2, inputChannels: 4, outputChannels: 6, stride: 2)), norm,
      ])
    #expect(
      try operations(
        "'conv-transpose 4x3, NBN', 8, 2x1, 1, 2, PR",
        columns: "operator, out, s, padding, groups, NL") == [
          .transposedConvolution(
            TransposedConvolution(
              kernel: PerAxis(height: 4, width: 3), inputChannels: 4, outputChannels: 8,
              stride: PerAxis(height: 2, width: 1), padding: 1, groups: 2, hasBias: true)),
          .parametricReLU(channels: 8),
        ])
  }

  @Test("A norm alone, a convolution over channels, activations with and without parameters")
  func alone() throws {
    #expect(
      try operations("norm, 0.01", columns: "operator, epsilon") == [
        .batchNormalization(epsilon: 0.01)
      ])
    #expect(try operations("norm", columns: "operator") == [.batchNormalization(epsilon: 1e-5)])
    #expect(
      try operations("activation, GE", columns: "operator, NL") == [.activation(.gelu)])
    #expect(
      try operations("activation, PReLU", columns: "operator, NL") == [
        .parametricReLU(channels: 4)
      ])
    let text = """
      name: tiny
      input: {shape: [8, 8, 4]}
      rules: {activation: PR}
      columns: [ operator, out, kernel ]
      rows:
        - [ conv2d 3x3, 6, ~ ]
        - [ global-pool, ~, ~ ]
        - [ channel-conv 3, ~, ~ ]
        - [ channel-conv, ~, 5 ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    #expect(
      graph.nodes.suffix(4).map(\.operation) == [
        .parametricReLU(channels: 6), .globalPool, .channelConvolution(kernel: 3),
        .channelConvolution(kernel: 5),
      ])
    let names = graph.parameterTensors(naming: nil).map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test("A norm after a convolution is folded into it, as one of the convolution's own is")
  func foldedNorm() throws {
    let text = """
      name: tiny
      input: {shape: [8, 8, 4]}
      columns: [ operator, out ]
      rows:
        - [ "conv2d 3x3, NBN", 6 ]
        - [ norm, ~ ]
        - [ norm, ~ ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    #expect(graph.foldableNorms == [2: 1])
  }

  @Test("Rectangular windows and strides, in cells and as arguments of blocks")
  func rectangles() throws {
    func convolution(_ operation: NetworkGraph.Operation?) -> Convolution? {
      guard case .convolution(let convolution)? = operation else { return nil }
      return convolution
    }
    let wide = PerAxis(height: 1, width: 3)
    let first = try operations("conv2d 1x3, 6, 2x1", columns: "operator, out, s").first
    #expect(convolution(first)?.kernel == wide)
    #expect(convolution(first)?.stride == PerAxis(height: 2, width: 1))
    let cell = try operations("conv2d, 6, 1x3", columns: "operator, out, kernel").first
    #expect(convolution(cell)?.kernel == wide)
    let depthwise = try operations("dwconv 5x1, 1x2", columns: "operator, s").first
    #expect(convolution(depthwise)?.kernel == PerAxis(height: 5, width: 1))
    #expect(convolution(depthwise)?.stride == PerAxis(height: 1, width: 2))
    for (word, kind) in [("maxpool", PoolRow.Kind.maximum), ("avgpool", .average)] {
      #expect(
        try operations("\(word) 3x2", columns: "operator") == [
          .pool(
            Pool(
              kind: kind, kernel: PerAxis(height: 3, width: 2),
              stride: PerAxis(height: 3, width: 2), padding: .valid, ceiling: false))
        ])
    }
    let text = """
      name: tiny
      input: {shape: [16, 16, 4]}
      blocks:
        inner:
          parameters: [side, stride]
          columns: [ operator, out, kernel, s ]
          rows:
            - [ "conv2d, NBN", 4, side, stride ]
        outer:
          parameters: [stride]
          columns: [ operator, side, stride ]
          rows:
            - [ inner, 1x3, stride ]
      columns: [ operator, n, stride ]
      rows:
        - [ outer, 2, 2x1 ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    let found = graph.nodes.compactMap { convolution($0.operation) }
    #expect(found.map(\.kernel) == [wide, wide])
    #expect(found.map(\.stride) == [PerAxis(height: 2, width: 1), 1])
    #expect(graph.nodes.last?.shape == Shape(height: 8, width: 16, channels: 4))
  }

  @Test("Joins")
  func joins() throws {
    for (word, operation) in [
      ("add", NetworkGraph.Operation.add), ("multiply", .multiply), ("concat", .concatenate),
    ] {
      #expect(
        try operations("[input, input], \(word)", columns: "from, operator") == [operation])
    }
  }

  @Test("A shuffle of channels by its groups")
  func shuffles() throws {
    #expect(
      try operations("shuffle, 2", columns: "operator, groups") == [.shuffle(groups: 2)])
    let shuffle = NetworkGraph.Operation.shuffle(groups: 3)
    let map = Shape(height: 5, width: 7, channels: 12)
    #expect(try shuffle.outputShape([map]) == map)
    for channels in [1, 2, 10, 13] {
      #expect(throws: ShapeError.uneven(channels: channels, parts: "3 groups")) {
        try shuffle.outputShape([Shape(height: 5, width: 7, channels: channels)])
      }
    }
    #expect(throws: ShapeError.inputs(needed: 1, got: 0)) { try shuffle.outputShape([]) }
  }

  @Test("A slice lies inside the channels of its input")
  func slices() throws {
    let map = Shape(height: 5, width: 7, channels: 12)
    for (first, count) in [(0, 12), (0, 1), (11, 1), (4, 4)] {
      #expect(
        try NetworkGraph.Operation.slice(first: first, count: count).outputShape([map])
          == Shape(height: 5, width: 7, channels: count))
    }
    #expect(NetworkGraph.Operation.slice(first: 4, count: 4).name == "channels 4..7")
    for (first, count) in [(12, 1), (4, 9), (0, 13), (-1, 3), (3, 0)] {
      #expect(throws: ShapeError.channels(expected: first + count, got: 12)) {
        try NetworkGraph.Operation.slice(first: first, count: count).outputShape([map])
      }
    }
  }

  @Test("On a pooled vector a 1x1 convolution is a fully connected layer")
  func pooledConvolution() throws {
    let text = """
      name: tiny
      input: {shape: [8, 8, 4]}
      columns: [ operator, out, NL ]
      rows:
        - [ global-pool, ~, ~ ]
        - [ "conv2d 1x1, NBN", 6, RE ]
        - [ fc, 5, SI ]

      """
    let graph = try Graph(of: TableFile(name: "Tiny.yaml", text: text), named: "tiny")
    #expect(
      graph.nodes.dropFirst().map(\.operation) == [
        .globalPool, .linear(Linear(inputChannels: 4, outputChannels: 6)), .activation(.relu),
        .linear(Linear(inputChannels: 6, outputChannels: 5)), .activation(.sigmoid),
      ])
    #expect(graph.nodes.last?.shape == Shape(height: 1, width: 1, channels: 5))
  }

  @Test("A fully connected layer needs a pooled vector")
  func linearOnMap() {
    #expect(throws: TableError.self) { try operations("fc, 5", columns: "operator, out") }
  }
}
