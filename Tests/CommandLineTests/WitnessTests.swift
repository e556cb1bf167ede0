import Foundation
import TestSupport
import Testing

@Suite("Witnesses of verify")
struct WitnessTests {
  /// A folder with a built-in table in which a text is another.
  private func scratch(_ table: String, _ old: String, _ new: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      Repository.table("Architectures/\(table)").replacing(old, with: new).text,
      to: "tables/\(table).yaml")
    return scratch
  }

  @Test("what holds, by whose word, and what nobody has witnessed")
  func holds() throws {
    let text = try Program.output(["verify", "v1", "--resolution", "64"])
    #expect(
      text.contains(
        "\ntimm 1.0.31 (mobilenetv1_100, 224x224): 137 tensors and 4,231,976 parameters.\n"))
    #expect(
      text.contains(
        "\nNot asked: timm 1.0.31 (mobilenetv1_100, 224x224), because its numbers are of another"
          + " resolution.\n"))
    #expect(
      text.contains(
        "\nNobody witnesses: blocks, answers, labels.\n"))
  }

  @Test("a wrong activation is found since the block that has it, and the exit code is 1")
  func activation() throws {
    let scratch = try scratch(
      "MobileNetV3Small", "bneck 5x5,       96,      40,  1, HS",
      "bneck 5x5,       96,      40,  1, RE")
    let outcome = try Program.run(["verify", "v3-small", "--tables", "tables"], in: scratch)
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint.hasPrefix(
        "mobilenet: FAIL mobilenet-v3-small, row 5, bneck4: torchvision 0.29.2 (mobilenet_v3_small,"
          + " 224x224) contradicts: since 'features.4', where the mean is "))
    #expect(outcome.output.contains("All 156 nodes pass"))
  }

  @Test("a wrong tensor, a wrong preprocessing, a wrong list of classes")
  func others() throws {
    for (old, new, message) in [
      (
        "divide: 4", "divide: 8",
        "mobilenet-v3-small, row 5, bneck4: torchvision"
      ),
      ("crop-fraction: 0.875", "crop-fraction: 1", "contradicts: of the prepared picture the "),
      ("imagenet1000", "coco80", "contradicts: there are 80 names of classes, not 1000"),
    ] {
      let outcome = try Program.run(
        ["verify", "v3-small", "--tables", "tables"],
        in: scratch("MobileNetV3Small", old, new))
      #expect(outcome.code == 1)
      #expect(outcome.complaint.contains(message), "\(outcome.complaint)")
    }
  }

  @Test("a table that nobody else knows says so, and holds")
  func own() throws {
    let text = try Program.output(["verify", "tiny", "--tables", "tables"], in: TinyNet.scratch())
    #expect(text.contains("\nNo witness: nobody else's account of tiny-net was asked.\n"))
  }

  // MARK: - Recording

  /// PyTorch's account of TinyNet: what `Scripts/witness-torch.py` would write.
  private static let witness = """
    {"framework": "PyTorch", "version": "2", "network": "tiny-net", "parameters": 136,
     "tensors": {"stem.convolution.weight": [4, 3, 3, 3], "stem.convolution.norm.weight": [4],
      "stem.convolution.norm.bias": [4], "stem.convolution.norm.running_mean": [4],
      "stem.convolution.norm.running_var": [4], "classifier.linear.weight": [4, 4],
      "classifier.linear.bias": [4]}}
    """

  @Test("a recorded witness is asked; with --tables it is kept and asked from then on")
  func record() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(Self.witness, to: "pytorch.json")
    let verify = ["verify", "tiny", "--tables", "tables"]
    let text = try Program.output(verify + ["--record", "pytorch.json"], in: scratch)
    let line = "\nPyTorch 2: 7 tensors and 136 parameters.\n"
    #expect(text.contains(line))
    #expect(
      text.contains("\nNobody witnesses: blocks, answers, preprocessing, shrinking pictures.\n"))
    #expect(try Program.output(verify, in: scratch).contains(line))
    try scratch.write(Self.witness + "\n", to: "pytorch.json")
    try Program.expectFailure(
      verify + ["--record", "pytorch.json"], in: scratch, code: 1,
      "'tables/Witnesses/pytorch.json' is another witness already; give 'pytorch.json' another name"
    )
  }

  @Test("a recorded witness that contradicts is kept too, and the exit code is 1")
  func contradiction() throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(Self.witness.replacing("136", with: "137"), to: "w.json")
    let verify = ["verify", "tiny", "--tables", "tables", "--record", "w.json"]
    let outcome = try Program.run(verify, in: scratch)
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint
        == "mobilenet: FAIL tiny-net: PyTorch 2 contradicts: there are 136 parameters, not 137\n")
  }

  @Test(
    "what witnesses nothing is refused",
    arguments: [
      (
        "\"framework\": \"PyTorch\"", "\"framework\": \"onnx\"",
        "it is by 'onnx', which computes what a table or an export of it says, so it witnesses nothing"
      ),
      (
        "\"framework\": \"PyTorch\"", "\"producer\": \"PyTorch\"",
        "it states no 'framework', and only somebody else's definition of a network is a witness"
      ),
      (
        "\"network\": \"tiny-net\"", "\"network\": \"vgg-16\"",
        "it is about 'vgg-16', not 'tiny-net'"
      ),
      ("\"network\": \"tiny-net\", ", "", "it states no 'network'"),
      ("\"parameters\": 136", "\"parameters\": many", "it is not a witness's JSON at byte 78"),
    ])
  func refused(old: String, new: String, message: String) throws {
    let scratch = try TinyNet.scratch()
    try scratch.write(Self.witness.replacing(old, with: new), to: "w.json")
    try Program.expectFailure(
      ["verify", "tiny", "--tables", "tables", "--record", "w.json"], in: scratch, code: 1,
      "'w.json' is refused: \(message)")
  }

  @Test("our own answer is refused, and so is --record with --all")
  func ownAnswer() throws {
    let scratch = try TinyNet.scratch()
    let answer = try Program.output(
      ["run", "tiny", "--tables", "tables", "--format", "json"], in: scratch)
    try scratch.write(answer, to: "answer.json")
    try Program.expectFailure(
      ["verify", "tiny", "--tables", "tables", "--record", "answer.json"], in: scratch, code: 1,
      "'answer.json' is refused: it states no 'framework', and only somebody else's definition of a"
        + " network is a witness")
    try Program.expectFailure(
      ["verify", "--all", "--record", "answer.json"], in: scratch, code: 64,
      "--record is for one architecture; it does not go with --all")
    try Program.expectFailure(
      ["verify", "tiny", "--tables", "tables", "--record", "none.json"], in: scratch, code: 1,
      "no file 'none.json'")
  }
}
