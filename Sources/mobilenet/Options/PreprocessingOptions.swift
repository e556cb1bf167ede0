import Architecture
import ArgumentParser
import Models
import NetworkGraph
import Reporting

/// How a picture becomes a network's input, where it is not done as the table says or the file says nothing.
struct PreprocessingOptions: ParsableArguments {
  /// How a picture of any proportions gets those of the input.
  enum Fit: String, ExpressibleByArgument, CaseIterable {
    case crop, stretch, letterbox
  }

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Subtract this from red, green and blue, or from all: 0.485,0.456,0.406. (default: 0, or the table's)",
      valueName: "numbers"),
    transform: { try NumberList($0) })
  var mean: NumberList?

  @Option(
    name: [.customLong("std"), .customLong("deviation")], parsing: .unconditional,
    help: ArgumentHelp(
      "Then divide by this: 0.229,0.224,0.225. (default: 1, or the table's)", valueName: "numbers"),
    transform: { try NumberList($0) })
  var deviation: NumberList?

  @Option(
    name: .long, parsing: .unconditional,
    help: "What white is before that: 1, or 255 for a model that scales pictures itself.")
  var range: Double?

  @Option(name: .customLong("channel-order"), help: "The order of the input's channels.")
  var order: PreprocessingSpec.ChannelOrder?

  @Option(name: .long, help: "How the picture gets the input's proportions.")
  var fit: Fit?

  /// Whether anything is asked for.
  var isGiven: Bool {
    mean != nil || deviation != nil || range != nil || order != nil || fit != nil
  }

  func validate() throws {
    if let range, !(range > 0 && range <= 65_535) {
      throw ValidationError("--range must be above 0 and at most 65535, not \(range)")
    }
    if let deviation, deviation.numbers.contains(where: { $0 <= 0 }) {
      throw ValidationError("--std must be above 0")
    }
  }

  /// The graph with what is asked for in place of what its table says. Throws if the lists have other lengths
  /// than the channels.
  func applied(to graph: Graph) throws -> Graph {
    guard isGiven else { return graph }
    let channels = graph.input.channels
    guard PreprocessingSpec.channelCounts.contains(channels) else {
      throw ModelError.noPicture(network: graph.spec.name, graph.input)
    }
    func list(_ list: NumberList?, _ name: String, _ standard: Double) throws -> [Double] {
      let numbers = list?.numbers ?? [standard]
      if numbers.count == 1 { return Array(repeating: numbers[0], count: channels) }
      guard numbers.count == channels else {
        throw Failure.usage(
          "--\(name) has \(numbers.count) numbers, but '\(graph.spec.name)' takes \(channels) channels"
        )
      }
      return numbers
    }
    let plain = PreprocessingSpec(
      fit: .stretch, mean: try list(nil, "mean", 0), standardDeviation: try list(nil, "std", 1))
    var spec = graph.spec.preprocessing ?? plain
    // They belong together: a table's mean makes no sense for another range.
    if mean != nil || deviation != nil || range != nil {
      spec.range = range ?? 1
      spec.mean = try list(mean, "mean", 0)
      spec.standardDeviation = try list(deviation, "std", 1)
    }
    spec.channels = order ?? spec.channels
    switch fit {
    case nil: break
    case .stretch: spec.fit = .stretch
    case .crop: spec.fit = .crop(fraction: 0.875)
    case .letterbox: spec.fit = .letterbox(fill: 114)
    }
    var copy = graph
    copy.spec.preprocessing = spec
    return copy
  }

  /// What must be said of how the picture was prepared: what was asked for, or what was assumed of a model
  /// that does not say it; nothing if its table says it.
  func note(on graph: Graph) -> String? {
    let text = ShowReport.picture(graph).first
    if isGiven { return text }
    guard let model = graph.spec.imported else { return nil }
    guard model.equal == nil else { return text.map { "\($0) So says the table." } }
    return "The file does not say how pictures are prepared. Assumed: "
      + (text ?? "nothing") + " Otherwise give --mean, --std, --range, --channel-order or --fit."
  }
}

extension PreprocessingSpec.ChannelOrder: ExpressibleByArgument {}
