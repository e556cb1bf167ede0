/// The weights of a model that Keras saved in HDF5.
///
/// Keras has two forms. The older one, a whole model (`model.h5`) or its weights, has a group for each
/// layer with the names of its weights; the newer one (`model.weights.h5`, also inside of
/// `model.keras`) has the weights of each layer by number, `layers/conv2d_1/vars/0`. Tensors have the
/// same names from both: `LAYER/kernel`, `LAYER/bias`, `LAYER/gamma` and so on, by the layer's own name
/// and what the weight is. Dimensions are in the order of the file.
///
/// Source: `keras/src/legacy/saving/legacy_h5_format.py`, `keras/src/saving/saving_lib.py`.
struct KerasFile {
  /// Reads structures.
  var reader: HDF5Reader
  /// The tensors found so far.
  var entries: [Checkpoint.Entry] = []

  private var names: Set<String> = []
  private var elements = 0

  /// Reads where the tensors are of the file at `range` of a source, in its order.
  static func tensors(
    _ source: CheckedBytes, in range: Range<Int>, layers: KerasLayerNames? = nil
  ) throws(CheckpointError) -> [Checkpoint.Entry] {
    var file = KerasFile(reader: try HDF5Reader(source, in: range))
    let root = try HDF5Header(&file.reader, at: file.reader.root)
    let links = try HDF5Group(root, &file.reader).links
    if let model = links.first(where: { $0.name == "model_weights" }) {
      let header = try HDF5Header(&file.reader, at: model.header)
      guard try file.addNamedLayers(header) else { throw .hdf5(.notKeras) }
    } else if try !file.addNamedLayers(root) {
      guard try file.addNumberedLayers(links, layers) else { throw .hdf5(.notKeras) }
    }
    return file.entries
  }

  private init(reader: HDF5Reader) { self.reader = reader }

  /// Adds the tensor of a dataset.
  mutating func add(_ name: String, _ header: HDF5Header) throws(CheckpointError) {
    try reader.spend(name.utf8.count)
    guard names.insert(name).inserted else { throw .duplicateName(name) }
    guard let dataset = try HDF5Dataset(header, &reader) else {
      throw .tensor(name: name, .notTensor(found: "a group"))
    }
    do throws(TensorProblem) {
      let tensor = try tensor(dataset, try Self.element(of: dataset.datatype))
      entries.append((name, tensor))
      elements += tensor.count
    } catch {
      throw .tensor(name: name, error)
    }
    // Datasets may lie over each other; this bounds them by the file's size.
    guard elements <= reader.size else { throw .tooManyElements(limit: reader.size) }
  }

  private static func element(
    of datatype: HDF5Datatype
  ) throws(TensorProblem) -> ElementType {
    switch datatype {
    case .numbers(let element): return element
    // Keras has these as bytes, with their type in an attribute.
    case .opaque(width: 2): return .bfloat16
    case .opaque(let width): throw .elementType("\(width) bytes of unknown meaning")
    case .text, .texts: throw .elementType("texts")
    case .other(let name, width: _): throw .elementType(name)
    }
  }

  private func tensor(
    _ dataset: HDF5Dataset, _ element: ElementType
  ) throws(TensorProblem) -> StoredTensor {
    let layout = try TensorLayout(rowMajor: dataset.shape)
    let (length, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
    guard !overflow else { throw .overflow }
    switch dataset.place {
    case .whole(let bytes) where bytes.count == length:
      return StoredTensor(element, layout, storageStart: bytes.lowerBound)
    case .whole(let bytes): throw .byteCount(expected: length, stored: bytes.count)
    case .chunks(let chunks): return StoredTensor(element, layout, chunks)
    case nil where length == 0: return StoredTensor(element, layout, storageStart: 0)
    case nil: throw .byteCount(expected: length, stored: 0)
    }
  }
}
