import ArgumentParser
import Models
import TableReading
import WeightFiles

/// A network with weights, from a checkpoint or by formula.
struct ModelOptions: ParsableArguments {
  @OptionGroup var network: NetworkOptions
  @OptionGroup var weightOptions: WeightOptions

  /// The checkpoint's path, or 'seeded'.
  var weights: String { weightOptions.path }

  /// The files that are read.
  var files: [String] { (weightOptions.isSeeded ? [] : [weights]) + network.tables.files }

  /// The network and where its weights can be had. Throws if the checkpoint does not fit.
  func model() throws -> Model {
    try weightOptions.model(network.name, network.scaling, in: network.tables.library())
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
      "A checkpoint (PyTorch before 1.6, safetensors or Caffe), or 'seeded'.", valueName: "file"),
    completion: .file())
  var path: String = "seeded"

  var isSeeded: Bool { path == "seeded" }

  /// A network with these weights. Throws if the checkpoint does not fit.
  func model(
    _ name: String, _ scaling: ScalingOptions, in library: TableLibrary
  ) throws -> Model {
    if ONNXFile.isMeant(by: name, library) { return try model(inFile: name, scaling, library) }
    guard !isSeeded else {
      return Model(seeded: try library.graph(named: name, at: scaling.multipliers))
    }
    var model = try Model(
      name, at: scaling.multipliers, in: library, weights: Checkpoint(at: path), source: path)
    let notice = FaultNotice(path)
    model.onFaults = { notice.give($0) }
    return model
  }

  /// The network of an ONNX file, with the weights that are in it.
  private func model(
    inFile path: String, _ scaling: ScalingOptions, _ library: TableLibrary
  ) throws -> Model {
    let network = try ONNXFile.network(path, scaling.multipliers, library)
    guard self.path == "seeded" else {
      throw Failure.usage("the weights of '\(path)' are in it; leave --weights out")
    }
    var model = Model(network, source: path)
    let notice = FaultNotice(path)
    model.onFaults = { notice.give($0) }
    return model
  }
}
