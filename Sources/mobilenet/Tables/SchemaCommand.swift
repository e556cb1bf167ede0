import ArgumentParser
import Reporting

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "A JSON Schema of tables, by which editors check them.",
    discussion: """
      Editors with the YAML language server complete and check a table whose first line names the schema:

        # yaml-language-server: $schema=mobilenet-schema.json
      """)

  func run() {
    Console.say(GrammarSchema.document.document)
  }
}
