import Architecture
import ArgumentParser
import CostAnalysis
import Inference
import KernelInterface
import Models
import NetworkGraph
import Reporting

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run a network and check every shape and count.",
    discussion: """
      Runs the network with seeded weights or a checkpoint's, and compares the shape of every tensor \
      with the one inferred from the table, and with the input shapes that the table claims. Then the \
      same kernels run with a scalar type that counts multiplications, and every count is compared \
      with the cost rule, at the smallest resolution that the strides divide; --full counts at full \
      size. Last, the fast engine runs, and the result of every block is compared with that of the \
      plain kernels.

      A network with more than 4 billion multiply-accumulates runs at the largest resolution with \
      fewer that its strides divide, or at the smallest that fits its windows; --full runs it at full \
      size.

      The exit code is 1 if anything differs.
      """)

  @Argument(help: "An architecture or NAME@DIALECT.", completion: .networks)
  var name: String?

  @Flag(name: .long, help: "All architectures.")
  var all = false

  @Flag(name: .long, help: "Run and count at full size.")
  var full = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Ask this witness too (Scripts/witness-torch.py); with --tables, keep it in Witnesses there.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var record: String?

  @OptionGroup var weights: WeightOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var scaling: ScalingOptions
  @OptionGroup var tables: TableOptions

  func run() throws {
    guard all ? name == nil : name != nil || !weights.isSeeded else {
      throw Failure.usage("name one architecture, or give --all")
    }
    guard weights.isSeeded || !all else {
      throw Failure.usage("--weights is for one architecture; it does not go with --all")
    }
    guard scaling.part == nil else {
      throw Failure.usage("witnesses are about whole networks: 'verify' takes no --part")
    }
    guard record == nil || !all else {
      throw Failure.usage("--record is for one architecture; it does not go with --all")
    }
    let library = try tables.library()
    let names: [String?] = all ? library.architectureNames : [name]
    let kernels = try engine.table()
    var models: [Model] = []
    var skipped: [String] = []
    for name in names {
      do {
        models.append(try weights.model(name, scaling.multipliers, in: library))
      } catch GraphError.scaling(let error) where all {
        skipped.append("skipped \(name ?? ""): \(error)\n")
      }
    }
    let witnesses = try witnesses(of: models)
    let reports = try Self.reports(on: models, full: full, engine: kernels) { [tables] model in
      try Hearing(
        model.graph, in: library, classNames: tables.classNames, engine: kernels,
        memory: Machine.memory
      ).testimonies(witnesses)
    }
    if !skipped.isEmpty { Console.say(skipped.joined()) }
    let table = all ? VerificationReport.table(reports) : reports.first?.table()
    if let table { Console.say(table.rendered(as: .text, style: Console.style)) }
    let failures = reports.flatMap { $0.failures() }
    if !failures.isEmpty { throw Failure.check(failures.joined(separator: "\n")) }
  }

  /// Networks do not depend on each other: one a core, those that take longest first.
  private static func reports(
    on models: [Model], full: Bool, engine: KernelTable,
    hearing: @Sendable (Model) throws -> [Testimony]
  ) throws -> [VerificationReport] {
    let reduced = models.map { full ? nil : $0.reducedForReference() }
    let costs = zip(models, reduced).map { ($1 ?? $0).graph.totalCost().macs }
    let order = models.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
    let found = order.mapConcurrently { index in
      Result {
        let verification = try Verification(
          reduced[index] ?? models[index], countingFull: full, engine: engine,
          memory: Machine.memory)
        var report = VerificationReport(
          verification, reducedFrom: reduced[index] == nil ? nil : models[index].graph)
        report.testimonies = try hearing(models[index])
        return report
      }
    }
    return try zip(order, found).sorted { $0.0 < $1.0 }.map { try $0.1.get() }
  }

  /// The witnesses at hand, and the one to record.
  private func witnesses(of models: [Model]) throws -> [Witness] {
    guard let record, let model = models.first else {
      return try Witness.builtIn + tables.witnesses()
    }
    let witness = try WitnessFiles.witness(record)
    try witness.require(about: model.graph.spec.name, in: record)
    guard let folder = tables.folder else { return Witness.builtIn + [witness] }
    try WitnessFiles.keep(record, in: folder)
    return try Witness.builtIn + tables.witnesses()
  }
}

extension Witness {
  /// Throws if it is not about a network or another dialect of it.
  fileprivate func require(about network: String, in path: String) throws {
    let asked = NetworkRequest(network).architecture
    guard !networks.contains(where: { NetworkRequest($0).architecture == asked }) else { return }
    throw Failure.file("'\(path)' is refused: \(WitnessError.otherNetwork(network, is: networks))")
  }
}
