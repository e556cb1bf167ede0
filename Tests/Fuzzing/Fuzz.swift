import ArgumentParser

/// Feeds the program's readers with texts that are wrong at random.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: "Read inputs that are wrong at random.",
    subcommands: [FuzzTables.self, FuzzFiles.self, FuzzOptions.self, FuzzMutants.self])
}
