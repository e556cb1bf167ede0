import Architecture
import CostAnalysis
import Drawing
import NetworkGraph

/// The activations that live while each block runs, at the block's worst layer: what that layer reads
/// and writes, and what is kept for later ones.
public enum MemoryFigure {
  /// What a block needs at its worst layer.
  struct Line {
    var block: Int
    var step: LiveSet.Step
    /// Bytes of what the layer reads and writes.
    var used: WideCount
  }

  /// The figure of a network.
  public static func scene(
    graph: Graph, on canvas: FigureCanvas = .slide, measuring: some TextMeasuring
  ) -> Scene {
    let lines = lines(of: graph)
    let peak = lines.indices.reduce(nil as Int?) { best, next in
      guard let best, lines[best].step.bytes >= lines[next].step.bytes else { return next }
      return best
    }
    let table = BarTable(
      names: lines.map { graph.blocks[$0.block].name },
      columns: [
        BarTable.Column(
          headings: ["bytes of live activations, \(graph.precision.title)", "live activations"],
          bars: lines.map { line in
            let kept = line.step.bytes - line.used
            return BarTable.Bar(
              pieces: [
                (.skyBlue, Double(line.used)), (.vermilion, Double(kept)),
              ], text: FigureNumber.bytes(line.step.bytes))
          })
      ], strong: Set(peak.map { [$0] } ?? []))
    let total = graph.totalCost()
    let weights = WideCount(total.weightBytes)
    var facts = [
      "weights \(FigureNumber.bytes(weights))", "input \(graph.input.spaced)", "batch 1",
    ]
    if let peak {
      let line = lines[peak]
      facts.insert(
        "peak \(FigureNumber.bytes(line.step.bytes)) in \(graph.blocks[line.block].name)", at: 0)
    }
    let frame = FigureFrame(
      canvas: canvas,
      title: FigureTitle(
        title: "Memory for activations of \(FigureTitle.title(of: graph.spec))", facts: facts,
        source: FigureTitle.source(of: graph.spec.reference)),
      key: FigureKey(entries: [
        FigureKey.Entry(.skyBlue, text: "read and written by the block's largest layer"),
        FigureKey.Entry(.vermilion, text: "kept for a later layer: shortcuts, gates, heads"),
      ]))
    return frame.scene(
      height: { _ in table.leastHeight }, measuring: measuring
    ) { table.primitives(in: $0, measuring: measuring) }
  }

  /// The worst step of each block, in order. Norm and activation work in place.
  static func lines(of graph: Graph) -> [Line] {
    var lines: [Line] = []
    for step in graph.liveSet().steps where step.node > 0 {
      let block = graph.nodes[step.node].origin.block
      let live = Set(step.live)
      // What works in place has the buffer of what it takes.
      func buffer(_ node: Int) -> Int {
        guard !live.contains(node), let input = graph.nodes[node].inputs.first else { return node }
        return buffer(input)
      }
      let own = Set((graph.nodes[step.node].inputs + [step.node]).map { buffer($0) })
      let used = step.live.filter { own.contains($0) }
        .reduce(WideCount(0)) { $0 + WideCount(graph.nodes[$1].shape.count) }
      let line = Line(
        block: block, step: step, used: used * WideCount(graph.precision.scalarBytes))
      guard let known = lines.firstIndex(where: { $0.block == block }) else {
        lines.append(line)
        continue
      }
      if line.step.bytes > lines[known].step.bytes { lines[known] = line }
    }
    return lines
  }
}
