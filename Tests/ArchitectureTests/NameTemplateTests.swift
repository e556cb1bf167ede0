import Architecture
import Testing

/// Patterns of names.
@Suite struct NameTemplateTests {
  let values = {
    var values = NameTemplate.Values()
    (values.index, values.layer, values.channels, values.out) = (14, 0, 256, 512)
    (values.prefix, values.repeat) = ("backbone", "")
    return values
  }()

  @Test(
    "Variables and sums are replaced, all else stays",
    arguments: [
      ("", ""), ("conv1/dw", "conv1/dw"), ("{index}", "14"), ("{index+1}{layer}", "150"),
      ("{prefix}.{index-13}.block.{layer+2}.0", "backbone.1.block.2.0"),
      ("model{repeat}.conv", "model.conv"), ("a}b{index}c", "a}b14c"), ("{layer-1}", "-1"),
      ("1x1_{channels}/3x3_{out}", "1x1_256/3x3_512"), ("no value: {map}", "no value: {map}"),
    ])
  func filled(text: String, expected: String) throws {
    let template = try NameTemplate(text)
    #expect(template.filled(values) == expected)
    #expect(template.description == text)
  }

  @Test("Every variable has a value of its own")
  func everyVariable() throws {
    var values = NameTemplate.Values()
    (values.index, values.ordinal, values.stage, values.unit, values.row) = (1, 2, 3, 4, 5)
    (values.layer, values.norm, values.alike, values.norms, values.map) = (6, 7, 8, 9, 10)
    (values.channels, values.out) = (11, 12)
    (values.prefix, values.name, values.repeat, values.path) = ("p", "n", "r", "a")
    values.source = "s"
    let all = NameTemplate.Variable.allCases.map { "{\($0.rawValue)}" }
    let filled = try all.map { try NameTemplate($0).filled(values) }
    #expect(filled == (1...12).map(String.init) + ["p", "n", "r", "a", "s"])
    #expect(try all.map { try NameTemplate($0).filled(NameTemplate.Values()) } == all)
  }

  @Test("A template knows what it names")
  func uses() throws {
    let template = try NameTemplate("blocks.{stage}.{unit+1}")
    #expect(template.uses(.stage) && template.uses(.unit) && !template.uses(.index))
  }

  @Test("What is no variable and no sum is refused")
  func refused() {
    #expect(throws: NameTemplateError.unknownVariable("layers")) { try NameTemplate("{layers}") }
    #expect(throws: NameTemplateError.unknownVariable("")) { try NameTemplate("{}") }
    #expect(throws: NameTemplateError.openBrace("a{index")) { try NameTemplate("a{index") }
    for sum in [
      "index+", "index+x", "index+1+1", "index+1001", "index\(Int.min)",
      "index-99999999999999999999",
    ] {
      #expect(throws: NameTemplateError.noSum(sum)) { try NameTemplate("{\(sum)}") }
    }
    #expect(throws: NameTemplateError.noSum("prefix+1")) { try NameTemplate("{prefix+1}") }
  }
}
