extension KerasFile {
  /// Adds the weights of the layers that a group names, as all versions before 3 saved them, and still
  /// save whole models in HDF5. Returns false if it names none.
  mutating func addNamedLayers(_ header: HDF5Header) throws(CheckpointError) -> Bool {
    let attributes = try HDF5Attributes(header, reader)
    guard let layers = try attributes.textsInPieces("layer_names", &reader) else { return false }
    var groups = KerasGroups(root: try HDF5Group(header, &reader))
    for layer in layers {
      guard let place = try groups.header(at: layer, &reader) else {
        throw .hdf5(.missing(layer))
      }
      try addNamedLayer(layer, try HDF5Header(&reader, at: place))
    }
    return true
  }

  private mutating func addNamedLayer(
    _ layer: String, _ header: HDF5Header
  ) throws(CheckpointError) {
    let attributes = try HDF5Attributes(header, reader)
    let paths = try attributes.textsInPieces("weight_names", &reader) ?? []
    if paths.isEmpty { return }
    let names = Self.names(of: paths, in: layer)
    var groups = KerasGroups(root: try HDF5Group(header, &reader))
    for (path, name) in zip(paths, names) {
      guard let place = try groups.header(at: path, &reader) else {
        throw .hdf5(.missing("\(layer)/\(path)"))
      }
      try add(name, try HDF5Header(&reader, at: place))
    }
  }

  /// The tensors' names of a layer's weights, which are called by paths such as `conv1/kernel:0`.
  ///
  /// A path begins with whatever the layer was built in, so that the layer's name takes its place. But a
  /// layer that is a model has weights of several layers, which keep theirs.
  static func names(of paths: [String], in layer: String) -> [String] {
    let weights = paths.map { path in
      var parts = path.split(separator: "/")
      var part = parts.popLast() ?? path[...]
      if let colon = part.lastIndex(of: ":") { part = part[..<colon] }
      return (owner: parts.joined(separator: "/"), part: String(part))
    }
    let isModel = Set(weights.map { $0.owner }).count > 1
    let separable = weights.filter { $0.part == "pointwise_kernel" }.map { $0.owner }
    return weights.map { weight in
      // As version 3 calls it.
      let isDepthwise = weight.part == "depthwise_kernel" && !separable.contains(weight.owner)
      let owner = isModel ? inner(weight.owner, layer) : layer
      return "\(owner)/\(isDepthwise ? "kernel" : weight.part)"
    }
  }

  /// The part of a path behind a model's name; all of it if the model's name is not in it.
  private static func inner(_ path: String, _ model: String) -> String {
    let (parts, own) = (path.split(separator: "/"), model.split(separator: "/"))
    for start in parts.indices where parts[start...].starts(with: own) {
      let rest = parts[start...].dropFirst(own.count)
      if !rest.isEmpty { return rest.joined(separator: "/") }
    }
    return path
  }
}

/// Groups below one, each read once, to find objects by paths.
struct KerasGroups {
  /// The places of headers by the path from the first group.
  private var headers: [String: Int] = [:]
  private var read: Set<String> = []

  init(root: HDF5Group) { add(root, below: "") }

  private mutating func add(_ group: HDF5Group, below path: String) {
    for link in group.links { headers[path + link.name] = link.header }
    read.insert(path)
  }

  /// Where the header begins of what is at a path; nothing if nothing is there.
  mutating func header(
    at path: String, _ reader: inout HDF5Reader
  ) throws(CheckpointError) -> Int? {
    var reached = ""
    for part in path.split(separator: "/") {
      if !read.contains(reached) {
        guard let place = headers[String(reached.dropLast())] else { return nil }
        let header = try HDF5Header(&reader, at: place)
        add(try HDF5Group(header, &reader), below: reached)
      }
      reached += "\(part)/"
    }
    return headers[String(reached.dropLast())]
  }
}
