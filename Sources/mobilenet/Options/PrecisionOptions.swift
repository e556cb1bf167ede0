import Architecture
import ArgumentParser
import Inference
import KernelInterface
import Kernels
import Models
import NetworkGraph

/// In what numbers a network runs, and how its integers are found.
struct PrecisionOptions: ParsableArguments {
  @Option(
    name: .customLong("precision"),
    help: "Numbers to compute with. (default: int8 for weights of 'quantize --output', else fp32)")
  var chosen: Precision?

  @Option(
    name: .customLong("calibrate"),
    help: ArgumentHelp(
      "With --precision int8: a picture whose ranges decide the levels; several times for several."
        + " (default: the picture that is run)", valueName: "file"),
    completion: .file())
  var pictures: [String] = []

  func validate() throws {
    if !pictures.isEmpty, chosen != .integers {
      throw ValidationError("--calibrate goes with --precision int8")
    }
  }

  /// The numbers that a model runs with.
  func precision(of model: Model) throws -> Precision {
    guard model.quantized == nil || pictures.isEmpty else {
      throw Failure.usage("the weights have levels; leave --calibrate out")
    }
    return chosen ?? (model.quantized == nil ? .single : .integers)
  }

  /// The plan of a model: of its `integers` if it has any (`network`).
  func plan(
    _ model: Model, integers: QuantizedNetwork?, kernels: KernelTable, keepingBlocks: Bool = false,
    fusing: Bool = true
  ) throws -> Plan {
    if let integers {
      return try Plan(integers, kernels: kernels, keepingBlocks: keepingBlocks, fusing: fusing)
    }
    return try model.plan(
      kernels, inBFloat16: precision(of: model) == .brain, memory: Machine.memory,
      keepingBlocks: keepingBlocks, fusing: fusing)
  }

  /// The network in integers; nothing if it runs in floating point. Without pictures to calibrate with,
  /// `picture` decides, which is the one that is run.
  func network(
    _ model: Model, on picture: @autoclosure () throws -> Tensor<Float>,
    _ orientation: OrientationOptions, kernels: KernelTable, threads: Int
  ) throws -> QuantizedNetwork? {
    guard try precision(of: model) == .integers else { return nil }
    if let quantized = model.quantized { return quantized }
    try RunLimit.require(model.graph, memory: Machine.memory)
    let tensors =
      pictures.isEmpty
      ? [try picture()] : try pictures.map { try Picture.load($0, orientation, for: model.graph) }
    return try model.quantizedNetwork(on: tensors, kernels: kernels, threads: threads)
  }

  /// What a heading says of the numbers; nothing of single precision.
  func note(on model: Model, image: String) -> String? {
    switch chosen ?? (model.quantized == nil ? .single : .integers) {
    case .single: return nil
    case .brain:
      return "bf16: weights and inputs of convolutions that are not depthwise; sums in fp32"
    case .integers:
      let origin =
        model.quantized != nil
        ? "of the file" : "of " + (pictures.isEmpty ? [image] : pictures).joined(separator: ", ")
      return "int8: levels \(origin)"
    }
  }
}
