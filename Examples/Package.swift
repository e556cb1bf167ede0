// swift-tools-version: 6.2
import PackageDescription

// Programs of a few lines each, over the libraries of the package above.
let package = Package(
  name: "examples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "mobilenet-explorer", path: "..")],
  targets: [
    .executableTarget(
      name: "CostTable",
      dependencies: [.product(name: "MobileNetExplorer", package: "mobilenet-explorer")]),
    .executableTarget(
      name: "Figure",
      dependencies: [
        .product(name: "MobileNetExplorer", package: "mobilenet-explorer"),
        .product(name: "MobileNetFigures", package: "mobilenet-explorer"),
      ]),
    .executableTarget(
      name: "Classify",
      dependencies: [
        .product(name: "MobileNetExplorer", package: "mobilenet-explorer"),
        .product(name: "MobileNetPictures", package: "mobilenet-explorer"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
