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

  /// Whether a pickle may apply the global to arguments.
  var isCallable: Bool {
    switch self {
    case .orderedDictionary, .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3, .rebuildParameter,
      .rebuildParameterWithState:
      true
    case .halfStorage, .floatStorage, .doubleStorage, .byteStorage, .charStorage, .shortStorage,
      .intStorage, .longStorage, .boolStorage, .bfloat16Storage, .untypedStorage:
      false
    }
  }
}
