/// What one line of a paper's or model zoo's table prints about a network.
package struct PublishedFigure: Hashable, Sendable {
  /// The network.
  package var network: NetworkRequest
  /// What it is said to cost.
  package var counts: [PublishedCount]
  /// What it is said to reach.
  package var accuracies: [PublishedAccuracy]
  /// Where it is printed: `TF-slim README`.
  package var source: String
  /// A network whose figures they may be instead, such as an older form of the same one.
  package var variant: NetworkRequest?
  /// Whether that one is the network as it was before, so that its figures are stale.
  package var isVariantOlder: Bool
  /// The row.
  package var location: SourceLocation

  /// A figure from its parts.
  package init(
    network: NetworkRequest, counts: [PublishedCount], accuracies: [PublishedAccuracy] = [],
    source: String, variant: NetworkRequest? = nil, isVariantOlder: Bool = false,
    location: SourceLocation
  ) {
    self.network = network
    self.counts = counts
    self.accuracies = accuracies
    self.source = source
    self.variant = variant
    self.isVariantOlder = isVariantOlder
    self.location = location
  }
}

/// A printed count.
package struct PublishedCount: Hashable, Sendable {
  /// What is counted.
  package enum Quantity: String, CaseIterable, Hashable, Sendable {
    /// Multiply-accumulates, also called multiply-adds.
    case macs = "MACs"
    /// Operations: two for each multiply-accumulate.
    case flops = "FLOPs"
    /// Parameters.
    case parameters
  }

  /// What is counted.
  package var quantity: Quantity
  /// The number.
  package var printed: PrintedNumber

  /// A count from its parts.
  package init(_ quantity: Quantity, _ printed: PrintedNumber) {
    self.quantity = quantity
    self.printed = printed
  }
}

/// A printed accuracy.
package struct PublishedAccuracy: Hashable, Sendable {
  /// What is measured.
  package enum Metric: String, CaseIterable, Hashable, Sendable {
    /// Pictures whose class is the first answer.
    case top1 = "top-1"
    /// Pictures whose class is among the first five answers.
    case top5 = "top-5"
    /// Mean average precision.
    case meanAveragePrecision = "mAP"
    /// Mean intersection over union.
    case meanIntersectionOverUnion = "mIoU"
  }

  /// What is measured.
  package var metric: Metric
  /// Percent.
  package var percent: Double
  /// The pictures: `ImageNet`.
  package var data: String
  /// Where it is printed.
  package var source: String

  /// An accuracy from its parts.
  package init(_ metric: Metric, percent: Double, data: String, source: String) {
    self.metric = metric
    self.percent = percent
    self.data = data
    self.source = source
  }
}

extension [PublishedFigure] {
  /// Every accuracy that is printed of a network, in the order of the tables. A figure without a
  /// width is of width 1, one without classes of as many as the network's table has; `classes` are
  /// those that are asked for, and the table's, or any if absent.
  ///
  /// A dialect has its own, or what its own source prints of the network: torchvision's belong to
  /// `NAME@torchvision` too.
  package func accuracies(
    of name: String, width: Double = 1, resolution: Resolution,
    classes: (asked: Int?, own: Int?)? = nil
  ) -> [PublishedAccuracy] {
    let scaled = filter { figure in
      guard (figure.network.width ?? 1) == width, figure.network.resolution == resolution else {
        return false
      }
      guard let classes, let own = classes.own else { return true }
      return (figure.network.classes ?? own) == (classes.asked ?? own)
    }
    let own = scaled.filter { $0.network.name == name }.flatMap { $0.accuracies }
    guard own.isEmpty, let mark = name.firstIndex(of: "@") else { return own }
    let dialect = name[name.index(after: mark)...].lowercased()
    return scaled.filter {
      $0.network.name == name[..<mark] && $0.source.lowercased().contains(text: dialect)
    }.flatMap { $0.accuracies }
  }
}
