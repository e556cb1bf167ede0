import Architecture
import Testing

/// Patterns of names.
@Suite struct NameTemplateTests {
  let values = NameTemplate.Values(
    numbers: [.index: 14, .layer: 0, .channels: 256, .out: 512],
    texts: [.prefix: "backbone", .repeat: ""])

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
