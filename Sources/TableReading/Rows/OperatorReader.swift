import Architecture

/// Reads the columns of one operator.
struct OperatorReader {
  let rules: Rules
  let phrase: OperatorPhrase
  let cell: YAMLValue
  let cells: RowCells

  /// The operation and, where the row's filter shape makes one, the claim about its input.
  func operation(_ word: OperatorWord) -> (RowOperation, ChannelsClaim?) {
    switch word {
    case .convolution: return convolution(depthwise: false)
    case .depthwise: return convolution(depthwise: true)
    case .transposed: return (transposedConvolution(), nil)
    case .bneck, .bottleneck: return (invertedResidual(), nil)
    case .squeezeExcite: return (.squeezeExcite(squeezeExcite() ?? .byRule), nil)
    case .averagePool: return (averagePool(), nil)
    case .globalPool: return (.globalPool, nil)
    case .maximumPool: return (maximumPool(ceiling: false), nil)
    case .maximumPoolCeiling: return (maximumPool(ceiling: true), nil)
    case .linear: return linear()
    case .normalization:
      return (.normalization(epsilon: cells.number("epsilon", in: 0...1)), nil)
    case .l2Normalization:
      // Caffe's Normalize adds 1e-10; torchvision divides by no less than 1e-12 instead.
      return (.l2Normalization(epsilon: cells.number("epsilon", in: 0...1) ?? 1e-10), nil)
    case .channelConvolution: return (channelConvolution(), nil)
    case .softmax:
      if phrase.stride != nil { _ = cells.cell("filter shape") }
      refuseStride()
      return (.softmax, nil)
    case .add: return (.add, nil)
    case .multiply: return (.multiply, nil)
    case .concatenate: return (.concatenate, nil)
    case .shuffle: return (.shuffle(groups: groups(of: "a shuffle of channels")), nil)
    case .split: return (.split(groups: groups(of: "a split of channels")), nil)
    case .shortcut: return (.shortcut, nil)
    case .resize:
      return (resize(cells.choice("mode", of: ResizeRow.Mode.self) ?? .nearest), nil)
    case .resizeNearest: return (resize(.nearest), nil)
    case .resizeBilinear: return (resize(.bilinear), nil)
    case .activation: return (.activation(cells.activation("nl") ?? .curve(.relu)), nil)
    }
  }

  private var log: ProblemLog { cells.log }

  /// The stride, from the phrase or from column s.
  private var stride: PerAxis<Quantity>? {
    if let text = phrase.stride {
      if let stride = Int(text), (1...255).contains(stride) { return PerAxis(Quantity(stride)) }
      if let strides = cells.grammar.window(text) { return strides.map { Quantity($0) } }
      log.report(
        "invalid stride \(text); it must be a whole number from 1 to 255",
        at: cell.location)
      return nil
    }
    guard let stride = cells.perAxis("s") else { return nil }
    if let literal = stride.value(in: [:]), literal.largest > 255 {
      log.report(
        "invalid stride \(stride.brief); it must be a whole number from 1 to 255",
        at: cells.cell("s")?.location ?? cell.location)
      return nil
    }
    return stride
  }

  /// MobileNetV1 prints `s1` where nothing moves; any other stride there would be without effect.
  private func refuseStride() {
    if let stride, stride != PerAxis(Quantity(1)) {
      log.report("stride \(stride.brief) has no meaning for '\(phrase.word)'", at: cell.location)
    }
  }

  private func convolution(depthwise: Bool) -> (RowOperation, ChannelsClaim?) {
    var out: Quantity?
    var kernel = phrase.window?.map { Quantity($0) }
    var claim: ChannelsClaim?
    if let filter = cells.cell("filter shape") {
      (kernel, out, claim) = filterShape(filter, depthwise: depthwise)
    } else {
      kernel = kernel ?? cells.perAxis("kernel")
      out = depthwise ? cells.quantity("out") : cells.required("out", for: "a convolution")
    }
    if kernel == nil { log.report("the kernel size is missing, such as '3x3'", at: cell.location) }
    let norm = cells.flag("norm") ?? !phrase.noBatchNorm
    let epsilon = norm ? cells.number("epsilon", in: 0...1) : nil
    let groups: ConvolutionRow.Groups =
      depthwise
      ? .depthwise
      : cells.integer("groups", in: 1...CellGrammar.largest).map {
        $0 == 1 ? .one : .count($0)
      } ?? .one
    let row = ConvolutionRow(
      kernel: kernel ?? PerAxis(Quantity(1)), out: out,
      stride: stride ?? PerAxis(Quantity(1)),
      dilation: cells.integer("dilation", in: 1...255) ?? 1, padding: cells.padding("padding"),
      groups: groups, norm: norm, normEpsilon: epsilon, bias: cells.flag("bias") ?? !norm,
      activation: cells.activation("nl", standard: norm ? rules.activation : nil))
    return (.convolution(row), claim)
  }

  private func transposedConvolution() -> RowOperation {
    let kernel = phrase.window?.map { Quantity($0) } ?? cells.perAxis("kernel")
    if kernel == nil { log.report("the kernel size is missing, such as '2x2'", at: cell.location) }
    let norm = cells.flag("norm") ?? !phrase.noBatchNorm
    let groups = cells.integer("groups", in: 1...CellGrammar.largest) ?? 1
    return .transposedConvolution(
      ConvolutionRow(
        kernel: kernel ?? PerAxis(Quantity(1)),
        out: cells.required("out", for: "a transposed convolution"),
        stride: stride ?? PerAxis(Quantity(1)),
        padding: .explicit(cells.integer("padding", in: 0...1024) ?? 0),
        groups: groups == 1 ? .one : .count(groups), norm: norm,
        normEpsilon: norm ? cells.number("epsilon", in: 0...1) : nil,
        bias: cells.flag("bias") ?? !norm,
        activation: cells.activation("nl", standard: norm ? rules.activation : nil)))
  }

  private func channelConvolution() -> RowOperation {
    let kernel = phrase.side ?? cells.integer("kernel", in: 1...255)
    guard let kernel, (1...255).contains(kernel), !kernel.isMultiple(of: 2) else {
      log.report(
        "a convolution over channels needs an odd kernel size, such as 'channel-conv 3'",
        at: cell.location)
      return .channelConvolution(kernel: 1)
    }
    return .channelConvolution(kernel: kernel)
  }

  /// V1's `3 x 3 x 64 dw` and `1 x 1 x 64 x 128`.
  private func filterShape(
    _ value: YAMLValue, depthwise: Bool
  ) -> (PerAxis<Quantity>, Quantity?, ChannelsClaim?) {
    var text = value.printed
    if depthwise, text.hasSuffix(" dw") { text.removeLast(3) }
    let extents = CellGrammar.extents(text)
    let expected = depthwise ? 3 : 4
    guard extents.count == expected,
      let window = cells.grammar.window(extents.prefix(2).joined(separator: "x")),
      let channels = Int(extents[2]),
      (1...CellGrammar.largest).contains(channels)
    else {
      let example = depthwise ? "3 x 3 x 64 dw" : "1 x 1 x 64 x 128"
      log.report("'\(value.printed)' is not a filter shape such as \(example)", at: value.location)
      return (PerAxis(Quantity(1)), Quantity(1), nil)
    }
    let claim = ChannelsClaim(channels: Quantity(channels), location: value.location)
    let kernel = window.map { Quantity($0) }
    if depthwise { return (kernel, nil, claim) }
    guard let filters = Int(extents[3]), (1...CellGrammar.largest).contains(filters) else {
      log.report("'\(extents[3])' is not a number of filters", at: value.location)
      return (kernel, Quantity(1), claim)
    }
    return (kernel, Quantity(filters), claim)
  }

  private func linear() -> (RowOperation, ChannelsClaim?) {
    refuseStride()
    guard let filter = cells.cell("filter shape") else {
      let out = cells.required("out", for: "a fully connected layer")
      return (.linear(out: out, activation: cells.activation("nl")), nil)
    }
    // `1024 x classes`: inputs and outputs.
    let extents = CellGrammar.extents(filter.printed)
    guard extents.count == 2, let inputs = Int(extents[0]),
      (1...CellGrammar.largest).contains(inputs)
    else {
      log.report("'\(filter.printed)' is not inputs x outputs", at: filter.location)
      return (.linear(out: Quantity(1), activation: nil), nil)
    }
    let out: Quantity
    if let literal = Int(extents[1]), (1...CellGrammar.largest).contains(literal) {
      out = Quantity(literal)
    } else if cells.grammar.variables.contains(extents[1]) {
      out = Quantity(1, times: [extents[1]])
    } else {
      log.report("'\(extents[1])' is neither a number nor a variable", at: filter.location)
      out = Quantity(1)
    }
    return (
      .linear(out: out, activation: cells.activation("nl")),
      ChannelsClaim(channels: Quantity(inputs), location: filter.location)
    )
  }

  private func invertedResidual() -> RowOperation {
    let expansion: InvertedResidualRow.Expansion
    if let value = cells.cell("t") {
      if let other = cells.cell("exp") {
        log.report(
          "a bottleneck's expansion stands in column 't' or in 'exp', not in both",
          at: other.location)
      }
      expansion = .factor(value.decodedNumber("'t'", in: 0.01...1000, log) ?? 1)
    } else {
      expansion = .channels(cells.required("exp", for: "a bottleneck"))
    }
    return .invertedResidual(
      InvertedResidualRow(
        kernel: phrase.window?.map { Quantity($0) } ?? cells.perAxis("kernel")
          ?? PerAxis(Quantity(rules.kernel)),
        expansion: expansion, out: cells.required("out", for: "a bottleneck"),
        stride: stride ?? PerAxis(Quantity(1)),
        dilation: cells.integer("dilation", in: 1...255) ?? 1,
        padding: cells.padding("padding"), squeezeExcite: squeezeExcite(),
        activation: cells.activation("nl", standard: rules.activation)))
  }

  /// What a block's cell says, or a row of its own, which has it by rule where the cell is empty.
  private func squeezeExcite() -> InvertedResidualRow.SqueezeExcite? {
    let isAlone = phrase.word == OperatorWord.squeezeExcite.rawValue
    guard let squeeze = cells.squeezeExcite("se") ?? (isAlone ? .byRule : nil) else { return nil }
    if rules.squeezeExcite == nil {
      log.report(
        "the row has squeeze-and-excitation, but 'rules' has no key 'squeeze-excite' for it",
        at: cells.cell("se")?.location ?? cell.location)
    }
    if rules.squeezeExcite?.layers == .channelConvolution, case .share = squeeze {
      log.report(
        "a gate of a convolution over the channels squeezes nothing, so it has no share",
        at: cells.cell("se")?.location ?? cell.location)
    }
    return squeeze
  }

  private func averagePool() -> RowOperation {
    var window = phrase.window?.map { Quantity($0) } ?? cells.perAxis("kernel")
    if let filter = cells.cell("filter shape") {
      // V1's `Pool 7 x 7`.
      let text = filter.printed.lowercased()
      let side = cells.grammar.window(text.hasPrefix("pool") ? String(text.dropFirst(4)) : text)
      if side == nil {
        log.report(
          "'\(filter.printed)' is not a window such as Pool 7 x 7", at: filter.location)
      }
      window = side?.map { Quantity($0) } ?? window
    }
    // The window that the paper prints is the whole map at its own resolution.
    if rules.globalPool {
      refuseStride()
      return .globalPool
    }
    let step = stride
    guard let window else {
      log.report("the kernel size is missing, such as '7x7'", at: cell.location)
      return .globalPool
    }
    return .pool(
      PoolRow(
        kind: .average, kernel: window, stride: step ?? window, padding: poolPadding))
  }

  /// Frameworks pool without padding, unless all of a network is padded as TensorFlow does.
  private var poolPadding: Padding? {
    cells.padding("padding") ?? (rules.padding == .same ? nil : .valid)
  }

  private func maximumPool(ceiling: Bool) -> RowOperation {
    let window =
      phrase.window?.map { Quantity($0) } ?? cells.perAxis("kernel")
      ?? PerAxis(cells.required("kernel", for: "pooling"))
    return .pool(
      PoolRow(
        kind: .maximum, kernel: window, stride: stride ?? window,
        padding: ceiling ? cells.padding("padding") ?? .valid : poolPadding, ceiling: ceiling))
  }

  private func groups(of operation: String) -> Int {
    if cells.cell("groups") == nil {
      log.report("\(operation) needs a number in column 'groups'", at: cell.location)
    }
    return cells.integer("groups", in: 1...CellGrammar.largest) ?? 1
  }

  private func resize(_ mode: ResizeRow.Mode) -> RowOperation {
    .resize(ResizeRow(mode: mode, factor: cells.integer("factor", in: 1...64)))
  }
}
