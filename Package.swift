// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in our own targets, not in those of others.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Optimized in debug builds too, file by file: the tests start the executable some thousand times.
let optimized: [SwiftSetting] =
  strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Optimized as a whole in debug builds too: a network has hundreds of millions of
/// multiply-accumulates, and kernels are generic over vectors that another file defines.
let numeric: [SwiftSetting] =
  strict + [
    .unsafeFlags(
      ["-O", "-whole-module-optimization", "-num-threads", "1", "-disable-batch-mode"],
      .when(configuration: .debug))
  ]

/// Kernels for one instruction set: the same sources in every target, behind links, with other flags.
/// The flags may not reach other code, which must run on every processor.
func kernels(_ instructionSet: String, flags: [String] = [], define: String? = nil) -> Target {
  library(
    "Kernels\(instructionSet)", imports: ["Architecture", "CSIMD", "Kernels", "KernelInterface"],
    settings: numeric + (define.map { [.define($0)] } ?? [])
      + [.unsafeFlags(flags.flatMap { ["-Xcc", $0] })],
    "vector kernels for \(instructionSet)")
}

/// The kernels of every instruction set that this machine's architecture may have.
#if arch(x86_64)
  let vectorKernels = [
    kernels("Baseline"), kernels("AVX2", flags: ["-march=x86-64-v3"], define: "AVX2"),
    kernels(
      "AVX512", flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"], define: "AVX512"),
  ]
#else
  let vectorKernels = [kernels("Baseline")]
#endif

/// A library target: its name, the targets that it may import, and what it is for.
func library(
  _ name: String, imports: [Target.Dependency] = [], settings: [SwiftSetting] = optimized,
  _ purpose: String
) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: settings)
}

/// The tests of a target; `data` names folders of files that they read by path.
func tests(
  of name: String, imports: [Target.Dependency] = [], settings: [SwiftSetting] = strict,
  data: String...
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: imports, exclude: data,
    swiftSettings: settings)
}

/// What every test of tables and graphs needs.
let tables: [Target.Dependency] = ["Architecture", "TableReading", "NetworkGraph", "TestSupport"]

let package = Package(
  name: "mobilenet-explorer",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "mobilenet", targets: ["mobilenet"]),
    .library(name: "MobileNetExplorer", targets: ["MobileNetExplorer"]),
    .library(name: "MobileNetFigures", targets: ["MobileNetFigures"]),
    .library(name: "MobileNetPictures", targets: ["MobileNetPictures"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Without its traits it needs no Foundation, which would bring 40 MB along.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
  ],
  targets: [
    // A target imports only targets that stand above it.
    library("Architecture", "the papers' vocabulary as values; channel scaling; no I/O"),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    library(
      "TableReading", imports: ["Architecture", "CLibYAML"],
      "YAML text to typed rows, with file, line and column in every error"),
    library(
      "NetworkGraph", imports: ["Architecture"], "rows to nodes; the one walk; shape inference"),
    library(
      "CostAnalysis", imports: ["Architecture", "NetworkGraph"],
      "one cost rule per operation; the live set; receptive fields; standard against separable"),
    library(
      "Kernels", imports: ["Architecture"], settings: numeric,
      "numerics on buffers, generic over the scalar; knows no graph"),
    .target(name: "CSIMD", cSettings: [.unsafeFlags(["-O2"])]),
    // The table of kernels on buffers, their tasks, packed weights, the reference.
    .target(
      name: "KernelInterface", dependencies: ["Architecture", "Kernels"],
      exclude: ["Contract.md"], swiftSettings: numeric),
    .target(
      name: "CaffeSchema",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["caffemodel.proto"], swiftSettings: strict),
    // Part of macOS, and without options of its own anywhere.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    library(
      "WeightFiles",
      imports: [
        "CSIMD", "CaffeSchema", "CZlib",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], settings: optimized + (Context.environment["FUZZER"] == nil ? [] : [.define("FUZZER")]),
      "checkpoint bytes to named tensors, and back"),
    library(
      "Inference",
      imports: [
        "Architecture", "NetworkGraph", "Kernels", "WeightFiles", "CSIMD", "KernelInterface",
      ]
        + vectorKernels.map { .target(name: $0.name) },
      "weights, folding, run, verification, counting run"),
    .target(
      name: "ONNXSchema",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["onnx.proto", "LICENSE"], swiftSettings: strict),
    library(
      "ONNXExport",
      imports: [
        "Architecture", "NetworkGraph", "Kernels", "Inference", "ONNXSchema",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], "a network as the bytes of an ONNX model"),
    library(
      "ONNXImport", imports: ["Architecture", "NetworkGraph", "WeightFiles"],
      "ONNX bytes to a graph with rows, and to the weights of its nodes"),
    library("Images", imports: ["Architecture"], "pixels, resampling, preprocessing"),
    library(
      "Detection", imports: ["Architecture", "NetworkGraph", "Images"], settings: numeric,
      "default boxes, decoding, suppression; the classes of a segmented picture"),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    library(
      "ImageDecoding", imports: ["Images", "CPNG", "CTurboJPEG", "CWebP"],
      "PNG, JPEG and WebP bytes to pixels"),
    .target(
      name: "Drawing", dependencies: ["Architecture"], swiftSettings: optimized,
      // Rounding and square roots; Foundation, which the target does without, would bring it along.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    library(
      "Figures",
      imports: ["Architecture", "NetworkGraph", "CostAnalysis", "Kernels", "Drawing"],
      "graph and costs to scenes"),
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    library("CairoRendering", imports: ["Drawing", "CCairo"], "scene to SVG, PDF, PNG"),
    library(
      "Reporting",
      imports: [
        "Architecture", "TableReading", "NetworkGraph", "CostAnalysis", "Kernels",
        "KernelInterface", "Inference", "Detection",
      ],
      "results to text, Markdown, CSV, LaTeX and JSON; knows no file system"),
    .target(
      name: "EmbeddedTables", swiftSettings: strict, plugins: ["EmbedTables"]),
    // The page that `make explorer` makes, if it has been made.
    .target(name: "EmbeddedPage", swiftSettings: strict, plugins: ["EmbedTables"]),
    .plugin(name: "EmbedTables", capability: .buildTool()),
    library(
      "Models",
      imports: [
        "Architecture", "TableReading", "NetworkGraph", "CostAnalysis", "Kernels",
        "KernelInterface", "WeightFiles", "Inference", "ONNXImport", "Images", "Detection",
        "EmbeddedTables",
      ], "networks by name, with tables, weights, pictures and class names; touches no files"),
    // What other packages import: each gives several of the targets above one name.
    .target(
      name: "MobileNetExplorer",
      dependencies: [
        "Architecture", "TableReading", "NetworkGraph", "CostAnalysis", "Kernels",
        "KernelInterface", "WeightFiles", "Inference", "Images", "Models", "Reporting",
      ], swiftSettings: strict),
    library(
      "MobileNetFigures", imports: ["Drawing", "Figures", "CairoRendering"],
      "networks and activations as scenes, and scenes as SVG, PDF and PNG"),
    library(
      "MobileNetPictures", imports: ["Architecture", "Images", "ImageDecoding"],
      "pictures from the bytes of PNG, JPEG and WebP files"),
    // What a process does when it is stopped or has no memory left.
    .target(name: "CProcess", cSettings: [.unsafeFlags(["-O2"])]),
    .executableTarget(
      name: "mobilenet",
      dependencies: [
        "CProcess", "EmbeddedPage",
        "Architecture", "TableReading", "NetworkGraph", "CostAnalysis", "Kernels",
        "KernelInterface", "WeightFiles", "Inference", "ONNXExport", "ONNXImport", "Images",
        "ImageDecoding", "Detection", "Drawing", "Figures", "CairoRendering", "Reporting", "Models",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Architecture", "TableReading", "NetworkGraph"],
      path: "Tests/TestSupport", swiftSettings: strict),
    // Inputs that are wrong at random: `make fuzz`.
    .target(
      name: "FuzzSupport",
      dependencies: [
        "Architecture", "TableReading", "NetworkGraph", "CostAnalysis", "WeightFiles", "ONNXImport",
        "Images", "ImageDecoding", "Models",
      ], path: "Tests/FuzzSupport", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: tables + [
        "CostAnalysis", "EmbeddedTables", "ImageDecoding", "KernelInterface", "Inference", "Models",
        "ONNXImport", "WeightFiles", "FuzzSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Fuzzing", exclude: ["Corpus"], swiftSettings: strict),
    tests(of: "Architecture", imports: ["Architecture"]),
    // Yams is what our reading of YAML is compared with.
    tests(
      of: "TableReading",
      imports: tables + ["CostAnalysis", .product(name: "Yams", package: "Yams")]),
    tests(of: "NetworkGraph", imports: tables),
    tests(of: "CostAnalysis", imports: tables + ["CostAnalysis"]),
    tests(of: "PublishedModels", imports: tables + ["CostAnalysis"], data: "Expected"),
    tests(of: "Kernels", imports: ["Architecture", "Kernels"]),
    tests(
      of: "KernelInterface", imports: ["Architecture", "Kernels", "KernelInterface", "Inference"],
      settings: numeric),
    tests(
      of: "WeightFiles",
      imports: [
        "WeightFiles", "CaffeSchema", "CZlib",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], data: "Keras", "Paddle", "Torch"),
    tests(
      of: "Inference",
      imports: tables + [
        "CostAnalysis", "Kernels", "KernelInterface", "WeightFiles", "Inference", "Detection",
        "Images", "ImageDecoding", "EmbeddedTables",
      ], settings: numeric, data: "Parity"),
    tests(
      of: "ONNXExport",
      imports: tables + [
        "Kernels", "Inference", "ONNXSchema", "ONNXExport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], data: "Tables"),
    tests(
      of: "ONNXImport",
      imports: tables + [
        "CostAnalysis", "Kernels", "KernelInterface", "WeightFiles", "Inference", "ONNXSchema",
        "ONNXExport", "ONNXImport", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    tests(
      of: "Figures", imports: tables + ["CostAnalysis", "Kernels", "Drawing", "Figures"]),
    tests(of: "Drawing", imports: ["Drawing"]),
    tests(of: "CairoRendering", imports: ["Drawing", "CairoRendering"]),
    tests(
      of: "Reporting",
      imports: tables + ["CostAnalysis", "Kernels", "Inference", "Reporting", "EmbeddedTables"],
      data: "Goldens"),
    tests(
      of: "Detection", imports: tables + ["Images", "Detection"], settings: numeric,
      data: "Losses", "Tables"),
    tests(of: "Images", imports: ["Architecture", "Images"], data: "Fixtures"),
    tests(of: "ImageDecoding", imports: ["Images", "ImageDecoding"], data: "Fixtures"),
    tests(
      of: "Models",
      imports: tables + [
        "CostAnalysis", "Kernels", "KernelInterface", "WeightFiles", "Inference", "Images",
        "Detection", "Models",
      ]),
    // Runs the executable, so that must be built; imports nothing of it.
    tests(of: "CommandLine", imports: ["mobilenet", "TestSupport"]),
  ] + vectorKernels,
  swiftLanguageModes: [.v6]
)

/// Bytes that are wrong at random, for libFuzzer, which brings a main function of its own:
/// `FUZZER=1 swift build --sanitize=fuzzer --product fuzz-bytes`.
if Context.environment["FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz-bytes", dependencies: ["FuzzSupport"],
      path: "Tests/FuzzingBytes", swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}

/// Some tests only, with what they need: `TEST_TARGETS="KernelsTests InferenceTests"`, for builds that
/// share nothing with others.
if let names = Context.environment["TEST_TARGETS"]?.split(separator: " ").map(String.init) {
  var kept = Set<String>()
  var added = names
  while let name = added.popLast() {
    guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
    else { continue }
    for dependency in target.dependencies {
      switch dependency {
      case .byNameItem(let name, _), .targetItem(let name, _): added.append(name)
      default: break
      }
    }
    for case .plugin(let name, _) in target.plugins ?? [] { added.append(name) }
  }
  package.targets.removeAll { !kept.contains($0.name) }
  package.products.removeAll()
}
