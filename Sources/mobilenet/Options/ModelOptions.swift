import ArgumentParser
import Models
import TableReading
import WeightFiles

/// A network with weights, from a checkpoint or by formula.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "An architecture, or NAME@DIALECT. (default: the network that --weights is of)",
    completion: .networks)
  var name: String?

  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions
  @OptionGroup var weightOptions: WeightOptions

  /// A checkpoint in place of the name is meant as one that tells its network.
  mutating func validate() throws {
    guard weightOptions.isSeeded, let name, !name.hasSuffix(".onnx"),
      name.contains(where: { "/.".contains($0) }), (try? tables.library().request(name)) == nil,
      let source = try? FileByteSource(name)
    else { return }
    do throws(CheckpointError) {
      _ = try Checkpoint(reading: source)
    } catch .unsupportedFormat(.onnx) { return } catch {}
    (weightOptions.path, self.name) = (name, nil)
  }

  /// The checkpoint's path, or 'seeded'.
  var weights: String { weightOptions.path }

  /// The files that are read.
  var files: [String] {
    (weightOptions.isSeeded ? [] : [weights]) + (name.map { Files.exists($0) ? [$0] : [] } ?? [])
      + tables.files
  }

  /// The network and where its weights can be had. Throws if the checkpoint does not fit.
  func model() throws -> Model {
    try weightOptions.model(name, scaling.multipliers, in: tables.library())
  }

  /// The same for a command that writes the weights to a file: numbers that spoil every result are
  /// refused, unless they are allowed.
  func model(_ faults: FaultOptions) throws -> Model {
    var model = try model()
    let (path, give) = (weights, model.onFaults)
    guard !faults.areAllowed else { return model }
    model.onFaults = { faults in
      guard faults.contains(where: { $0.spoils }) else { return try give(faults) }
      throw Failure.file(
        "\(ModelError.faultyWeights(source: path, faults)); --allow-nonfinite writes them anyway")
    }
    return model
  }
}

/// Whether weights are written that hold numbers which are none.
struct FaultOptions: ParsableArguments {
  @Flag(
    name: .customLong("allow-nonfinite"),
    help: "Write weights that contain NaN, infinity or negative variances, too.")
  var areAllowed = false
}

/// Where weights come from; wherever a network runs.
struct WeightOptions: ParsableArguments {
  @Option(
    name: .customLong("weights"),
    help: ArgumentHelp(
      "A checkpoint (PyTorch, safetensors, Caffe or TensorFlow), or 'seeded'.", valueName: "file"),
    completion: .file())
  var path: String = "seeded"

  var isSeeded: Bool { path == "seeded" }

  /// A network with these weights; without a name the one that the checkpoint is of, at the width and
  /// with the classes that its shapes tell. Throws if the checkpoint does not fit.
  func model(
    _ name: String?, _ multipliers: Multipliers, in library: TableLibrary
  ) throws -> Model {
    if let name, ONNXFile.isMeant(by: name, library) {
      return try model(inFile: name, multipliers, library)
    }
    guard !isSeeded else {
      guard let name else {
        throw Failure.usage("name a network, or give --weights FILE, which tells the network")
      }
      return Model(seeded: try library.graph(named: name, at: multipliers))
    }
    let checkpoint = try Checkpoint(at: path)
    let asked = name
    let (name, multipliers) =
      try name.map { ($0, multipliers) } ?? identified(checkpoint, multipliers, library)
    var model = try Model(
      name, at: multipliers, in: library, weights: checkpoint, source: path)
    if asked == nil || (asked?.contains("@") == false && model.graph.spec.name.contains("@")) {
      tellSharedNames(model, library)
    }
    let notice = FaultNotice(path)
    model.onFaults = { notice.give($0) }
    return model
  }

  /// Tells on standard error which networks the checkpoint may as well be of.
  private func tellSharedNames(_ model: Model, _ library: TableLibrary) {
    let variants = model.graph.variantsWithoutTable
    if !variants.isEmpty {
      Console.complain(
        "'\(path)' is read as \(model.graph.spec.name); its tensors are also those of"
          + " \(variants.joined(separator: ", ")), which no table has")
    }
    let others = library.networks(sharingTensorsWith: model.graph)
    guard !others.isEmpty else { return }
    Console.complain(
      "'\(path)' is read as \(model.graph.spec.name); its tensors are also those of"
        + " \(others.joined(separator: ", ")): if it is \(others.count == 1 ? "that" : "one of these"), name it"
    )
  }

  /// What a checkpoint is of, at the multipliers that were asked for and, where none was, its own.
  private func identified(
    _ checkpoint: Checkpoint, _ multipliers: Multipliers, _ library: TableLibrary
  ) throws -> (String, Multipliers) {
    guard let identity = CheckpointIdentity(of: checkpoint, in: library) else {
      throw Failure.file("'\(path)' has the tensors of no network that is known; name one")
    }
    guard !identity.isNearest else {
      throw Failure.file(
        "'\(path)' has the tensors of no network that is known; the nearest is '\(identity.title)'")
    }
    var multipliers = multipliers
    multipliers.width = multipliers.width ?? identity.multipliers.width
    multipliers.classes = multipliers.classes ?? identity.multipliers.classes
    multipliers.part = multipliers.part ?? identity.multipliers.part
    return (identity.name, multipliers)
  }

  /// The network of an ONNX file, with the weights that are in it.
  private func model(
    inFile path: String, _ multipliers: Multipliers, _ library: TableLibrary
  ) throws -> Model {
    let network = try ONNXFile.network(path, multipliers, library)
    guard self.path == "seeded" else {
      throw Failure.usage("the weights of '\(path)' are in it; leave --weights out")
    }
    var model = Model(network, source: path)
    let notice = FaultNotice(path)
    model.onFaults = { notice.give($0) }
    return model
  }
}
