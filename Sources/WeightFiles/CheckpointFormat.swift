/// What a checkpoint's file was recognized as.
public enum CheckpointFormat: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// A safetensors file: the length of a JSON header, then the header.
  case safetensors
  /// A list of the files over which a model is spread.
  case shardIndex
  /// A binary Caffe model.
  case caffeModel
  /// A frozen graph of TensorFlow.
  case frozenGraph
  /// What PyTorch has written since version 1.6.
  case torchArchive
  /// What PyTorch wrote before version 1.6, or nothing known, which reading it tells.
  case legacyTorch

  /// A network of PyTorch with its code.
  case torchScript
  /// A network of PyTorch as torch.export saves it (`.pt2`).
  case torchExport
  /// Arrays of NumPy, one or several.
  case numpyArray, numpyArchive
  /// A ZIP archive of something else, or one that is not looked into yet.
  case zipArchive
  /// An HDF5 file, as Keras writes.
  case hdf5
  /// A ZIP archive of a Keras model and its weights.
  case kerasArchive
  /// Arrays of NumPy in a pickle, as Paddle saves weights (`.pdparams`).
  case arrayPickle
  /// A Python pickle of neither tensors nor arrays.
  case otherPickle
  /// What PyTorch or Paddle (`.pdopt`) saves of an optimizer.
  case optimizerState
  /// A network of Paddle for inference (`.pdmodel`, `.json`).
  case paddleProgram
  /// The numbers of such a network (`.pdiparams`).
  case paddleParameters
  /// A model in ONNX's format.
  case onnx
  /// One of the files of a TensorFlow checkpoint: the index of its weights, or its graph.
  case tensorFlowCheckpoint
  /// The graph of a TensorFlow model that is a folder.
  case savedModel
  /// A network of TensorFlow Lite.
  case tensorFlowLite
  /// A network of ONNX Runtime's own format.
  case onnxRuntime
  /// The graph of an OpenVINO model.
  case openVINO
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
    case .torchExport: "an archive of torch.export, a network with its graph"
    case .numpyArray: "an array of NumPy, without a name"
    case .numpyArchive: "an archive of NumPy's arrays"
    case .zipArchive: "a ZIP archive without a PyTorch checkpoint"
    case .hdf5: "an HDF5 file, as Keras writes"
    case .kerasArchive: "a Keras model"
    case .arrayPickle: "a pickle of NumPy's arrays, as Paddle writes"
    case .otherPickle: "a Python pickle without PyTorch's magic number and without NumPy's arrays"
    case .optimizerState: "the state of an optimizer, without weights"
    case .paddleProgram: "a Paddle program for inference, without its weights"
    case .paddleParameters: "the numbers of a Paddle program, without their names"
    case .onnx: "an ONNX model, a network and not its weights alone"
    case .tensorFlowCheckpoint: "a TensorFlow checkpoint in several files"
    case .savedModel: "the graph of a TensorFlow SavedModel, without its weights"
    case .tensorFlowLite: "a TensorFlow Lite model"
    case .onnxRuntime: "a model in ONNX Runtime's own format"
    case .openVINO: "the graph of an OpenVINO model, without its weights"
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
    }
  }

  /// How the names of such files usually end, the most frequent first.
  public var endings: [String] {
    switch self {
    case .safetensors: ["safetensors"]
    case .shardIndex: ["safetensors.index.json"]
    case .caffeModel: ["caffemodel"]
    case .frozenGraph, .savedModel: ["pb"]
    case .torchArchive, .legacyTorch: ["pth", "pt", "bin", "ckpt", "pth.tar"]
    case .torchScript: ["pt", "ts"]
    case .torchExport: ["pt2"]
    case .numpyArray: ["npy"]
    case .numpyArchive: ["npz"]
    case .zipArchive: ["zip"]
    case .hdf5: ["h5", "weights.h5", "hdf5"]
    case .kerasArchive: ["keras"]
    case .arrayPickle: ["pdparams", "pkl"]
    case .otherPickle: ["pkl", "pickle"]
    case .optimizerState: ["pdopt", "pth"]
    case .paddleProgram: ["pdmodel", "json"]
    case .paddleParameters: ["pdiparams"]
    case .onnx: ["onnx"]
    case .tensorFlowCheckpoint: ["ckpt.index"]
    case .tensorFlowLite: ["tflite"]
    case .onnxRuntime: ["ort"]
    case .openVINO: ["xml"]
    case .prototxt: ["prototxt"]
    case .webPage: ["html"]
    case .xml: ["xml"]
    case .gitPointer: []
    case .gzip: ["gz", "tgz"]
    case .bzip2: ["bz2"]
    case .xz: ["xz"]
    case .zstandard: ["zst"]
    case .tar: ["tar"]
    case .picture: ["png", "jpg", "webp"]
    }
  }

  /// Whether such a file can be read as a checkpoint.
  public var isRead: Bool {
    advice == nil || self == .shardIndex || self == .tensorFlowCheckpoint
  }

  /// What to do with a file that is no checkpoint by itself; nothing if it is one.
  public var advice: String? {
    switch self {
    case .otherPickle: "load it in Python, and save its tensors by torch.save"
    case .zipArchive: "unpack it, and give one of its files"
    case .torchScript:
      "load it in Python by torch.jit.load, and save its state_dict() by torch.save"
    case .torchExport:
      "load it in Python by torch.export.load, and save its state_dict by torch.save"
    case .numpyArray, .numpyArchive:
      "load it in Python, and save its arrays by safetensors.numpy.save_file"
    case .optimizerState: "give the checkpoint of the network that was trained with it"
    case .paddleProgram, .paddleParameters:
      "give the .pdparams that it was made from, or make an ONNX model of it by paddle2onnx and run that"
    case .onnx: "give the checkpoint that it was exported from"
    case .tensorFlowCheckpoint:
      "give the one that ends in .index, beside the others, or a frozen graph made of all of them"
    case .savedModel: "load it in Python, and save the model as .h5 or a frozen graph"
    case .tensorFlowLite: "give the checkpoint or the frozen graph that it was made from"
    case .onnxRuntime: "give the .onnx file that it was made from"
    case .openVINO: "give the ONNX model or the checkpoint that it was made from"
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
    case .safetensors, .caffeModel, .frozenGraph, .legacyTorch, .torchArchive, .hdf5,
      .kerasArchive, .arrayPickle:
      nil
    }
  }
}
