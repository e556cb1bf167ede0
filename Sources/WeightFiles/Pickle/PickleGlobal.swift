/// The Python globals that a pickle may name; they are symbols here, never code.
enum PickleGlobal: String, CaseIterable {
  case orderedDictionary = "collections.OrderedDict"
  case rebuildTensor = "torch._utils._rebuild_tensor"
  case rebuildTensorV2 = "torch._utils._rebuild_tensor_v2"
  case rebuildParameter = "torch._utils._rebuild_parameter"
  case halfStorage = "torch.HalfStorage"
  case floatStorage = "torch.FloatStorage"
  case doubleStorage = "torch.DoubleStorage"
  case byteStorage = "torch.ByteStorage"
  case charStorage = "torch.CharStorage"
  case shortStorage = "torch.ShortStorage"
  case intStorage = "torch.IntStorage"
  case longStorage = "torch.LongStorage"

  /// Whether a pickle may apply the global to arguments.
  var isCallable: Bool {
    switch self {
    case .orderedDictionary, .rebuildTensor, .rebuildTensorV2, .rebuildParameter: true
    case .halfStorage, .floatStorage, .doubleStorage, .byteStorage, .charStorage, .shortStorage,
      .intStorage, .longStorage:
      false
    }
  }
}
