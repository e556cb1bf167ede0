extension TableEdit {
  /// Edits of every kind that leave a table readable: what a slip or a wrong source would make.
  static let all: [TableEdit] = small + second + others

  private static let small: [TableEdit] = [
    // Activations.
    ("bneck 3x3,       16,      16,  1, RE, 2", "bneck 3x3,       16,      16,  1, HS, 2"),
    ("conv2d 3x3,       ~,      16,  ~, HS, 2", "conv2d 3x3,       ~,      16,  ~, RE, 2"),
    ("bneck 3x3,       72,      24,  ~, RE, 2", "bneck 3x3,       72,      24,  ~, R6, 2"),
    ("bneck 5x5,       96,      40,  1, HS, 2", "bneck 5x5,       96,      40,  1, RE, 2"),
    ("bneck 5x5,      120,      48,  1, HS, 1", "bneck 5x5,      120,      48,  1, SW, 1"),
    ("576,  ~, HS, 1", "576,  ~, RE, 1"), ("1024,    ~, HS, 1", "1024,    ~, R6, 1"),
    // Squeeze-and-excitation and gates.
    ("16,      16,  1, RE, 2", "16,      16,  ~, RE, 2"),
    ("72,      24,  ~, RE, 2", "72,      24,  1, RE, 2"), ("divide: 4", "divide: 8"),
    ("round: 8,", "round: 4,"), ("activation: RE, gate", "activation: HS, gate"),
    ("hard-sigmoid", "sigmoid"), ("hard-sigmoid", "HG5"),
    ("position: after-activation", "position: after-projection"),
    ("position: after-activation", "position: before-activation-when-expanded"),
    ("{divide: 4", "{of: input, divide: 4"),
    // Kernels, strides, dilations, channels.
    ("bneck 5x5,       96,", "bneck 3x3,       96,"),
    ("bneck 3x3,       88,", "bneck 5x5,       88,"),
    ("bneck 5x5,      576,", "bneck 3x3,      576,"), ("conv2d 3x3", "conv2d 5x5"),
    ("bneck 3x3,       88,      24", "bneck 3x3,       96,      24"),
    // Epsilon.
    ("epsilon: 1.0e-3", "epsilon: 1.0e-5"), ("epsilon: 1.0e-3", "epsilon: 1.0e-2"),
    ("epsilon: 1.0e-3", "epsilon: 2.0e-3"),
    // Residuals and expansion.
    ("residual: same-shape", "residual: never"), ("residual: same-shape", "residual: projected"),
    ("expand: when-wider", "expand: always"),
    // Padding.
    ("padding: symmetric", "padding: same"),
    // Preprocessing.
    ("crop-fraction: 0.875", "crop-fraction: 1"),
    ("crop-fraction: 0.875", "crop-fraction: 0.875\n  filter: linear"),
    ("crop-fraction: 0.875", "crop-fraction: 0.875\n  channels: BGR"),
    ("crop-fraction: 0.875", "resize: stretch"), ("[0.485, 0.456, 0.406]", "[0.5, 0.5, 0.5]"),
    ("[0.485, 0.456, 0.406]", "[0.485, 0.456, 0.460]"),
    ("[0.229, 0.224, 0.225]", "[0.229, 0.224, 0.255]"),
    ("[0.485, 0.456, 0.406]", "[0.406, 0.456, 0.485]"),
    // Labels.
    ("labels: imagenet1000", "labels: coco80"), ("labels: imagenet1000\n", ""),
  ].map { TableEdit("mobilenet-v3-small", "Architectures/MobileNetV3Small", $0.0, $0.1) }

  private static let second: [TableEdit] = [
    ("activation: R6", "activation: RE"), ("activation: R6", "activation: HS"),
    ("epsilon: 1.0e-5", "epsilon: 1.0e-3"), ("residual: same-shape", "residual: never"),
    ("residual: same-shape", "residual: projected"), ("padding: symmetric", "padding: same"),
    ("kernel: 3\n", "kernel: 5\n"), ("expand: when-wider", "expand: always"),
    ("6,      64, 4, 2", "6,      64, 3, 2"), ("6,      32, 3, 2", "4,      32, 3, 2"),
    ("crop-fraction: 0.875", "crop-fraction: 0.9"), ("0.229", "0.226"),
    ("labels: imagenet1000", "labels: voc21"), ("divisor: 8", "divisor: 4"),
    ("never-thinned: [last]", "never-thinned: []"), ("\"conv2d 1x1, NBN\"", "conv2d 1x1"),
  ].map { TableEdit("mobilenet-v2", "Architectures/MobileNetV2", $0.0, $0.1) }

  private static let others: [TableEdit] = [
    ("mobilenet-v1", "Architectures/MobileNetV1", "activation: R6", "activation: RE"),
    ("mobilenet-v1", "Architectures/MobileNetV1", "epsilon: 1.0e-5", "epsilon: 1.0e-3"),
    ("mobilenet-v1", "Architectures/MobileNetV1", "mean: [0.5", "mean: [0.485"),
    ("mobilenet-v1", "Architectures/MobileNetV1", "labels: imagenet1000", "labels: coco80"),
    (
      "mobilenet-v3-large", "Architectures/MobileNetV3Large",
      "72,      40,  1, RE, 2", "72,      40,  1, HS, 2"
    ),
    (
      "mobilenet-v2@torchvision", "Dialects/torchvision", "norm: {epsilon: 1.0e-5}",
      "norm: {epsilon: 1.0e-4}"
    ),
    ("mobilenet-v4-conv-small@timm", "Dialects/timm", "padding: symmetric", "padding: same"),
    ("mobilenet-v4-conv-small", "Blocks/MobileNetV4", "activation: RE", "activation: GE"),
    ("resnet-18", "Architectures/ResNet18", "maxpool 3x3", "avgpool 3x3"),
    (
      "resnet-50", "Blocks/ResNet",
      "add,      ~,       ~, ~,  ~ ]\n      - relu:       [ sum,               activation, ~,       ~, RE, ~ ]\n",
      "add,      ~,       ~, ~,  ~ ]\n"
    ),
    ("squeezenet-1.1", "Architectures/SqueezeNet1_1", "maxpool-ceiling", "maxpool"),
    ("shufflenet-v2", "Blocks/ShuffleNetV2", "shuffle,    2", "shuffle,    4"),
    (
      "ghostnet", "Architectures/GhostNet", "floor: 0.9, activation: RE",
      "floor: 0.9, activation: SW"
    ),
    ("ghostnet", "Architectures/GhostNet", "gate: HG", "gate: SI"),
    ("mnasnet-a1", "Architectures/MnasNetA1", "gate: sigmoid", "gate: hard-sigmoid"),
    (
      "efficientnet-lite0", "Architectures/EfficientNetLite0", "padding: same", "padding: symmetric"
    ),
    (
      "efficientnet-lite0", "Architectures/EfficientNetLite0", "crop-fraction: 0.875",
      "crop-fraction: 1"
    ),
    ("lraspp-mobilenet-v3-small", "Architectures/LRASPPMobileNetV3Small", "SI,", "HG,"),
    (
      "lraspp-mobilenet-v3-small", "Architectures/LRASPPMobileNetV3Small", "bneck10: {dilation: 2}",
      "bneck10: {dilation: 1}"
    ),
    ("ssd-mobilenet-v1", "Architectures/MobileNetSSD", "activation: RE", "activation: R6"),
    ("yolov5-mobilenet-v3-small", "Blocks/YOLOv5", "gate: hard-sigmoid", "gate: sigmoid"),
    (
      "yolov5-mobilenet-v3-small", "Architectures/YOLOv5MobileNetV3Small", "144, False", "144, True"
    ),
    (
      "ssdlite-mobilenet-v3-large", "Architectures/SSDLite320MobileNetV3Large", "activation: R6",
      "activation: RE"
    ),
    ("vgg-16", "Architectures/VGG16", "0.456", "0.465"),
    ("resnet-18", "Blocks/ResNet", "epsilon: 1.0e-5", "epsilon: 1.0e-3"),
    ("shufflenet-v2", "Blocks/ShuffleNetV2", "dwconv 3x3", "dwconv 5x5"),
    ("mnasnet-b1", "Architectures/MnasNetB1", "residual: same-shape", "residual: never"),
  ].map { TableEdit($0.0, $0.1, $0.2, $0.3) }
}
