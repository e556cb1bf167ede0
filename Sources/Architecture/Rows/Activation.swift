/// The nonlinearities of the MobileNet papers and of the systems built on them.
public enum Activation: String, CaseIterable, Hashable, Sendable {
  /// max(x, 0).
  case relu = "ReLU"
  /// min(max(x, 0), 6); MobileNetV2.
  case relu6 = "ReLU6"
  /// x above 0, 0.1 x below: the slope of YOLOv3's neck.
  case leakyRelu = "LeakyReLU"
  /// 1 / (1 + exp(-x)).
  case sigmoid = "sigmoid"
  /// ReLU6(x + 3) / 6; MobileNetV3.
  case hardSigmoid = "h-sigmoid"
  /// clip(0.2 x + 0.5, 0, 1): the gate of Paddle and of Keras 2.
  case hardSigmoidFifth = "h-sigmoid-0.2"
  /// x times sigmoid(x), also called SiLU.
  case swish = "swish"
  /// x ReLU6(x + 3) / 6; MobileNetV3, section 5.2.
  case hardSwish = "h-swish"
  /// x times the normal distribution's share below x (arXiv 1606.08415), exactly.
  case gelu = "GELU"

  /// The abbreviation that a table's NL column prints.
  package var abbreviation: String {
    switch self {
    case .relu: "RE"
    case .relu6: "R6"
    case .leakyRelu: "LE"
    case .sigmoid: "SI"
    case .hardSigmoid: "HG"
    case .hardSigmoidFifth: "HG5"
    case .swish: "SW"
    case .hardSwish: "HS"
    case .gelu: "GE"
    }
  }

  /// The activation of a table cell: its abbreviation or its name, without regard to case.
  package init?(cell: String) {
    let wanted = cell.lowercased()
    let found = Self.allCases.first {
      $0.abbreviation.lowercased() == wanted || $0.rawValue.lowercased() == wanted
        || $0.rawValue.lowercased().replacing(text: "h-", with: "hard-") == wanted
        || (wanted == "silu" && $0 == .swish)
    }
    guard let found else { return nil }
    self = found
  }
}
