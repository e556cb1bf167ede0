import WeightFiles

/// An ONNX model as its file has it: operations and what they take by name, and where the numbers are.
///
/// Numbers are passed over while the file is read, and loaded when they are asked for.
package struct ONNXModel: Sendable {
  /// What gives a tensor its extent along one dimension.
  package enum Dimension: Hashable, Sendable {
    /// A number.
    case fixed(Int)
    /// A name, which may be empty: the extent is open.
    case open(String)
  }

  /// A tensor that the model takes or gives.
  package struct Value: Hashable, Sendable {
    /// Its name.
    package var name = ""
    /// Its dimensions; nothing if the file does not say.
    package var dimensions: [Dimension]?

    /// The dimensions as one reads them: `?x3x224x224`.
    package var shape: String {
      guard let dimensions else { return "of unknown shape" }
      return dimensions.map { dimension in
        switch dimension {
        case .fixed(let extent): "\(extent)"
        case .open(let name): name.isEmpty ? "?" : name.onOneLine
        }
      }.joined(separator: "x")
    }
  }

  /// An operation.
  package struct Node: Sendable {
    /// Its name; many have none.
    var name = ""
    /// What it does.
    var operation = ""
    /// The set of operators that this is in; empty for ONNX's own.
    var domain = ""
    /// The names of what it takes; empty where it takes nothing.
    var inputs: [String] = []
    /// The names of what it gives.
    var outputs: [String] = []
    /// The settings of the operation by name.
    var attributes: [String: Attribute] = [:]

    /// What an error calls it: `Conv 'name'`.
    var title: String {
      let own = name.isEmpty ? outputs.first ?? "" : name
      let prefix = domain.isEmpty || domain == "ai.onnx" ? "" : "\(domain.onOneLine)."
      return "\(prefix)\(operation.onOneLine) '\(own.onOneLine)'"
    }
  }

  /// A setting of an operation.
  struct Attribute: Sendable {
    var integer: Int?
    var number: Double?
    var text: String?
    var integers: [Int] = []
    var numbers: [Double] = []
    var tensor: ONNXTensor?
    /// Whether it has another graph, as loops have.
    var hasGraph = false
  }

  /// Who wrote the file, with the version.
  package private(set) var producer = ""
  /// The version of ONNX's own operators.
  package private(set) var operatorSet = 1
  /// The graph's name.
  package private(set) var name = ""
  /// What the model takes, without the constants that some files list there as well.
  package private(set) var inputs: [Value] = []
  /// What it gives.
  package private(set) var outputs: [Value] = []
  /// The operations in the order of the file.
  package private(set) var nodes: [Node] = []
  /// The constants.
  package private(set) var constants: [ONNXTensor] = []

  private(set) var source: CheckedBytes

  /// Reads a model from a file's bytes.
  ///
  /// - Throws: `ONNXError` if they are damaged or of another kind.
  package init(reading source: some ByteSource) throws(ONNXError) {
    let source = CheckedBytes(source)
    self.source = source
    do throws(CheckpointError) {
      try readModel(source)
    } catch { throw .reading(error) }
    guard !nodes.isEmpty else { throw .notModel }
    let known = Set(constants.map { $0.name })
    inputs.removeAll { known.contains($0.name) }
  }

  /// The names of the files in which numbers are, as they lie beside the model's own; others are not read.
  package var externalFiles: [String] {
    Set(constants.compactMap { $0.externalFile }).filter { name in
      !name.isEmpty && !name.utf8.contains(0x2F) && !name.utf8.contains(0)
    }.sorted()
  }

  /// The model with files in which numbers are. Throws if they are too large to be read as one.
  package func joining(
    _ files: [(name: String, source: some ByteSource)]
  ) throws(ONNXError) -> ONNXModel {
    guard !files.isEmpty else { return self }
    var model = self
    let parts = [source] + files.map { CheckedBytes($0.source) }
    do throws(CheckpointError) {
      model.source = try CheckedBytes(joining: parts)
    } catch { throw .reading(error) }
    var start = source.count
    for (index, file) in files.enumerated() {
      let size = parts[index + 1].count
      for place in model.constants.indices where model.constants[place].externalFile == file.name {
        model.constants[place] = model.constants[place].joined(at: start, size: size)
      }
      start += size
    }
    return model
  }

  private mutating func readModel(_ source: CheckedBytes) throws(CheckpointError) {
    guard source.count > 0 else { throw .empty }
    var reader = MessageReader(source)
    var (producerName, producerVersion) = ("", "")
    try reader.fields(until: reader.size) { reader, field, content throws(CheckpointError) in
      guard case .bytes(let range) = content else { return }
      switch field {
      case 2: producerName = try reader.text(range)
      case 3: producerVersion = try reader.text(range)
      case 7: try readGraph(&reader, until: range.upperBound)
      case 8:
        let (domain, version) = try Self.operatorSet(&reader, until: range.upperBound)
        if domain.isEmpty || domain == "ai.onnx" { operatorSet = version }
      default: break
      }
    }
    producer =
      [producerName, producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
      .onOneLine
  }

  private static func operatorSet(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) -> (domain: String, version: Int) {
    var (domain, version) = ("", 1)
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      switch (field, content) {
      case (1, .bytes(let range)): domain = try reader.text(range)
      case (2, .number(let number)): version = Int(wire: number)
      default: break
      }
    }
    return (domain, version)
  }

  private mutating func readGraph(
    _ reader: inout MessageReader, until end: Int
  ) throws(CheckpointError) {
    try reader.fields(until: end) { reader, field, content throws(CheckpointError) in
      guard case .bytes(let range) = content else { return }
      let end = range.upperBound
      switch field {
      case 1: nodes.append(try Node(&reader, until: end))
      case 2: name = try reader.text(range)
      case 5: constants.append(try ONNXTensor(&reader, until: end))
      case 11: inputs.append(try Value(&reader, until: end))
      case 12: outputs.append(try Value(&reader, until: end))
      default: break
      }
    }
  }
}

extension Int {
  /// A signed number as protocol buffers have it; the nearest one if it has too many bits.
  init(wire number: UInt64) { self.init(clamping: Int64(bitPattern: number)) }
}

extension String {
  /// The text as a report may print it: at most 80 characters, none of which moves the cursor.
  var onOneLine: String {
    let shown = unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }
    var text = String.UnicodeScalarView(shown)
    if unicodeScalars.count > 80 { text.append("…") }
    return String(text)
  }
}
