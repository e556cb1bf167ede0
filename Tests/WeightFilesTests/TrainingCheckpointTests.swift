import Testing

@testable import WeightFiles

@Suite("Checkpoints of trainings are unwrapped")
struct TrainingCheckpointTests {
  private static let names = ["conv.weight", "conv.column", "batches"]

  private static let archive = TorchArchiveFile(.sample)

  private func open(_ bytes: [UInt8]) throws -> Checkpoint {
    try Checkpoint(reading: MemoryByteSource(bytes))
  }

  @Test(
    "the dictionary of tensors is found under any key",
    arguments: ["state_dict", "model", "net", "model_state_dict", "ema", "something else"])
  func key(key: String) throws {
    let checkpoint = try open(Self.archive.bytes(under: key))
    #expect(checkpoint.names == Self.names)
    #expect(checkpoint.place == key)
    #expect(checkpoint.beside.map { "\($0.name): \($0.description)" } == ["epoch: 3"])
  }

  @Test("in the older format as well")
  func legacy() throws {
    let file = LegacyFile.sample
    var object = PickleWriter()
    object.code("}")
    object.mark()
    object.text("epoch")
    object.integer(90)
    object.text("state_dict")
    object.raw(Array(file.object.dropFirst(2).dropLast()))
    object.code("u")
    let checkpoint = try open(file.bytes(object: object))
    #expect(checkpoint.names == Self.names)
    #expect(checkpoint.place == "state_dict")
    #expect(checkpoint.beside.map { $0.name } == ["epoch"])
  }

  @Test("the weights are preferred to their running average, whichever comes first")
  func average() throws {
    for (key, other) in [("model", "ema"), ("ema", "model"), ("state_dict_ema", "state_dict")] {
      let checkpoint = try open(
        Self.archive.bytes(under: key) {
          $0.text(other)
          Self.archive.writeDictionary(to: &$0)
        })
      let (weights, average) = key.contains("ema") ? (other, key) : (key, other)
      #expect(checkpoint.place == weights)
      #expect(checkpoint.averages.map { $0.name } == [average])
      #expect(checkpoint.averages.map { $0.tensorCount } == [3])
      #expect(checkpoint.averages.map { $0.description } == ["a dictionary of 3 tensors"])
    }
  }

  @Test("dictionaries in dictionaries, and a tensor beside them")
  func nested() throws {
    let checkpoint = try open(
      Self.archive.bytes(under: "discarded") {
        $0.text("checkpoint")
        $0.code("}")
        $0.text("model")
        Self.archive.writeDictionary(to: &$0)
        $0.code("s")
        $0.text("best_acc1")
        var accuracy = LegacyFile.sample.tensors[2]
        accuracy.shape = []
        LegacyFile.write(accuracy, to: &$0, withView: false)
      })
    #expect(checkpoint.names == Self.names)
    #expect(checkpoint.place == "checkpoint.model")
    #expect(
      checkpoint.beside.map { "\($0.name): \($0.description)" } == [
        "epoch: 3", "discarded: a dictionary of 3 tensors", "best_acc1: a tensor",
      ])
  }

  @Test("whatever lies beside is kept as data, also of classes that nothing is known of")
  func beside() throws {
    let long = String(repeating: "x", count: 5000)
    let checkpoint = try open(
      Self.archive.bytes(under: "state_dict") {
        // A scalar of NumPy: a call with a type and bytes.
        $0.text("accuracy")
        $0.global("numpy._core.multiarray", "scalar")
        $0.mark()
        $0.global("numpy", "dtype")
        $0.text("f8")
        $0.raw([0x85])
        $0.reduce()
        $0.raw([0x43, 8, 0, 0, 0, 0, 0, 0, 0, 0])
        $0.tuple()
        $0.reduce()
        // The arguments of a program: an instance with a state.
        $0.text("args")
        $0.global("argparse", "Namespace")
        $0.emptyTuple()
        $0.raw([0x81])
        $0.code("}")
        $0.text("arch")
        $0.text("mobilenet_v2")
        $0.code("s")
        $0.code("b")
        // What would do harm if it were called.
        $0.text("harmless")
        $0.global("os", "system")
        $0.text("touch /tmp/harm")
        $0.raw([0x85])
        $0.reduce()
        $0.text("loss")
        $0.code("G")
        $0.raw([0x3F, 0xE0, 0, 0, 0, 0, 0, 0])
        $0.text("log")
        $0.text(long)
        $0.text("classes")
        $0.raw([0x8F, 0x28, 0x4E, 0x90])
        $0.text("scaler")
        $0.none()
        $0.text("best")
        $0.boolean(true)
        $0.text("history")
        $0.raw([0x5D, 0x4E, 0x61])
        $0.text("counts")
        $0.global("collections", "defaultdict")
        $0.emptyTuple()
        $0.reduce()
        $0.text("a")
        $0.none()
        $0.code("s")
        $0.text("function")
        $0.global("__main__", "loss")
      })
    #expect(checkpoint.names == Self.names)
    #expect(
      checkpoint.beside.map { "\($0.name): \($0.description)" } == [
        "epoch: 3", "accuracy: an object of \"numpy._core.multiarray.scalar\"",
        "args: an object of \"argparse.Namespace\"", "harmless: an object of \"os.system\"",
        "loss: 0.5", "log: 5000 bytes", "classes: a set", "scaler: None", "best: True",
        "history: a list of 1 element", "counts: an object of \"collections.defaultdict\"",
        "function: the global \"__main__.loss\"",
      ])
  }

  @Test("whole models are named, as the object itself and in a training's checkpoint")
  func wholeModel() {
    func writeModel(_ pickle: inout PickleWriter) {
      pickle.global("torchvision.models.mobilenetv2", "MobileNetV2")
      pickle.emptyTuple()
      pickle.raw([0x81])
      pickle.code("}")
      pickle.mark()
      pickle.text("training")
      pickle.boolean(false)
      pickle.text("_modules")
      pickle.orderedDictionary()
      pickle.code("u")
      pickle.code("b")
    }
    let error = CheckpointError.wholeObject(class: "torchvision.models.mobilenetv2.MobileNetV2")
    var model = PickleWriter()
    writeModel(&model)
    #expect(failure(Self.archive.zip(object: model).bytes) == error)
    var training = PickleWriter()
    training.code("}")
    training.mark()
    training.text("epoch")
    training.integer(3)
    training.text("model")
    writeModel(&training)
    training.code("u")
    #expect(failure(Self.archive.zip(object: training).bytes) == error)

    // The older format knows the classes of models, with their files and sources.
    var legacy = PickleWriter()
    legacy.mark()
    legacy.text("module")
    legacy.global("nets", "Net")
    legacy.text("/home/me/nets.py")
    legacy.text(String(repeating: "#", count: 9000))
    legacy.tuple()
    legacy.code("Q")
    legacy.emptyTuple()
    legacy.raw([0x81])
    #expect(failure(LegacyFile.sample.bytes(object: legacy)) == .wholeObject(class: "nets.Net"))
  }

  @Test("a hostile pickle in an archive is a name, and no dictionary")
  func hostile() {
    var pickle = PickleWriter()
    pickle.global("os", "system")
    pickle.text("touch /tmp/harm")
    pickle.raw([0x85])
    pickle.reduce()
    #expect(failure(Self.archive.zip(object: pickle).bytes) == .wholeObject(class: "os.system"))
  }

  @Test("tensors of a kind that is not known are refused where a tensor should be")
  func quantized() {
    var pickle = Self.archive.object
    pickle.text("quantized")
    pickle.global("torch._utils", "_rebuild_qtensor")
    pickle.emptyTuple()
    pickle.reduce()
    pickle.code("s")
    #expect(
      failure(Self.archive.zip(object: pickle).bytes)
        == .tensor(name: "quantized", .quantized))
    var complex = LegacyFile.sample
    complex.tensors[0].storageClass = "ComplexFloatStorage"
    #expect(
      failure(TorchArchiveFile(complex).bytes)
        == .tensor(name: "conv.weight", .elementType("torch.ComplexFloatStorage")))
  }

  @Test("numbers and texts among the tensors are no weights")
  func mixed() throws {
    var pickle = Self.archive.object
    pickle.text("version")
    pickle.integer(2)
    pickle.code("s")
    let checkpoint = try open(Self.archive.zip(object: pickle).bytes)
    #expect(checkpoint.names == Self.names)
    #expect(checkpoint.place == nil)
    #expect(checkpoint.beside.map { "\($0.name): \($0.description)" } == ["version: 2"])
  }

  @Test("dictionaries that hold themselves, and many of them, end")
  func cycles() throws {
    // A dictionary that is a value of its own.
    let cycle: [UInt8] = [0x7D, 0x71, 9, 0x58, 1, 0, 0, 0, 0x61, 0x68, 9, 0x73]
    let file = try open(
      Self.archive.bytes(under: "net") {
        $0.text("cycle")
        $0.raw(cycle)
      })
    #expect(file.names == Self.names)
    var pickle = PickleWriter()
    pickle.raw(cycle)
    #expect(
      failure(Self.archive.zip(object: pickle).bytes)
        == .tensor(name: "a", .notTensor(found: "a dictionary")))
    // Ten thousand dictionaries, one in the other.
    var deep = PickleWriter()
    for _ in 0..<5000 {
      deep.code("}")
      deep.text("a")
    }
    deep.none()
    for _ in 0..<5000 { deep.code("s") }
    #expect(
      failure(Self.archive.zip(object: deep).bytes)
        == .tensor(name: "a", .notTensor(found: "a dictionary")))
  }
}

@Suite("Prefixes before the names of tensors")
struct PrefixTests {
  private func open(_ names: [String]) throws -> Checkpoint {
    let tensors = names.map { (name: $0, shape: [1], values: [Float(1)]) }
    return try Checkpoint(reading: MemoryByteSource(SafetensorsWriter.file(tensors)))
  }

  @Test("the prefix is the one that makes most names known")
  func found() throws {
    let known: Set = ["a.weight", "a.bias", "b.weight"]
    let cases: [([String], String, Int)] = [
      (["a.weight", "a.bias", "b.weight"], "", 3),
      (["module.a.weight", "module.a.bias", "module.b.weight"], "module.", 3),
      (["m.n.a.weight", "m.n.a.bias", "m.n.b.weight", "loss.weight"], "m.n.", 3),
      (["x/a.weight", "x/a.bias"], "x/", 2),
      // Neither a majority of what is known, nor more than there is without a prefix.
      (["x.a.weight"], "", 0),
      (["a.weight", "a.bias", "x.a.weight", "x.a.bias"], "", 2),
      (["c.weight"], "", 0),
    ]
    for (names, prefix, found) in cases {
      let result = try open(names).prefix(before: known)
      #expect(result.prefix == prefix, "\(names)")
      #expect(result.found == found, "\(names)")
    }
  }

  @Test("names without the prefix are left out")
  func removed() throws {
    let checkpoint = try open(["m.a.weight", "loss.weight", "m.b"])
    #expect(checkpoint.removing(prefix: "m.").names == ["a.weight", "b"])
    #expect(try checkpoint.removing(prefix: "m.").contents()["b"]?.values == [1])
  }

  @Test("what nearly all names share")
  func common() throws {
    let names = (0..<20).map { "model.backbone.layer\($0).weight" }
    #expect(
      try open(names + ["loss.weight"]).commonPrefixes == ["model.", "model.backbone."])
    #expect(try open(["a.weight", "b.weight"]).commonPrefixes == [])
  }
}
