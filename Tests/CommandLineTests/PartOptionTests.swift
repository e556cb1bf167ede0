import Testing

@Suite("--part takes a network without what follows")
struct PartOptionTests {
  /// Parameters that are trained, of Keras's networks without their classifiers (`include_top=False`), with
  /// their moving means and variances.
  @Test(
    "as Keras does it",
    arguments: [
      ("mobilenet-v1@keras", 3_206_976), ("mobilenet-v2@keras", 2_223_872),
      ("mobilenet-v3-large@keras", 2_971_952), ("mobilenet-v3-small@keras", 927_008),
    ])
  func backbone(name: String, parameters: Int) throws {
    let document = try Program.output(["cost", name, "--part", "backbone", "--format", "json"])
    #expect(
      document.contains("\"parameters\" : \(parameters)") || document.contains("\(parameters)"))
  }

  @Test("in the commands that take a network")
  func commands() throws {
    for command in ["memory", "roofline --gflops 100 --bandwidth 30", "show", "draw"] {
      let scratch = try Scratch()
      let outcome = try Program.run(
        command.split(separator: " ").map(String.init)
          + ["mobilenet-v3-small", "--part", "backbone"], in: scratch)
      #expect(outcome.code == 0, "\(command): \(outcome.complaint)")
    }
  }

  @Test(
    "which part it cannot be",
    arguments: [["cost", "v2", "--part", "head"], ["roofline", "v2", "--part", "tail"]])
  func refused(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.code == 64, "\(outcome.complaint)")
    #expect(outcome.output.isEmpty)
  }
}
