import Architecture
import Inference
import NetworkGraph
import WeightFiles

extension Witness {
  /// Reads the JSON of a witness. Keys that are not known are passed over.
  ///
  /// Throws `WitnessError` if it is none, and if it is our own account.
  package init(reading text: some StringProtocol) throws(WitnessError) {
    do throws(CheckpointError) {
      self = try Self(JSONReader(Array(text.utf8)))
    } catch {
      // Our own answers are JSON of another form: what they lack says more than where they differ.
      guard Self.hasFramework(text) else { throw .noFramework }
      guard case .header(let offset) = error else { throw .malformed(offset: 0) }
      throw .malformed(offset: offset)
    }
    try requireForeign()
  }

  /// Whether a text that is an object says whose it is; a text that is none is another fault.
  private static func hasFramework(_ text: some StringProtocol) -> Bool {
    var found = false
    var reader = JSONReader(Array(text.utf8))
    do throws(CheckpointError) {
      try reader.object { reader, key throws(CheckpointError) in
        found = found || key == "framework"
        try reader.skipValue()
      }
      return found
    } catch { return true }
  }

  private init(_ reader: consuming JSONReader) throws(CheckpointError) {
    var witness = Witness(framework: "")
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "framework": witness.framework = try reader.string()
      case "version": witness.version = try reader.string()
      case "model": witness.model = try reader.string()
      case "network": witness.networks.append(try reader.string())
      case "networks": witness.networks += try reader.strings()
      case "width": witness.width = try reader.number()
      case "scale": witness.scale = try reader.number()
      case "classes": witness.classes = try reader.integer()
      case "input": witness.resolution = Self.resolution(try reader.integers())
      case "parameters": witness.parameters = try reader.integer()
      case "preprocessing": witness.preprocessing = try Self.statistics(&reader)
      case "shrinking": witness.shrinking = try Self.statistics(&reader)
      case "labels": witness.labels = try reader.strings()
      case "tensors":
        try reader.object { reader, name throws(CheckpointError) in
          witness.tensors[name] = try reader.integers()
        }
      case "layers":
        try reader.object { reader, name throws(CheckpointError) in
          witness.layers[name] = try reader.string()
        }
      case "taps": witness.taps = try Self.named(&reader)
      case "outputs": witness.outputs = try Self.named(&reader)
      case "detections": witness.detections = try Self.named(&reader)
      default: try reader.skipValue()
      }
    }
    try reader.end()
    self = witness
  }

  /// The height and width of a shape of channels, height and width.
  private static func resolution(_ shape: [Int]) -> Resolution? {
    shape.count == 3 && shape.allSatisfy { Scaling.resolutions.contains($0) }
      ? Resolution(height: shape[1], width: shape[2]) : nil
  }

  private static func named(
    _ reader: inout JSONReader
  ) throws(CheckpointError) -> [String: TensorStatistics] {
    var found: [String: TensorStatistics] = [:]
    try reader.object { reader, name throws(CheckpointError) in
      found[name] = try statistics(&reader)
    }
    return found
  }

  private static func statistics(
    _ reader: inout JSONReader
  ) throws(CheckpointError) -> TensorStatistics {
    var found = TensorStatistics(
      shape: [], mean: 0, standardDeviation: 0, minimum: 0, maximum: 0, first: [], last: [],
      sample: [])
    func floats(_ reader: inout JSONReader) throws(CheckpointError) -> [Float] {
      try reader.numbers().map { Float($0) }
    }
    try reader.object { reader, key throws(CheckpointError) in
      switch key {
      case "shape": found.shape = try reader.integers()
      case "mean": found.mean = try reader.number()
      case "std": found.standardDeviation = try reader.number()
      case "min": found.minimum = Float(try reader.number())
      case "max": found.maximum = Float(try reader.number())
      case "first": found.first = try floats(&reader)
      case "last": found.last = try floats(&reader)
      case "sample": found.sample = try floats(&reader)
      default: try reader.skipValue()
      }
    }
    return found
  }
}
