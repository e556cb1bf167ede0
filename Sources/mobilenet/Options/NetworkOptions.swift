import ArgumentParser
import Models
import NetworkGraph

/// A network by name, with its multipliers.
struct NetworkOptions: ParsableArguments {
  @Argument(
    help: "An architecture ('mobilenet list'), NAME@DIALECT, or an ONNX file.",
    completion: .networks)
  var name: String

  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func graph() throws -> Graph {
    try tables.library().graph(namedOrIn: name, at: scaling.multipliers)
  }
}
