import Architecture
import TableReading
import TestSupport
import Testing

@Suite("Preprocessing by the channels of the input")
struct PreprocessingChannelsTests {
  private func spec(
    channels: Int, _ preprocessing: String, named name: String = "own",
    adding files: [TableFile] = []
  ) throws -> ArchitectureSpec {
    let file = TableFile(
      name: "Own.yaml",
      text: """
        name: own
        input: {shape: [32, 96, \(channels)]}
        preprocessing: {\(preprocessing)}
        rules: {norm: {epsilon: 1.0e-5}, padding: symmetric}
        columns: [ operator, out, s ]
        rows:
          - [ conv2d 3x3, 8, 2 ]

        """)
    return try TableLibrary(files: [file] + files).spec(named: name)
  }

  private static let dialect = TableFile(
    name: "Dialects/color.yaml",
    text: """
      dialect: color
      families:
        own:
          preprocessing: {mean: [9, 9, 9], standard-deviation: [1, 1, 1], range: 255}

      """)

  @Test("as many numbers as the input has channels")
  func counts() throws {
    let gray = try spec(channels: 1, "mean: [0.5], standard-deviation: [0.25]")
    #expect(gray.preprocessing?.mean == [0.5])
    #expect(gray.preprocessing?.standardDeviation == [0.25])
  }

  @Test(
    "other numbers are refused at their place",
    arguments: [
      (
        1, "mean: [1, 1, 1], standard-deviation: [1]",
        "'mean' has 3 numbers, but the input one channel"
      ),
      (
        1, "mean: [1], standard-deviation: [1, 1]",
        "'standard-deviation' has 2 numbers, but the input one channel"
      ),
      (
        1, "mean: [1], standard-deviation: [1], channels: BGR",
        "'channels' orders red, green and blue, but the input has one channel"
      ),
      (
        4, "mean: [1, 1, 1, 1], standard-deviation: [1, 1, 1, 1]",
        "pictures have 1 or 3 channels, but the input has 4"
      ),
    ])
  func refused(channels: Int, preprocessing: String, message: String) throws {
    let error = #expect(throws: TableError.self) { try spec(channels: channels, preprocessing) }
    let summary = try #require(error).summary
    #expect(summary.count == 1 && summary[0].hasPrefix("Own.yaml:3:"))
    #expect(summary[0].hasSuffix(": \(message)"))
  }

  @Test("what a dialect says of three channels does not hold for one")
  func dialects() throws {
    let color = try spec(
      channels: 3, "mean: [0, 0, 0], standard-deviation: [1, 1, 1]", named: "own@color",
      adding: [Self.dialect])
    #expect(color.preprocessing?.mean == [9, 9, 9])
    let gray = try spec(
      channels: 1, "mean: [0.5], standard-deviation: [0.25]", named: "own@color",
      adding: [Self.dialect])
    #expect(gray.preprocessing?.mean == [0.5])
  }
}
