import Foundation
import Testing

@Suite("--tables")
struct TablesOptionTests {
  @Test("before and behind the command, with a blank or a sign of equality")
  func places() throws {
    let scratch = try TinyNet.scratch()
    let text = try Program.output(["cost", "tiny", "--tables", "tables"], in: scratch)
    #expect(text.hasPrefix("Tiny (tiny-net)   input 8x8x3   classes 4\n"))
    for arguments in [
      ["--tables", "tables", "cost", "tiny"], ["--tables=tables", "cost", "tiny"],
      ["cost", "--tables", "tables", "tiny"], ["cost", "tiny", "--tables=tables"],
    ] {
      #expect(try Program.output(arguments, in: scratch) == text)
    }
  }

  @Test("every command that names a network reads them")
  func commands() throws {
    let scratch = try TinyNet.scratch()
    for arguments in [
      ["list"], ["show", "tiny"], ["cost", "tiny"], ["verify", "tiny"], ["run", "tiny"],
    ] {
      let text = try Program.output(arguments + ["--tables", "tables"], in: scratch)
      #expect(text.contains("tiny-net"))
    }
  }

  @Test("files stand in folders below too, and .yml is as good as .yaml")
  func nested() throws {
    let scratch = try Scratch()
    try scratch.write(TinyNet.table, to: "tables/deep/down/net.yml")
    try scratch.write("not a table", to: "tables/deep/README.md")
    _ = try Program.output(["cost", "tiny-net", "--tables", "tables"], in: scratch)
  }

  @Test("a table replaces the built-in one of its name")
  func replacing() throws {
    let scratch = try Scratch()
    try scratch.write(
      TinyNet.table.replacing("name: tiny-net", with: "name: mobilenet-v2"), to: "t/v2.yaml")
    let text = try Program.output(["cost", "mobilenet-v2", "--tables", "t"], in: scratch)
    #expect(text.hasPrefix("Tiny (mobilenet-v2)"))
    // The alias of the table that is replaced leads to the one that replaces it.
    #expect(try Program.output(["cost", "v2", "--tables", "t"], in: scratch) == text)
    _ = try Program.output(["cost", "mobilenet-v1", "--tables", "t"], in: scratch)
  }

  @Test("a file that is no YAML is not passed over by a command that needs another")
  func broken() throws {
    let scratch = try Scratch()
    try scratch.write("name: [\n", to: "t/tiny.yaml")
    let outcome = try Program.run(["cost", "mobilenet-v1", "--tables", "t"], in: scratch)
    #expect(outcome.code == 1 && outcome.output.isEmpty)
    #expect(outcome.complaint.hasPrefix("mobilenet: t/tiny.yaml:2:1: "))
  }

  @Test("a file that does not say what it is, is not passed over")
  func unknownKind() throws {
    let scratch = try Scratch()
    try scratch.write("nmae: tiny\ntitle: Tiny\n", to: "t/tiny.yaml")
    try Program.expectFailure(
      ["list", "--tables", "t"], in: scratch, code: 1,
      """
      t/tiny.yaml:1:1: the file has none of the keys name, nc, dialect, blocks-for, device, convention, published, glossary, so it is not a table
        nmae: tiny
        ^
      """)
  }

  @Test("blocks of blocks that double at every level are refused in time", .timeLimit(.minutes(1)))
  func doublingBlocks() throws {
    let blocks = (0..<40).map { level in
      let inner = level == 0 ? "conv2d 1x1" : "b\(level - 1)"
      return "  b\(level): {parameters: [out], columns: [operator, out],"
        + " rows: [[\(inner), out], [\(inner), out]]}\n"
    }
    let scratch = try Scratch()
    try scratch.write(
      "name: doubling\ninput: {shape: [32, 32, 3]}\nblocks:\n" + blocks.joined()
        + "columns: [operator, out]\nrows: [[b39, 8]]\n", to: "t/doubling.yaml")
    let outcome = try Program.run(["cost", "doubling", "--tables", "t"], in: scratch)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.contains("the blocks expand to more than 20000 rows"))
  }

  @Test("class names of the folder, and a list that there is not")
  func labels() throws {
    let scratch = try Scratch()
    let table = TinyNet.table.replacing("name: tiny-net", with: "name: tiny-net\nlabels: four")
    try scratch.write(table, to: "t/tiny.yaml")
    try Program.expectFailure(
      ["run", "tiny-net", "--tables", "t"], in: scratch, code: 1,
      "no list of class names 'four'; known: cityscapes19, coco80, coco91, imagenet1000, imagenet1001, voc21"
    )
    try scratch.write("north\neast\nsouth\nwest\n", to: "t/Labels/four.txt")
    let text = try Program.output(["run", "tiny-net", "--tables", "t"], in: scratch)
    #expect(text.contains("south"))
  }

  @Test("two files of one name in the folder")
  func twice() throws {
    let scratch = try Scratch()
    try scratch.write(TinyNet.table, to: "t/one.yaml")
    try scratch.write(TinyNet.table, to: "t/two.yaml")
    try Program.expectFailure(
      ["list", "--tables", "t"], in: scratch, code: 1,
      "'t/one.yaml' and 't/two.yaml' both define 'tiny-net'")
  }

  @Test("a name that would lead out of a folder")
  func outside() throws {
    let scratch = try Scratch()
    try scratch.write(
      TinyNet.table.replacing("name: tiny-net", with: "name: ../tiny-net"), to: "t/tiny.yaml")
    let outcome = try Program.run(["cost", "../tiny-net", "--tables", "t"], in: scratch)
    #expect(outcome.code == 1)
    #expect(outcome.complaint.contains("'../tiny-net' is not a valid name: letters, digits"))
  }

  @Test("a name near that of an own table is suggested")
  func suggestion() throws {
    try Program.expectFailure(
      ["cost", "tiny-nut", "--tables", "tables"], in: try TinyNet.scratch(), code: 64,
      "unknown architecture 'tiny-nut'; did you mean 'tiny-net'?")
  }

  @Test(
    "folders that are none, empty ones, and files",
    arguments: [
      ("nowhere", "no folder 'nowhere'"), ("empty", "'empty' contains no .yaml files"),
      ("file", "'file' is a file, not a folder"), ("texts", "'texts/wrong.yaml' is not UTF-8 text"),
      ("folders", "'folders/net.yaml' is a folder, not a file"),
    ], [["cost", "v2"], ["list"]])
  func noTables(folder: (name: String, message: String), command: [String]) throws {
    let scratch = try Scratch()
    try scratch.folder("empty")
    try scratch.write("name: tiny\n", to: "file")
    try scratch.write([0xFF, 0xFE, 0x00], to: "texts/wrong.yaml")
    try scratch.folder("folders/net.yaml")
    for arguments in [
      command + ["--tables", folder.name], ["--tables", folder.name] + command,
    ] {
      try Program.expectFailure(arguments, in: scratch, code: 1, folder.message)
    }
  }
}
