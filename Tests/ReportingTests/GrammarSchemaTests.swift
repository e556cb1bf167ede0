import Foundation
import Reporting
import TableReading
import Testing

/// The JSON Schema of tables.
@Suite struct GrammarSchemaTests {
  @Test(
    "Every mapping of the grammar is defined with exactly its keys, and every reference leads to one"
  )
  func definitions() throws {
    let text = GrammarSchema.document.document
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    #expect(Set(definitions.keys) == Set(GrammarObject.allCases.map(\.rawValue)))
    for object in GrammarObject.allCases {
      let properties = definitions[object.rawValue]?["properties"] as? [String: Any]
      #expect(Set(properties?.keys.map { $0 } ?? []) == Set(object.keys.map(\.name)))
      #expect(definitions[object.rawValue]?["additionalProperties"] as? Bool == false)
    }
    let references = text.split(separator: "\"").filter { $0.hasPrefix("#/$defs/") }
    #expect(references.count > 40)
    for reference in references { #expect(definitions[String(reference.dropFirst(8))] != nil) }
  }
}
