import Architecture
import NetworkGraph

/// Published counts beside those of the tables.
///
/// What is not the network's own count may be counted in one of the conventions of the tables.
package struct Audit: Sendable {
  /// What a printed count is to the exact one.
  package enum Verdict: Hashable, Sendable {
    /// Equal to the unit.
    case exact
    /// Equal when rounded to the printed digits.
    case rounded
    /// Equal when cut to the printed digits.
    case floored
    /// Not the network's own, but that of the variant that the source may mean.
    case variant(NetworkRequest)
    /// Equal, rounded or cut, when something else is counted.
    case otherConvention(name: String, explains: String)
    /// The next larger number of the printed digits, which nothing else gives.
    case raised
    /// Neither the network, nor the variant, nor a convention gives it, but a single digit differs,
    /// and the row's other counts are the network's.
    case misprint
    /// That of the same network at another resolution, printed again.
    case repeated(resolution: Resolution)
    /// Neither the network, nor the variant, nor a convention gives it. So many digits differ;
    /// nothing if the numbers have unequally many.
    case unexplained(differingDigits: Int?)
  }

  /// One printed count.
  package struct Entry: Hashable, Sendable {
    /// The row that contains it.
    package var figure: PublishedFigure
    /// What is printed.
    package var count: PublishedCount
    /// What the table gives.
    package var exact: WideCount
    /// The classes that the network has; nothing for classifiers of the table's own number.
    package var classes: Int? { figure.network.classes }
    /// What the one is to the other.
    package var verdict: Verdict

    /// By how much the printed number is larger, as a share of the exact one.
    package var difference: Double {
      exact == 0 ? 0 : (count.printed.value - Double(exact)) / Double(exact)
    }
  }

  /// The counts, in the order of the figures.
  package private(set) var entries: [Entry] = []

  /// An audit of figures; `expanding` makes the graph of a network, and of the `conventions` those are
  /// tried that explain numbers.
  ///
  /// Throws every figure whose network cannot be expanded, at its place.
  package init(
    _ figures: [PublishedFigure], by conventions: [Convention],
    expanding: (NetworkRequest) throws(RequestError) -> Graph
  ) throws(TableError) {
    // Networks are printed several times.
    var known: [NetworkRequest: AuditCounts] = [:]
    let conventions = conventions.filter { $0.explains != nil }
    let needsBackground = conventions.contains { $0.parameters?.hasBackgroundClass ?? false }
    func counts(_ request: NetworkRequest) throws(RequestError) -> AuditCounts {
      if let counts = known[request] { return counts }
      let counts = try AuditCounts(request, withBackground: needsBackground, expanding: expanding)
      known[request] = counts
      return counts
    }
    var fitting: [[Convention]] = []
    var problems: [TableProblem] = []
    for figure in figures where !figure.counts.isEmpty {
      do throws(RequestError) {
        let own = try counts(figure.network)
        var variant: (request: NetworkRequest, counts: AuditCounts)?
        if let request = figure.variant { variant = (request, try counts(request)) }
        for count in figure.counts {
          entries.append(Self.entry(figure, count, own: own, variant: variant))
          fitting.append(own.conventions(of: count, among: conventions))
        }
      } catch {
        problems += error.tableError(at: figure.location).problems
      }
    }
    if !problems.isEmpty { throw TableError(problems) }
    explain(by: fitting)
  }

  /// An entry with the verdict that needs no convention.
  private static func entry(
    _ figure: PublishedFigure, _ count: PublishedCount, own: AuditCounts,
    variant: (request: NetworkRequest, counts: AuditCounts)?
  ) -> Entry {
    let exact = own.exact(count.quantity)
    let (printed, digits) = (count.printed, Double(count.printed.significand))
    let verdict: Verdict =
      if printed.exponent == 0, printed.significand == exact {
        .exact
      } else if printed.rounded(Double(exact)) == digits {
        .rounded
      } else if printed.cut(Double(exact)) == digits {
        .floored
      } else if let variant, printed.gives(Double(variant.counts.exact(count.quantity))) {
        .variant(variant.request)
      } else {
        .unexplained(differingDigits: printed.differingDigits(from: Double(exact)))
      }
    return Entry(figure: figure, count: count, exact: exact, verdict: verdict)
  }

  /// Few digits fit several conventions by chance, but a source counts in one: of those that fit a
  /// number, the one that fits most of the source's numbers explains it.
  private mutating func explain(by conventions: [[Convention]]) {
    struct Use: Hashable {
      var source: String
      var architecture: String
      var convention: String
    }
    func use(_ entry: Entry, _ convention: Convention) -> Use {
      Use(
        source: entry.figure.source, architecture: entry.figure.network.architecture,
        convention: convention.name)
    }
    var uses: [Use: Int] = [:]
    for (entry, fitting) in zip(entries, conventions) {
      for convention in fitting { uses[use(entry, convention), default: 0] += 1 }
    }
    for index in entries.indices {
      guard case .unexplained = entries[index].verdict else { continue }
      let entry = entries[index]
      // Of several used equally often, the simplest: `max` gives the first.
      let best = conventions[index].max {
        (uses[use(entry, $0)] ?? 0) < (uses[use(entry, $1)] ?? 0)
      }
      if let best {
        entries[index].verdict = .otherConvention(
          name: best.name, explains: best.explains ?? best.title)
      } else if entry.count.printed.raised(Double(entry.exact))
        == Double(entry.count.printed.significand)
      {
        entries[index].verdict = .raised
      }
    }
    findMisprints()
  }

  /// A single wrong digit is a misprint unless another number of its row says that the source means
  /// another network.
  private mutating func findMisprints() {
    func isOfAnother(_ verdict: Verdict) -> Bool {
      switch verdict {
      case .unexplained(let digits): digits != 1
      case .variant: true
      case .exact, .rounded, .floored, .raised, .otherConvention, .misprint, .repeated: false
      }
    }
    let others = Set(entries.filter { isOfAnother($0.verdict) }.map { $0.figure })
    for index in entries.indices
    where entries[index].verdict == .unexplained(differingDigits: 1)
      && !others.contains(entries[index].figure)
    {
      entries[index].verdict = .misprint
    }
    for index in entries.indices {
      guard case .unexplained = entries[index].verdict,
        entries[index].count.quantity != .parameters,
        let original = entries[..<index].first(where: { $0.isRepeated(by: entries[index]) }),
        let resolution = original.figure.network.resolution
      else { continue }
      entries[index].verdict = .repeated(resolution: resolution)
    }
  }
}

extension Audit.Entry {
  /// Whether another entry of the source prints this one's count for another resolution.
  fileprivate func isRepeated(by other: Self) -> Bool {
    let (own, its) = (figure.network, other.figure.network)
    return figure.source == other.figure.source && own.name == its.name && own.width == its.width
      && own.resolution != its.resolution && count == other.count
  }
}
