import Architecture
import ArgumentParser

/// In what numbers a network is counted.
struct CountedPrecisionOptions: ParsableArguments {
  @Option(name: .long, help: "What weights and activations are; bytes are counted by it.")
  var precision = Precision.single
}

extension Precision: ExpressibleByArgument {}
