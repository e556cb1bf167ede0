import Figures
import Inference
import Kernels
import NetworkGraph
import Reporting

extension NetworkQuantizationFigure.Content {
  /// What a study of a network in eight bits found. Throws as runs do.
  init(_ study: QuantizationStudy, pictures: String, warning: String?) throws {
    let graph = study.network.graph
    let names = graph.layerNames
    let (tensor, channel) = (
      try study.layers(at: .init(bits: 8, per: .tensor)),
      try study.layers(at: .init(bits: 8, per: .channel))
    )
    let layers = zip(tensor, channel).map { tensor, channel in
      let operation = graph.nodes[tensor.node].operation
      let ranges = ChannelRanges(
        study.network.weights[tensor.node, .weight] ?? [],
        filters: WeightGranularity.channel.parts(of: operation))
      return NetworkQuantizationFigure.Layer(
        name: names[tensor.node] ?? graph.placeName(of: tensor.node),
        category: FigureCategory(graph.nodes[tensor.node].kind),
        ratios: (tensor.own.decibels, channel.own.decibels),
        magnitudes: (Double(ranges.least), Double(ranges.median), Double(ranges.largest)))
    }
    let units = study.gatedUnits(bits: 8)
    self.init(
      layers: layers, inputs: units.map { $0.inputs },
      activation: units.first.flatMap { graph.nodes[$0.node].operation.activation },
      pictures: pictures, warning: warning)
  }
}
