import Architecture
import Testing

@Suite struct VocabularyTests {
  @Test("An activation is read from its abbreviation and its name", arguments: Activation.allCases)
  func activation(activation: Activation) {
    for cell in [activation.abbreviation, activation.rawValue] {
      #expect(Activation(cell: cell) == activation)
      #expect(Activation(cell: cell.lowercased()) == activation)
      #expect(Activation(cell: cell.uppercased()) == activation)
    }
  }

  @Test(
    "Other spellings of activations",
    arguments: [
      ("hard-sigmoid", Activation.hardSigmoid), ("hard-swish", .hardSwish), ("SiLU", .swish),
      ("hard-sigmoid-0.2", .hardSigmoidFifth),
    ])
  func spelling(cell: String, activation: Activation) {
    #expect(Activation(cell: cell) == activation)
  }

  @Test("What is no activation", arguments: ["", "~", "RX", "relu7", "h-"])
  func unknownActivation(cell: String) { #expect(Activation(cell: cell) == nil) }

  @Test("A source as a table writes it")
  func source() {
    #expect(Source(.back(1)).description == "-1")
    #expect(Source(.number(4)).description == "4")
    #expect(Source(.input).description == "input")
    #expect(Source(.name("bneck13"), place: "expand").description == "bneck13.expand")
  }

  @Test("A shape's notation and counts")
  func shape() {
    let shape = Shape(height: 7, width: 5, channels: 3)
    #expect(shape.description == "7x5x3")
    #expect((shape.count, shape.places, shape.isVector) == (105, 35, false))
    #expect(Shape(height: 1, width: 1, channels: 9).isVector)
  }

  @Test("Problems are in the order of file, line and column")
  func order() {
    let places = [("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 2), ("a", 10, 1)]
    let error = TableError(
      places.map {
        TableProblem("x", at: SourceLocation(file: $0.0, line: $0.1, column: $0.2))
      })
    #expect(
      error.problems.map(\.location.description) == ["a:1:2", "a:1:9", "a:2:1", "a:10:1", "b:1:1"])
  }

  @Test("A problem shows its line with a caret below the column")
  func caret() {
    let location = SourceLocation(file: "t.yaml", line: 3, column: 5, text: "  - [ 0 ]")
    let error = TableError("no stride", at: location)
    #expect(error.description == "t.yaml:3:5: no stride\n    - [ 0 ]\n      ^")
    let bare = TableError("no stride", at: SourceLocation(file: "t.yaml", line: 3, column: 5))
    #expect(bare.description == "t.yaml:3:5: no stride")
  }
}
