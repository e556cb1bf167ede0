import Architecture
import Inference
import NetworkGraph
import WeightFiles

/// Why a model cannot be made of what was asked for.
public enum ModelError: Error, Sendable, CustomStringConvertible {
  /// A resolution multiplier gives an impossible number of pixels.
  case resolutionMultiplier(Double)
  /// A checkpoint has the tensors of another network than the one asked for.
  case foreignCheckpoint(source: String, network: String, CheckpointIdentity)
  /// A checkpoint does not have the tensors that a network needs.
  case weights(source: String, WeightError)
  /// The integers of quantized weights are none that run.
  case quantized(source: String, QuantizedFileError)
  /// A checkpoint cannot be read.
  case checkpoint(source: String, CheckpointError)
  /// Weights hold numbers that are none.
  case faultyWeights(source: String, [WeightFault])
  /// The scores of a classifier are infinite or NaN, because its weights hold such numbers, or are too
  /// large.
  case noScores(source: String, [WeightFault])
  /// The reference kernels would take too long.
  case tooManyOperations(multiplyAccumulates: Int, most: Int)
  /// The table does not say how pictures become input.
  case noPreprocessing(network: String)
  /// The input has another number of channels than pictures have.
  case noPicture(network: String, Shape)
  /// There is no list of class names with the name that a table gives.
  case unknownClassNames(String, known: [String])
  /// A list of class names has another number of them than the network has classes.
  case classNameCount(list: String, names: Int, network: String, classes: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .resolutionMultiplier(let rho):
      "invalid resolution multiplier \(rho); it must be above 0, and the input at most"
        + " \(Scaling.resolutions.upperBound) pixels"
    case .foreignCheckpoint(let source, let network, let identity):
      "'\(source)' does not fit '\(network)': it looks like \(identity)"
    case .weights(let source, let error): "'\(source)': \(error)"
    case .quantized(let source, let error): "'\(source)': \(error)"
    case .checkpoint(let source, let error): "'\(source)': \(error)"
    case .faultyWeights(let source, let faults):
      "suspicious numbers in '\(source)': \(WeightFault.list(faults))"
    case .noScores(let source, let faults):
      "no class is named, because the weights of '\(source)' make scores infinite or NaN"
        + (faults.isEmpty ? ", though all of them are finite: they are too large" : "")
    case .tooManyOperations(let count, let most):
      "the run would take \(count / 1_000_000_000) billion multiply-accumulates, but the reference"
        + " kernels take at most \(most / 1_000_000_000) billion; choose a smaller width or"
        + " resolution"
    case .noPreprocessing(let network):
      "the table of '\(network)' does not say how to prepare pictures; use --image seeded"
    case .noPicture(let network, let shape):
      "the input of '\(network)' is \(shape), but pictures have 1 or 3 channels; use --image seeded"
    case .unknownClassNames(let list, let known):
      "no list of class names '\(list)'; known: \(known.joined(separator: ", "))"
    case .classNameCount(let list, let names, let network, let classes):
      "the list '\(list)' has \(names) class names, but '\(network)' has \(classes) classes"
    }
  }
}
