import Architecture
import EmbeddedTables
import Inference
import NetworkGraph
import ONNXImport
import TableReading
import WeightFiles

/// Tables and what is made of them, kept between calls: while a slider moves, a table is read once and a
/// graph is expanded once for all that is shown of it.
struct Session {
  private var library = TableLibrary(files: Self.builtIn)
  /// Networks at their tables' own sizes, where what is wrong with a table is found.
  private var checked: [String: Graph] = [:]
  private var specs: [String: ArchitectureSpec] = [:]
  private var graphs: [(key: String, graph: Graph)] = []
  private var figures: [PublishedFigure]?
  /// The page's own tables.
  private var own: [TableFile] = []

  /// Models that were opened, by the names of their files.
  private var models: [String: Opened] = [:]

  /// A model with what the tables know of it.
  private struct Opened {
    var model: ONNXModel
    /// Its network, named by the table that computes the same, if one does; nothing if it could not be built.
    var named: ArchitectureSpec?
    /// Else the table that is most like it.
    var nearest: String?
  }

  /// The last networks that are kept: one, its baseline, and what they are compared with, each as it was asked
  /// for and as what that means.
  private static let mostGraphs = 8

  private static var builtIn: [TableFile] {
    EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
      .map { TableFile(name: $0.name, text: $0.text) }
  }

  var tables: TableLibrary { library }

  /// Lays the page's tables over the built-in ones, instead of those before.
  mutating func lay(_ files: [TableFile]) throws(CoreError) {
    for file in files {
      do { try file.requireKind() } catch { throw .table(error) }
    }
    library = TableLibrary(files: Self.builtIn).adding(files)
    own = files
    checked = [:]
    specs = [:]
    graphs = []
    figures = nil
  }

  /// What tables say of themselves in their first lines, which is much faster than reading them all.
  struct Heading {
    var name: String
    var title: String
    var kind: String
  }

  /// The headings of all networks, in the order of their names; a later file replaces an earlier one.
  func headings() -> [Heading] {
    var headings: [String: Heading] = [:]
    for file in Self.builtIn + own {
      guard let name = file.architectureName else { continue }
      var heading = Heading(name: name, title: name, kind: "other")
      for line in file.text.utf8.split(separator: UInt8(ascii: "\n")) {
        if let title = Self.value(of: "title:", in: line) { heading.title = title }
        if let kind = Self.value(of: "kind:", in: line) { heading.kind = kind }
      }
      headings[name] = heading
    }
    for name in models.keys { headings[name] = Heading(name: name, title: name, kind: "other") }
    return headings.values.sorted { $0.name < $1.name }
  }

  /// The value behind a key that begins a line; nothing if another one does.
  private static func value(of key: String, in line: Substring.UTF8View) -> String? {
    guard line.starts(with: key.utf8) else { return nil }
    var value = line.dropFirst(key.utf8.count).drop { $0 == UInt8(ascii: " ") }
    while let last = value.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\r") {
      value = value.dropLast()
    }
    if let first = value.first, value.count > 1, first == value.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    {
      value = value.dropFirst().dropLast()
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// A file by its name; the page's own goes before a built-in one.
  func file(_ name: String) -> TableFile? {
    own.last { $0.name == name } ?? Self.builtIn.last { $0.name == name }
  }

  /// A network once a file is laid over the tables. Throws what is wrong with it then.
  func spec(of name: String, with file: TableFile) throws(CoreError) -> ArchitectureSpec {
    let library = library.adding([file])
    let spec = try reading { () throws(LibraryError) in try library.architecture(named: name) }
    do { _ = try Graph(expanding: spec) } catch { throw CoreError(error) }
    return spec
  }

  /// Opens an ONNX model from its bytes, so that the name of its file stands for the network. Throws what is
  /// wrong with it.
  mutating func open(_ bytes: [UInt8], named name: String) throws(CoreError) {
    do throws(ONNXError) {
      let model = try ONNXModel(reading: MemoryByteSource(bytes))
      var network: ONNXNetwork?
      do throws(ONNXError) {
        network = try ONNXNetwork(model, named: name, file: name)
      } catch {
        // A model may leave its picture's size open; `model` has one for it.
        guard case .openSize = error else { throw error }
        network = try? ONNXNetwork(model, named: name, file: name, resolution: 224)
      }
      var tables = TableComparison(library)
      let named = network?.named(by: &tables).graph
      let isKnown = named?.spec.imported?.equal != nil
      models[name] = Opened(
        model: model, named: named?.spec,
        nearest: isKnown ? nil : named.flatMap { tables.nearest(to: $0)?.description })
      graphs = []
    } catch { throw .message("'\(name)': \(error.description)".escapedForDisplay) }
  }

  /// The bytes of a model that was opened, without most of its weights; none if there is no such model.
  func skeleton(of name: String) -> [UInt8] { models[name]?.model.skeleton()?.bytes ?? [] }

  /// The table that is most like a model that was opened, if none computes the same.
  func nearest(to name: String) -> String? { models[name]?.nearest }

  /// The network of a model that was opened, with the weights of its file; nothing if the name is no
  /// model's.
  func model(_ network: Request.Network) throws(CoreError) -> ONNXNetwork? {
    guard let opened = models[network.name] else { return nil }
    let model = opened.model
    guard network.width == nil, network.classes == nil else {
      throw .message("a model's file has no width multiplier and no other number of classes")
    }
    var resolution: Resolution?
    if let text = network.resolution {
      guard let read = Resolution(text) else { throw .message("'\(text)' is no resolution") }
      resolution = read
    }
    var built: ONNXNetwork
    do {
      built = try ONNXNetwork(
        model, named: network.name, file: network.name, resolution: resolution)
    } catch {
      guard case .openSize = error, resolution == nil else { throw .message(error.description) }
      do {
        built = try ONNXNetwork(
          model, named: network.name, file: network.name, resolution: 224)
      } catch { throw .message(error.description) }
    }
    if let named = opened.named {
      // What does not depend on the size.
      built.graph.spec.imported?.equal = named.imported?.equal
      built.graph.spec.title = named.title
      built.graph.spec.preprocessing = named.preprocessing
      built.graph.spec.labels = named.labels
      built.graph.spec.rules.implementation = named.rules.implementation
    }
    return built
  }

  /// The table of a name, as `TableLibrary.request` reads it.
  mutating func spec(_ name: String) throws(CoreError) -> ArchitectureSpec {
    if let spec = specs[name] { return spec }
    let library = library
    let spec = try reading { () throws(LibraryError) in try library.architecture(named: name) }
    specs[name] = spec
    return spec
  }

  /// What a network's name and multipliers mean.
  func request(_ network: Request.Network) throws(CoreError) -> NetworkRequest {
    var named: NetworkRequest
    do {
      named = try library.request(network.name, width: network.width)
    } catch { throw .message(error.description) }
    if let text = network.resolution {
      guard let resolution = Resolution(text) else {
        throw .message("'\(text)' is no resolution; it is 224, or 192x640")
      }
      named.resolution = resolution
    }
    named.classes = network.classes
    return named
  }

  /// The network that is asked for.
  mutating func graph(_ network: Request.Network) throws(CoreError) -> Graph {
    // As it was asked for: to find out which table that means takes longer than many an answer.
    let key =
      "asked \(network.name) \(network.width ?? 0) \(network.resolution ?? "")"
      + " \(network.classes ?? 0)"
    if let kept = graphs.first(where: { $0.key == key }) { return kept.graph }
    let graph: Graph
    if let model = try model(network) {
      graph = model.graph
    } else {
      graph = try self.graph(request(network))
    }
    keep(graph, as: key)
    return graph
  }

  /// A network by its name and multipliers.
  mutating func graph(_ request: NetworkRequest) throws(CoreError) -> Graph {
    let key =
      "\(request.name) \(request.width ?? 0) \(request.resolution?.description ?? "")"
      + " \(request.classes ?? 0)"
    if let kept = graphs.first(where: { $0.key == key }) { return kept.graph }
    let scaling = Scaling(
      width: request.width, resolution: request.resolution, classes: request.classes)
    let spec = try spec(request.name)
    let table: Graph
    let graph: Graph
    do throws(GraphError) {
      // `??` would lose the type of the error.
      if let own = checked[request.name] { table = own } else { table = try Graph(expanding: spec) }
      graph = scaling == Scaling() ? table : try table.rescaled(to: scaling)
    } catch { throw CoreError(error) }
    checked[request.name] = table
    keep(graph, as: key)
    return graph
  }

  private mutating func keep(_ graph: Graph, as key: String) {
    graphs.insert((key, graph), at: 0)
    if graphs.count > Self.mostGraphs { graphs.removeLast() }
  }

  /// All published figures.
  mutating func published() throws(CoreError) -> [PublishedFigure] {
    if let figures { return figures }
    do {
      let read = try library.published()
      figures = read
      return read
    } catch { throw .table(error) }
  }
}

extension ONNXWeights: WeightSource {}
