/// The Python globals that mean something here; they are symbols, never code, as all others are.
enum PickleGlobal: String, CaseIterable {
  case orderedDictionary = "collections.OrderedDict"
  case rebuildTensor = "torch._utils._rebuild_tensor"
  case rebuildTensorV2 = "torch._utils._rebuild_tensor_v2"
  case rebuildTensorV3 = "torch._utils._rebuild_tensor_v3"
  case rebuildParameter = "torch._utils._rebuild_parameter"
  case rebuildParameterWithState = "torch._utils._rebuild_parameter_with_state"
  case halfStorage = "torch.HalfStorage"
  case floatStorage = "torch.FloatStorage"
  case doubleStorage = "torch.DoubleStorage"
  case byteStorage = "torch.ByteStorage"
  case charStorage = "torch.CharStorage"
  case shortStorage = "torch.ShortStorage"
  case intStorage = "torch.IntStorage"
  case longStorage = "torch.LongStorage"
  case boolStorage = "torch.BoolStorage"
  case bfloat16Storage = "torch.BFloat16Storage"
  case untypedStorage = "torch.storage.UntypedStorage"
  case reconstructArray = "numpy.core.multiarray._reconstruct"
  case arrayOfBuffer = "numpy.core.numeric._frombuffer"
  case arrayType = "numpy.dtype"
  case encode = "_codecs.encode"
  case tuple = "builtins.tuple"

  /// The global `path`, `module.name`, by the name that it has today or had before; nil for another one.
  init?(path: String) {
    switch path {
    case "numpy._core.multiarray._reconstruct": self = .reconstructArray  // Since NumPy 2.
    case "numpy._core.numeric._frombuffer": self = .arrayOfBuffer
    case "__builtin__.tuple": self = .tuple  // Protocol 2.
    default: self.init(rawValue: path)
    }
  }

  /// Whether a pickle may apply the global to arguments.
  var isCallable: Bool {
    switch self {
    case .orderedDictionary, .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3, .rebuildParameter,
      .rebuildParameterWithState, .reconstructArray, .arrayOfBuffer, .arrayType,
      .encode, .tuple:
      true
    case .halfStorage, .floatStorage, .doubleStorage, .byteStorage, .charStorage, .shortStorage,
      .intStorage, .longStorage, .boolStorage, .bfloat16Storage, .untypedStorage:
      false
    }
  }
}
