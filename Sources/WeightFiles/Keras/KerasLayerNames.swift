/// The names of a model's layers by kind, from the configuration beside its weights: files of weights
/// number layers by kind, and older ones have no names.
struct KerasLayerNames: Equatable {
  /// The names of the layers of each kind, in order.
  private(set) var names: [String: [String]] = [:]
  /// The layers of the models among the layers, by the kind of model, in order.
  private(set) var models: [String: [KerasLayerNames]] = [:]

  /// Models inside of models.
  private static let mostLevels = 16

  /// Reads `config.json`, the description of a model.
  init(configuration bytes: [UInt8]) throws(CheckpointError) {
    var reader = JSONReader(bytes)
    try read(&reader, levels: Self.mostLevels)
    try reader.end()
  }

  private init() {}

  /// Reads an object that describes a model, whose own layers are listed in its `config`.
  private mutating func read(
    _ reader: inout JSONReader, levels: Int
  ) throws(CheckpointError) {
    var found = KerasLayerNames()
    try reader.object { reader, key throws(CheckpointError) in
      guard key == "config" else { return try reader.skipValue() }
      _ = try found.readConfiguration(&reader, levels: levels)
    }
    self = found
  }

  /// Reads the configuration of a layer or a model; gives its name.
  private mutating func readConfiguration(
    _ reader: inout JSONReader, levels: Int
  ) throws(CheckpointError) -> String {
    var name = ""
    var found = KerasLayerNames()
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "name": name = try reader.string()
      case "layers" where levels > 0:
        try reader.array { reader throws(CheckpointError) in
          try found.readLayer(&reader, levels: levels - 1)
        }
      default: try reader.skipValue()
      }
    }
    self = found
    return name
  }

  /// Adds a layer of a list.
  private mutating func readLayer(
    _ reader: inout JSONReader, levels: Int
  ) throws(CheckpointError) {
    var (kind, name, layers) = ("", "", KerasLayerNames())
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "class_name": kind = Self.kind(ofClass: try reader.string())
      case "config": name = try layers.readConfiguration(&reader, levels: levels)
      default: try reader.skipValue()
      }
    }
    names[kind, default: []].append(name)
    models[kind, default: []].append(layers)
  }

  /// What a class is called in the names of groups: `DepthwiseConv2D` is `depthwise_conv2d`.
  static func kind(ofClass name: String) -> String {
    let letters = Array(name.utf8).filter { isLetter($0) || isDigit($0) || $0 == bar }
    var kind: [UInt8] = []
    for (index, letter) in letters.enumerated() {
      let isWord = index + 1 < letters.count && isSmall(letters[index + 1])
      let isAfterSmall = index > 0 && isSmall(letters[index - 1])
      if isCapital(letter), index > 0, isWord || isAfterSmall { kind.append(bar) }
      kind.append(isCapital(letter) ? letter + 0x20 : letter)
    }
    return String(decoding: kind, as: UTF8.self)
  }

  private static let bar = UInt8(ascii: "_")

  private static func isSmall(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { isSmall(byte) || isCapital(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
