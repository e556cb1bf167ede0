import Testing

@Suite("Folders that cannot be made")
struct OutputFolderTests {
  @Test(
    "a file stands where a folder should be",
    arguments: [("file", "File exists"), ("file/below", "Not a directory")])
  func file(path: String, reason: String) throws {
    let scratch = try Scratch()
    try scratch.write("text", to: "file")
    try Program.expectFailure(
      ["reports", "--output", path], in: scratch, code: 1,
      "cannot create the folder '\(path)': \(reason)")
    #expect(try scratch.names() == ["file"])
  }
}
