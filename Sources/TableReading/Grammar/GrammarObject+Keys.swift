import Architecture

extension GrammarObject {
  /// All keys, in the order in which one writes them.
  package var keys: [Key] {
    switch self {
    case .architecture, .variant, .blocks, .extends, .source, .input, .preprocessing, .erratum:
      architectureKeys
    case .group, .block, .replace: rowKeys
    case .rules, .norm, .implementation, .width, .squeezeExcite: ruleKeys
    case .head, .headTemplate, .branch, .defaultBoxes, .anchors, .decoding, .suppression: headKeys
    case .loss, .focal, .lossWeights: lossKeys
    case .dialect, .family, .names, .layerTensors, .normTensors, .layerNames, .device,
      .glossary, .term:
      libraryKeys
    }
  }

  private var architectureKeys: [Key] {
    switch self {
    case .architecture:
      [
        ("name", .text), ("aliases", .texts), ("title", .text), ("family", .text),
        ("kind", .choice(ArchitectureSpec.Kind.self)),
        ("source", .object(.source)), ("input", .object(.input)), ("variables", .mapping(.integer)),
        ("names", .text), ("labels", .text), ("preprocessing", .object(.preprocessing)),
        ("rules", .object(.rules)), ("extends", .object(.extends)),
        ("override", .mapping(.mapping(.cell))), ("blocks", .mapping(.object(.block))),
        ("part", .choice(Part.self)), ("columns", .texts), ("rows", .rows),
        ("heads", .list(.object(.head))), ("errata", .list(.object(.erratum))), ("nc", .integer),
        ("depth_multiple", .number), ("width_multiple", .number),
        ("anchors", .list(.list(.number))),
        ("backbone", .list(.list(.cell))), ("head", .list(.list(.cell))),
      ]
    case .variant:
      [
        ("name", .text), ("aliases", .texts), ("title", .text), ("variant-of", .text),
        ("replace", .object(.replace)), ("override", .mapping(.mapping(.cell))),
      ]
    case .blocks:
      [
        ("blocks-for", .text), ("form", .choice(["modules"])), ("input", .object(.input)),
        ("names", .text), ("preprocessing", .object(.preprocessing)), ("rules", .object(.rules)),
        ("blocks", .mapping(.object(.block))), ("heads", .mapping(.object(.headTemplate))),
      ]
    case .extends:
      [
        ("table", .text), ("rows", .either([.text, .integer])), ("part", .choice(Part.self)),
        ("names", .mapping(.text)),
      ]
    case .source: [("paper", .text), ("arxiv", .text), ("table", .either([.text, .integer]))]
    case .input: [("shape", .list(.integer))]
    case .preprocessing:
      [
        ("resize", .choice(["crop", "stretch", "center", "letterbox"])), ("crop-fraction", .number),
        ("fill", .integer), ("filter", .choice(PreprocessingSpec.Filter.self)),
        ("channels", .choice(PreprocessingSpec.ChannelOrder.self)), ("range", .number),
        ("mean", .list(.number)), ("standard-deviation", .list(.number)),
      ]
    default:
      [
        ("row", .either([.text, .integer])), ("column", .text), ("text", .text),
        ("printed", .either([.text, .number])), ("reason", .text),
      ]
    }
  }

  private var rowKeys: [Key] {
    switch self {
    case .group:
      [("repeat", .either([.integer, .text])), ("part", .choice(Part.self)), ("rows", .rows)]
    case .block:
      [
        ("aliases", .texts),
        ("parameters", .list(.either([.text, .mapping(.either([.cell, .mapping(.cell)]))]))),
        ("scaled", .texts), ("repeats", .choice(["inside"])), ("inputs", .texts),
        ("results", .mapping(.either([.text, .integer]))), ("columns", .texts), ("rows", .rows),
      ]
    default:
      [("rows", .either([.text, .integer])), ("columns", .texts), ("with", .rows)]
    }
  }

  private var ruleKeys: [Key] {
    switch self {
    case .rules:
      [
        ("width", .either([.object(.width), .choice(["undefined"])])), ("norm", .object(.norm)),
        ("activation", .text), ("padding", .either([.text, .integer])), ("kernel", .integer),
        ("pool", .choice(["global", "window"])), ("expand", .choice(Rules.Expand.self)),
        ("residual", .choice(Rules.Residual.self)), ("squeeze-excite", .object(.squeezeExcite)),
        ("implementation", .object(.implementation)),
      ]
    case .norm: [("epsilon", .number)]
    case .implementation:
      [
        ("norm", .choice(Implementation.Class.self)),
        ("linear", .choice(Implementation.Class.self)),
        ("pool", .choice(Implementation.Pooling.self)),
        ("gate-pool", .choice(Implementation.Pooling.self)),
        ("resize", .choice(Implementation.Resizing.self)),
      ]
    case .width:
      [
        ("round", .choice(["truncate", "nearest-multiple", "up-to-multiple"])),
        ("minimum", .integer), ("divisor", .integer), ("floor", .number),
        ("expansion", .choice(ChannelScaling.Expansion.self)), ("never-thinned", .texts),
        ("never-scaled", .texts), ("never-scaled-below", .mapping(.number)),
        ("keeps-ratio", .texts),
      ]
    default:
      [
        ("of", .choice(Rules.SqueezeExcite.Base.self)), ("divide", .integer), ("share", .number),
        ("round", .integer), ("floor", .number), ("activation", .text), ("gate", .text),
        ("position", .choice(Rules.SqueezeExcite.Position.self)), ("norm", .flag),
        ("layers", .choice(Rules.SqueezeExcite.Layers.self)),
      ]
    }
  }

  private var headKeys: [Key] {
    switch self {
    case .head:
      [
        ("sources", .list(.cell)), ("boxes", .list(.integer)), ("join", .choice(Head.Join.self)),
        ("branches", .mapping(.object(.branch))), ("default-boxes", .object(.defaultBoxes)),
        ("anchors", .either([.object(.anchors), .list(.list(.number))])),
        ("decoding", .object(.decoding)), ("suppression", .object(.suppression)),
        ("loss", .object(.loss)),
      ]
    case .headTemplate:
      [
        ("parameters", .texts), ("join", .choice(Head.Join.self)),
        ("branches", .mapping(.object(.branch))), ("decoding", .object(.decoding)),
        ("suppression", .object(.suppression)), ("loss", .object(.loss)),
      ]
    case .branch:
      [("values", .either([.mapping(.cell), .cell])), ("columns", .texts), ("rows", .rows)]
    case .defaultBoxes:
      [
        ("unit", .choice(DefaultBoxes.Unit.self)), ("minimum", .list(.cell)),
        ("maximum", .list(.cell)), ("ratio-minimum", .list(.cell)),
        ("ratios", .list(.list(.number))), ("turned", .flag), ("steps", .list(.cell)),
        ("mean-square", .choice(DefaultBoxes.MeanSquare.self)),
        ("clip", .choice(DefaultBoxes.Clip.self)),
      ]
    case .anchors: [("sizes", .list(.number)), ("masks", .list(.list(.integer)))]
    case .decoding: Self.centerSizeKeys + Self.cellKeys + [Self.clipKey]
    default:
      [
        ("score", .number), ("overlap", .number), ("candidates", .integer), ("kept", .integer),
        ("class-offset", .number),
      ]
    }
  }

  private var lossKeys: [Key] {
    switch self {
    case .loss:
      LossReader.Rule.allCases.reduce(into: []) { keys, rule in
        keys += Self.lossKeys(rule).filter { key in !keys.contains { $0.name == key.name } }
      }
    case .focal: [("alpha", .number), ("gamma", .number)]
    default: [("box", .number), ("objectness", .number), ("class", .number)]
    }
  }

  /// Of a loss of one kind.
  static func lossKeys(_ rule: LossReader.Rule) -> [Key] {
    let shared: [Key] = [("rule", .choice(LossReader.Rule.self)), ("by", .text)]
    switch rule {
    case .multibox:
      return shared + [
        ("overlap", .number), ("negatives", .number), ("least-negatives", .integer),
        ("mining-overlap", .number), ("mining-candidates", .integer), ("focal", .object(.focal)),
        ("background", .choice(MultiBoxLoss.Background.self)),
        ("location", .choice(MultiBoxLoss.Location.self)),
      ]
    case .bestAnchor: return shared + [("ignore", .number)]
    case .anchorRatio:
      return shared + [
        ("ratio", .number), ("weights", .object(.lossWeights)), ("resolution", .integer),
        ("classes", .integer), ("balance", .list(.list(.number))),
      ]
    }
  }

  /// Of the decoding of default boxes.
  static let centerSizeKeys: [Key] = [
    ("variances", .list(.number)), ("order", .choice(CenterSizeDecoding.Order.self)),
    ("scores", .choice(CenterSizeDecoding.Scores.self)), ("largest-growth", .number),
    ("background", .choice(CenterSizeDecoding.Background.self)),
  ]
  /// Of the decoding of anchors.
  static let cellKeys: [Key] = [
    ("rule", .choice(CellDecoding.Rule.self)), ("objectness", .number),
  ]
  /// Of both.
  static let clipKey: Key = ("clip", .choice(BoxClip.self))

  private var libraryKeys: [Key] {
    switch self {
    case .dialect:
      [
        ("dialect", .text), ("title", .text), ("source", .text), ("separator", .text),
        ("layer-tensors", .object(.layerTensors)), ("norm-tensors", .object(.normTensors)),
        ("ignored-tensors", .texts), ("out-last", .list(.choice(TensorNaming.OutLast.self))),
        ("families", .mapping(.object(.family))),
        ("tables", .mapping(.object(.family))),
      ]
    case .family:
      [
        ("input", .object(.input)), ("variables", .mapping(.integer)), ("rules", .object(.rules)),
        ("replace", .object(.replace)), ("override", .mapping(.mapping(.cell))),
        ("blocks", .mapping(.object(.block))), ("heads", .list(.object(.head))),
        ("preprocessing", .object(.preprocessing)), ("labels", .text), ("names", .object(.names)),
        ("variants", .texts),
      ]
    case .names:
      [
        ("prefix", .text),
        ("rows", .mapping(.mapping(.either([.object(.layerNames), .text])))),
        ("blocks", .mapping(.mapping(.either([.object(.layerNames), .text])))),
        ("heads", .mapping(.mapping(.either([.object(.layerNames), .text])))),
      ]
    case .layerTensors: [("weight", .text), ("depthwise", .text), ("bias", .text)]
    case .normTensors: [("weight", .text), ("bias", .text), ("mean", .text), ("variance", .text)]
    case .layerNames:
      [
        ("weight", .text), ("norm", .text), ("scale", .text), ("matrix", .flag), ("tensor", .text),
        ("factor", .number),
      ]
    case .glossary: [("glossary", .text), ("terms", .list(.object(.term)))]
    case .term:
      [
        ("term", .text), ("term-zh", .text), ("aliases", .texts), ("en", .text), ("zh", .text),
        ("formula", .text), ("try", .text),
      ]
    default:
      [
        ("device", .text), ("title", .text), ("gigaflops", .number),
        ("gigaflops-bf16", .number), ("gigaops-int8", .number),
        ("gigabytes-per-second", .number), ("source", .text),
      ]
    }
  }
}
