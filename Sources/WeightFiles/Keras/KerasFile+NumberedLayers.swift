extension KerasFile {
  /// Groups of layers: version 3's, and that of versions 2.12 to 2.15.
  private static let containers = ["layers", "_layer_checkpoint_dependencies"]
  /// Groups of a layer inside of which are no weights that inference needs.
  private static let others: Set<String> = ["vars", "seed_generator"]
  /// Models inside of models.
  private static let mostLevels = 16

  /// A layer's group, which is called by its kind and a number: `conv2d`, `conv2d_1`, ...
  private struct Layer {
    let kind: String
    let number: Int
    /// Where the header of its group begins.
    let header: Int

    init(_ link: HDF5Group.Link) {
      // On Windows, paths were names.
      let name = link.name.split(separator: "\\").last ?? ""
      header = link.header
      if let bar = name.lastIndex(of: "_"), let number = Int(name[name.index(after: bar)...]) {
        (kind, self.number) = (String(name[..<bar]), number)
      } else {
        (kind, number) = (String(name), 0)
      }
    }
  }

  /// Where layers are: in which model, with which names, and under how many others.
  private struct Place {
    /// The names of the models around, each with a slash after it.
    var path = ""
    /// The names of the layers there, if a configuration tells them.
    var names: KerasLayerNames?
    var level = 0

    /// The place inside of a layer.
    func inside(_ name: String, _ names: KerasLayerNames?) -> Self {
      Self(path: "\(name)/", names: names, level: level + 1)
    }
  }

  /// Adds the weights of layers that are numbered by kind. Returns false if there are none among the links
  /// of the file's root.
  ///
  /// Newer versions write the name of each layer beside its weights. Where they do not, it is taken from
  /// `layers`; without these, the layer is called by its kind and its number among those of the kind.
  mutating func addNumberedLayers(
    _ root: [HDF5Group.Link], _ layers: KerasLayerNames?
  ) throws(CheckpointError) -> Bool {
    var headers: Set<Int> = []
    var flat: [HDF5Group.Link] = []
    var found = false
    for link in root {
      let container = link.name.split(separator: "\\", maxSplits: 1).first ?? ""
      guard Self.containers.contains(String(container)) else { continue }
      found = true
      if container.utf8.count < link.name.utf8.count {
        flat.append(link)
      } else {
        try addContainer(link.header, Place(names: layers), &headers)
      }
    }
    try addLayers(flat.map(Layer.init), Place(names: layers), &headers)
    return found
  }

  /// Adds the weights of a group of layers.
  private mutating func addContainer(
    _ header: Int, _ place: Place, _ headers: inout Set<Int>
  ) throws(CheckpointError) {
    guard headers.insert(header).inserted else { throw .hdf5(.loop(offset: header)) }
    let links = try HDF5Group(try HDF5Header(&reader, at: header), &reader).links
    try addLayers(links.map(Layer.init), place, &headers)
  }

  private mutating func addLayers(
    _ layers: [Layer], _ place: Place, _ headers: inout Set<Int>
  ) throws(CheckpointError) {
    var counts: [String: Int] = [:]
    for layer in layers.sorted(by: { ($0.kind, $0.number) < ($1.kind, $1.number) }) {
      // Numbers may have gaps, where a layer was met a second time.
      let index = counts[layer.kind, default: 0]
      counts[layer.kind] = index + 1
      let names = place.names?.names[layer.kind] ?? []
      let models = place.names?.models[layer.kind] ?? []
      let name =
        names.indices.contains(index) ? names[index] : "\(place.path)\(layer.kind)_\(index)"
      let inside = place.inside(name, models.indices.contains(index) ? models[index] : nil)
      try addLayer(layer, name, inside, &headers)
    }
  }

  /// Adds the weights of a layer, and of layers inside of it.
  private mutating func addLayer(
    _ layer: Layer, _ name: String, _ inside: Place, _ headers: inout Set<Int>
  ) throws(CheckpointError) {
    guard inside.level <= Self.mostLevels, headers.insert(layer.header).inserted else {
      throw .hdf5(.loop(offset: layer.header))
    }
    let links = try HDF5Group(try HDF5Header(&reader, at: layer.header), &reader).links
    for link in links {
      if link.name == "vars" {
        try addVariables(link.header, layer.kind, name)
      } else if Self.containers.contains(link.name) {
        try addContainer(link.header, inside, &headers)
      } else if !Self.others.contains(link.name) {
        let inner = "\(name)/\(link.name)"
        try addLayer(Layer(link), inner, inside.inside(inner, nil), &headers)
      }
    }
  }

  private mutating func addVariables(
    _ header: Int, _ kind: String, _ layer: String
  ) throws(CheckpointError) {
    let header = try HDF5Header(&reader, at: header)
    let links = try HDF5Group(header, &reader).links
    if links.isEmpty { return }
    let name = try HDF5Attributes(header, reader).texts("name", &reader)?.first ?? layer
    let parts = Self.parts(of: kind, count: links.count)
    for link in links {
      let part = Int(link.name).flatMap { parts.indices.contains($0) ? parts[$0] : nil }
      try add("\(name)/\(part ?? link.name)", try HDF5Header(&reader, at: link.header))
    }
  }

  /// What the weights of a kind of layer are, in their order; nothing if that is not known.
  private static func parts(of kind: String, count: Int) -> [String] {
    let parts: [String] =
      switch kind {
      case "conv1d", "conv2d", "conv3d", "depthwise_conv1d", "depthwise_conv2d",
        "conv2d_transpose", "dense", "einsum_dense":
        ["kernel", "bias"]
      case "separable_conv1d", "separable_conv2d":
        ["depthwise_kernel", "pointwise_kernel", "bias"]
      case "batch_normalization":
        // Of three, it is not said which one is left out.
        count == 2
          ? ["moving_mean", "moving_variance"]
          : count == 4 ? ["gamma", "beta", "moving_mean", "moving_variance"] : []
      case "layer_normalization": ["gamma", "beta"]
      case "p_re_lu": ["alpha"]
      default: []
      }
    return count <= parts.count ? parts : []
  }
}
