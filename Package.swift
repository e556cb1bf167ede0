// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in our own targets only.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "mobilenet-explorer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "Architecture", swiftSettings: strict),
    .target(
      name: "TableReading",
      dependencies: ["Architecture", .product(name: "Yams", package: "Yams")], swiftSettings: strict
    ),
    .target(name: "NetworkGraph", dependencies: ["Architecture"], swiftSettings: strict),
    .target(
      name: "CostAnalysis", dependencies: ["Architecture", "NetworkGraph"], swiftSettings: strict),
    .executableTarget(
      name: "probe", dependencies: ["Architecture", "TableReading", "NetworkGraph", "CostAnalysis"]),
  ],
  swiftLanguageModes: [.v6]
)
