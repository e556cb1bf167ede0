import Architecture
import CostAnalysis
import Detection
import EmbeddedTables
import Images
import Inference
import KernelInterface
import Kernels
import NetworkGraph
import ONNXImport
import Reporting
import TableReading
import WeightFiles

/// A network with weights, and what came out of its last run: what the worker keeps.
struct Running {
  private var graph: Graph?
  private var runner: PlanRunner?
  private var isSeeded = true
  /// The results of blocks in the last run, by the block's index.
  private var results: [Int: Tensor<Float>] = [:]
  /// What the last run was of.
  private var picture: Tensor<Float>?

  /// Makes a network ready, with seeded weights or those of a checkpoint, whose names choose the dialect
  /// unless one is asked for. Answers with what it is.
  mutating func load(
    _ request: Request, _ session: inout Session, checkpoint bytes: [UInt8]
  ) throws(CoreError) -> String {
    (graph, runner, results, picture) = (nil, nil, [:], nil)
    var graph = try session.graph(request.network)
    guard graph.totalCost().macs < 40_000_000_000 else {
      throw .message("'\(graph.spec.name)' is too large to run in a page")
    }
    var said = "seeded"
    let plan: Plan
    let model = try session.model(request.network)
    if let model {
      said = request.network.name
      guard !model.model.isSkeleton else {
        throw .message(
          "the address has '\(request.network.name)' without its weights: open the file itself to run it"
        )
      }
      do {
        plan = try Plan(graph, weights: model.weights, kernels: .best, keepingBlocks: true)
      } catch { throw .message(error.description) }
    } else if bytes.isEmpty {
      do {
        plan = try Plan(
          graph, weights: SeededWeights(for: graph, naming: graph.spec.naming), kernels: .best,
          keepingBlocks: true)
      } catch { throw .message(error.description) }
    } else {
      let checkpoint: Checkpoint
      do { checkpoint = try Checkpoint(reading: MemoryByteSource(bytes)) } catch {
        throw .message(error.description)
      }
      let fitting = try CheckpointFit(checkpoint, to: graph, request.network, &session)
      (graph, said) = (fitting.graph, fitting.description)
      do {
        plan = try Plan(graph, weights: fitting.weights, kernels: .best, keepingBlocks: true)
      } catch { throw .message(error.description) }
    }
    do { runner = try PlanRunner(plan, threads: 1) } catch { throw .message(error.description) }
    self.graph = graph
    isSeeded = bytes.isEmpty && model == nil
    return JSONValue.object([
      "name": .text(graph.spec.name), "weights": .text(said), "input": JSONValue(graph.input),
      "width": graph.scaling.width.map { .number($0) } ?? .null,
      "classes": graph.scaling.classes.map { .integer($0) } ?? .null,
      "steps": .array(
        plan.steps.map { step in
          .integer(step.nodes.last.map { plan.graph.nodes[$0].origin.row } ?? 0)
        }),
    ]).line
  }

  /// Runs the network on a picture of RGBA pixels, or the seeded one; answers with the best classes,
  /// the boxes or the classes of pixels, and the blocks whose maps can be asked for.
  mutating func run(_ request: Request, pixels: inout [UInt8]) throws(CoreError) -> String {
    guard let graph, let runner else { throw .message("no network is ready") }
    let width = try request.integer("columns", in: 1...16_384) ?? 0
    let height = try request.integer("lines", in: 1...16_384) ?? 0
    var input = Tensor<Float>.seededPicture(graph.input)
    var placement: Placement?
    if width > 0, height > 0 {
      (input, placement) = try Self.prepared(pixels, width, height, for: graph)
    }
    var blocks: [Int: Int] = [:]
    for (index, block) in graph.blocks.enumerated() { blocks[block.result] = index }
    let gates = Self.gates(of: graph)
    var results: [Int: Tensor<Float>] = [:]
    var open: [Int: Tensor<Float>] = [:]
    let answers: [Tensor<Float>]
    do {
      answers = try runner.run(input) { node, result in
        if let block = blocks[node] { results[block] = result }
        if gates[node] != nil { open[node] = result }
      }
    } catch { throw .message(error.description) }
    (self.results, picture) = (results, input)
    var members: [String: JSONValue] = [
      "isSeeded": .flag(isSeeded),
      "blocks": .array(
        results.keys.sorted().map { block in
          .object([
            "block": .integer(block), "name": .text(graph.blocks[block].name),
            "row": .integer(graph.blocks[block].row),
            "shape": JSONValue(results[block]?.shape ?? graph.input),
          ])
        }),
      "gates": .array(
        open.keys.sorted().map { node in
          let block = gates[node] ?? 0
          return .object([
            "block": .integer(block), "name": .text(graph.blocks[block].name),
            "row": .integer(graph.blocks[block].row),
            "values": .array((open[node]?.values ?? []).map { .single($0) }),
          ])
        }),
    ]
    try Self.read(
      answers, of: graph, placement, width: width, height: height, into: &members, &pixels)
    return JSONValue.object(members).line
  }

  /// The nodes whose results are the gates of a squeeze-and-excitation, with the block that it stands in.
  private static func gates(of graph: Graph) -> [Int: Int] {
    var gates: [Int: Int] = [:]
    for node in graph.nodes where node.origin.role == .gate {
      for input in node.inputs where graph.nodes[input].shape.isVector {
        gates[input] = node.origin.block
      }
    }
    return gates
  }

  /// Runs one step of the last run once more; false if there is none. The page has the clock.
  func repeatStep(_ index: Int) -> Bool {
    guard let runner, let picture, runner.plan.steps.indices.contains(index) else { return false }
    do { try runner.run(step: index, of: picture) } catch { return false }
    return true
  }

  /// A picture as the table prepares it.
  private static func prepared(
    _ pixels: [UInt8], _ width: Int, _ height: Int, for graph: Graph
  ) throws(CoreError) -> (Tensor<Float>, Placement) {
    guard pixels.count == 4 * width * height else { throw .message("the picture is cut off") }
    guard let spec = graph.spec.preprocessing, spec.mean.count == graph.input.channels else {
      throw .message("the table of '\(graph.spec.name)' does not say how to prepare pictures")
    }
    var colors: [UInt8] = []
    colors.reserveCapacity(3 * width * height)
    for pixel in 0..<width * height { colors += pixels[4 * pixel..<4 * pixel + 3] }
    let preprocessing: Preprocessing
    do { preprocessing = try Preprocessing(spec, resolution: graph.input.resolution) } catch {
      throw .message(error.description)
    }
    let values: [Float]
    do {
      values = try preprocessing.apply(to: PixelImage(width: width, height: height, pixels: colors))
    } catch { throw .message(error.description) }
    guard let tensor = Tensor(shape: graph.input, values: values) else {
      throw .message("the picture does not fit the input")
    }
    return (tensor, preprocessing.placement(width: width, height: height))
  }

  /// What the answers say: the best five classes, boxes in pixels of the picture, or a class for every pixel,
  /// which goes where the picture was.
  private static func read(
    _ answers: [Tensor<Float>], of graph: Graph, _ placement: Placement?, width: Int, height: Int,
    into members: inout [String: JSONValue], _ pixels: inout [UInt8]
  ) throws(CoreError) {
    let names = labels(of: graph)
    if Detector.isAnswer(of: graph), let placement {
      let detector: Detector
      let boxes: [DetectedBox]
      do {
        detector = try Detector(graph)
        boxes = try detector.boxes(
          in: answers.map { $0.values }, placement: placement, width: width, height: height)
      } catch { throw .message(error.description) }
      var own = names.first == "__background__" ? Array(names.dropFirst()) : names
      if let place = detector.background { own.insert("background", at: min(place, own.count)) }
      members["boxes"] = .array(
        boxes.prefix(100).map { box in
          .object([
            "class": .integer(box.classIndex),
            "name": .text(
              own.indices.contains(box.classIndex)
                ? own[box.classIndex] : "class \(box.classIndex)"),
            "score": .single(box.score),
            "box": .array(
              [box.box.left, box.box.top, box.box.right, box.box.bottom].map { .single($0) }),
          ])
        })
    } else if ClassMap.isAnswer(of: graph), let placement, let answer = answers.first,
      let map = ClassMap(answer: answer.values, shape: answer.shape)
    {
      let classes = map.classes(width: width, height: height, placement: placement)
      pixels = classes.map { UInt8(clamping: $0) }
      members["mask"] = .array(
        Set(classes).sorted().map { index in
          .object([
            "class": .integer(index), "pixels": .integer(classes.count { $0 == index }),
            "name": .text(names.indices.contains(index) ? names[index] : "class \(index)"),
          ])
        })
    } else if let scores = answers.first, scores.shape.isVector {
      guard scores.values.allSatisfy({ $0.isFinite }) else {
        throw .message("the scores are infinite or NaN, because of the weights")
      }
      members["classes"] = .array(
        scores.topClasses(5).map { best in
          .object([
            "index": .integer(best.index), "probability": .single(best.probability),
            "name": .text(names.indices.contains(best.index) ? names[best.index] : "\(best.index)"),
          ])
        })
    }
  }

  /// The names of classes by the list that the table names, if it is of as many.
  private static func labels(of graph: Graph) -> [String] {
    guard let list = graph.spec.labels, graph.scaling.classes == nil,
      let text = EmbeddedFiles.text("Labels/\(list).txt")
    else { return [] }
    return text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line, as: UTF8.self)
    }
  }

  /// The maps of a block in the last run, gray, each from its least value to its greatest: `most` of them
  /// at most, one after the other.
  func maps(_ request: Request, into pixels: inout [UInt8]) throws(CoreError) -> String {
    let block = try request.integer("block", in: 0...1_000_000) ?? -1
    guard let tensor = results[block] else { throw .message("this block has not been run") }
    let shape = tensor.shape
    let most = min(try request.integer("most", in: 1...4096) ?? 64, shape.channels)
    pixels = []
    pixels.reserveCapacity(most * shape.places)
    for channel in 0..<most {
      var (least, greatest) = (Float.infinity, -Float.infinity)
      for place in 0..<shape.places {
        let value = tensor.values[place * shape.channels + channel]
        (least, greatest) = (min(least, value), max(greatest, value))
      }
      let scale = greatest > least ? 255 / (greatest - least) : 0
      for place in 0..<shape.places {
        let value = (tensor.values[place * shape.channels + channel] - least) * scale
        pixels.append(value.isFinite ? UInt8(max(0, min(255, value))) : 0)
      }
    }
    return JSONValue.object(["maps": .integer(most), "shape": JSONValue(shape)]).line
  }

  /// How many tensors a checkpoint has, and how many of those that are not too large can be read.
  static func contents(of bytes: [UInt8]) throws(CoreError) -> String {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(reading: MemoryByteSource(bytes)) } catch {
      throw .message(error.description)
    }
    var read = 0
    for tensor in checkpoint.tensors.values where tensor.count < 1 << 20 {
      if (try? checkpoint.values(of: tensor)) != nil { read += 1 }
    }
    return JSONValue.object([
      "tensors": .integer(checkpoint.tensors.count), "read": .integer(read),
    ]).line
  }

  /// `mobilenet run --format json` on seeded weights and the seeded picture.
  static func report(_ request: Request, _ session: inout Session) throws(CoreError) -> String {
    let graph = try session.graph(request.network)
    do {
      let plan = try Plan(
        graph, weights: SeededWeights(for: graph, naming: graph.spec.naming), kernels: .best,
        keepingBlocks: true)
      let result = try PlanRunner(plan, threads: 1)
        .recordedRun(.seededPicture(graph.input), naming: graph.spec.naming)
      let report = RunReport(
        name: graph.spec.name, weights: "seeded", image: "seeded", result: result,
        labels: labels(of: graph), top: 5)
      return ReportTable.json(report.tables())
    } catch { throw .message(error.description) }
  }
}
