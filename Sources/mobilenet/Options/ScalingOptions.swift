import Architecture
import ArgumentParser
import Models

/// Width, resolution, classes; wherever a network is named.
struct ScalingOptions: ParsableArguments {
  @Option(
    name: [.customLong("width"), .customLong("alpha")], parsing: .unconditional,
    help: "Width multiplier alpha, applied by the family's own rule.")
  var width: Double?

  @Option(
    name: [.long, .customLong("res")], parsing: .unconditional,
    help: "Height and width of the picture in pixels: 224, or 192x640.")
  var resolution: Resolution?

  @Option(
    name: [.long, .customLong("beta")], parsing: .unconditional,
    help: ArgumentHelp(
      "Resolution multiplier rho: each side of the input is round(base x rho) pixels.",
      valueName: "rho"))
  var rho: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Number of classes, as the table's head counts them.",
      discussion: "SSD, SSDLite and LR-ASPP count the background as a class; YOLO does not."))
  var classes: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The part of the network: 'backbone' is all but the classifier or the heads.",
      valueName: "part"))
  var part: Part?

  func validate() throws {
    guard resolution == nil || rho == nil else {
      throw ValidationError("give --resolution or --rho, not both")
    }
  }

  var multipliers: Multipliers {
    Multipliers(
      width: width, resolution: resolution, resolutionMultiplier: rho, classes: classes,
      part: part)
  }
}

extension Resolution: ExpressibleByArgument {}
extension Part: ExpressibleByArgument {}
