import Architecture
import CairoRendering
import Detection
import Images
import Inference
import Models
import NetworkGraph
import ONNXExport
import TableReading
import WeightFiles

/// What goes to standard error, and the exit code.
enum Failure: Error {
  /// The command line asks for something impossible: exit code 64.
  case usage(String)
  /// A file, a table or a run fails: exit code 1.
  case file(String)
  /// A check fails; what it found has been printed.
  case check(String)

  var message: String {
    switch self {
    case .usage(let message), .file(let message), .check(let message): message
    }
  }

  var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .file, .check: 1
    }
  }

  /// The failure that an error of a library is; nothing for those of the argument parser.
  init?(_ error: any Error) {
    switch error {
    case let error as ModelError: self.init(error)
    case let error as NotationError: self = .usage("\(error)")
    case let error as LookupError: self = .usage("\(error)")
    case LibraryError.lookup(let error): self = .usage("\(error)")
    case LibraryError.table(let error): self = .file("\(error)")
    case let error as ScalingError: self = .usage("\(error)")
    case GraphError.scaling(let error): self = .usage("\(error)")
    case GraphError.table(let error): self = .file("\(error)")
    case RequestError.impossible(let reason): self = .usage(reason)
    case RequestError.table(let error): self = .file("\(error)")
    case let error as ShapeError: self = .usage("\(error)")
    case let error as TableError: self = .file("\(error)")
    case let error as CheckpointError: self = .file("\(error)")
    case let error as WeightError: self = .file("\(error)")
    case let error as KernelChoiceError: self = .usage("\(error)")
    case NetworkError.threads(let count): self = .usage("\(NetworkError.threads(count))")
    case let error as NetworkError: self = .file("\(error)")
    case let error as DetectionError: self = .usage("\(error)")
    case let error as ONNXExportError: self = .file("\(error)")
    case let error as PixelImageError: self = .file("\(error)")
    case let error as PreprocessingError: self = .file("\(error)")
    case let error as RenderingError: self = .file("\(error)")
    default: return nil
    }
  }

  private init(_ error: ModelError) {
    switch error {
    case .resolutionMultiplier, .tooManyOperations, .noPreprocessing, .noPicture:
      self = .usage("\(error)")
    case .foreignCheckpoint, .weights, .quantized, .checkpoint, .faultyWeights, .noScores,
      .unknownClassNames, .classNameCount:
      self = .file("\(error)")
    }
  }
}
