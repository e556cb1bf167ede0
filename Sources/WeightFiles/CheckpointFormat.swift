/// What a checkpoint's file was recognized as.
public enum CheckpointFormat: Hashable, Sendable, CustomStringConvertible {
  /// A safetensors file: the length of a JSON header, then the header.
  case safetensors
  /// A list of the files over which a model is spread.
  case shardIndex
  /// A binary Caffe model.
  case caffeModel
  /// A frozen graph of TensorFlow.
  case frozenGraph
  /// What PyTorch wrote before version 1.6, or nothing known, which reading it tells.
  case legacyTorch
  /// What PyTorch has written since version 1.6.
  case torchArchive

  /// A network of PyTorch with its code.
  case torchScript
  /// Arrays of NumPy, one or several.
  case numpyArray, numpyArchive
  /// A ZIP archive of something else, or one that is not looked into yet.
  case zipArchive
  /// An HDF5 file, as Keras writes.
  case hdf5
  /// A ZIP archive of a Keras model and its weights.
  case kerasArchive
  /// A Python pickle that does not begin with PyTorch's magic number.
  case otherPickle
  /// A model in ONNX's format.
  case onnx
  /// One of the files of a TensorFlow checkpoint: the index of its weights, or its graph.
  case tensorFlowCheckpoint
  /// The graph of a TensorFlow model that is a folder.
  case savedModel
  /// A network of TensorFlow Lite.
  case tensorFlowLite
  /// The text of a Caffe network.
  case prototxt

  /// A page of the web, or the answer of a server.
  case webPage, xml
  /// What Git keeps in place of a large file.
  case gitPointer
  /// Something compressed or packed, by the program that undoes it.
  case gzip, bzip2, xz, zstandard, tar
  /// A picture.
  case picture
  /// Nothing known; with the file's first bytes, at most eight.
  case unknown(firstBytes: [UInt8])

  /// A noun phrase, such as "a safetensors file".
  public var description: String {
    switch self {
    case .safetensors: "a safetensors file"
    case .shardIndex: "a list of shards"
    case .caffeModel: "a Caffe model"
    case .frozenGraph: "a frozen TensorFlow graph"
    case .legacyTorch: "a PyTorch checkpoint in the format before version 1.6"
    case .torchArchive: "a PyTorch checkpoint"
    case .torchScript: "a TorchScript archive, a network with its code"
    case .numpyArray: "an array of NumPy, without a name"
    case .numpyArchive: "an archive of NumPy's arrays"
    case .zipArchive: "a ZIP archive without a PyTorch checkpoint"
    case .hdf5: "an HDF5 file, as Keras writes"
    case .kerasArchive: "a Keras model"
    case .otherPickle: "a Python pickle without PyTorch's magic number"
    case .onnx: "an ONNX model, a network and not its weights alone"
    case .tensorFlowCheckpoint: "a TensorFlow checkpoint in several files"
    case .savedModel: "the graph of a TensorFlow SavedModel, without its weights"
    case .tensorFlowLite: "a TensorFlow Lite model"
    case .prototxt: "the text of a Caffe network, without its weights"
    case .webPage: "a web page"
    case .xml: "XML, such as the message of a server"
    case .gitPointer: "a pointer of Git LFS, which stands for the file itself"
    case .gzip: "compressed by gzip"
    case .bzip2: "compressed by bzip2"
    case .xz: "compressed by xz"
    case .zstandard: "compressed by zstd"
    case .tar: "an archive of tar"
    case .picture: "a picture"
    case .unknown(let firstBytes):
      "in an unknown format that begins with the bytes "
        + firstBytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
  }

  /// What to do with a file that cannot be read; nothing if that is not known.
  var advice: String? {
    switch self {
    case .torchScript:
      "load it in Python by torch.jit.load, and save its state_dict() by torch.save"
    case .numpyArray, .numpyArchive:
      "load it in Python, and save its arrays by safetensors.numpy.save_file"
    case .onnx: "give the checkpoint that it was exported from"
    case .tensorFlowCheckpoint:
      "give the one that ends in .index, beside the others, or a frozen graph made of all of them"
    case .savedModel: "load it in Python, and save the model as .h5 or a frozen graph"
    case .tensorFlowLite: "give the checkpoint or the frozen graph that it was made from"
    case .prototxt: "give the .caffemodel that belongs to it"
    case .webPage, .xml: "the download has failed, so fetch the file itself"
    case .gitPointer: "fetch the file by 'git lfs pull' where the pointer comes from"
    case .gzip: "unpack it by gunzip"
    case .bzip2: "unpack it by bunzip2"
    case .xz: "unpack it by unxz"
    case .zstandard: "unpack it by unzstd"
    case .tar: "unpack it by 'tar -xf', and give one of its files"
    case .picture: "give a picture by --image, and weights here"
    case .shardIndex: "open it by its path, beside its shards"
    case .safetensors, .caffeModel, .frozenGraph, .legacyTorch, .torchArchive, .zipArchive, .hdf5,
      .kerasArchive,
      .otherPickle, .unknown:
      nil
    }
  }
}
