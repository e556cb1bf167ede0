import Architecture

extension PublishedAccuracy {
  /// An accuracy in words, and its parts for programs.
  @ColumnBuilder<Entry>
  static func columns<Entry>(
    _ title: String, _ accuracy: @escaping (Entry) -> PublishedAccuracy?
  ) -> [Column<Entry>] {
    Column(title, .left, key: "accuracy") { accuracy($0).map { .text($0.words) } ?? .none }
    Column("percent", key: "percent", isForPrograms: true) {
      accuracy($0).map { .number($0.percent, decimals: 3) } ?? .none
    }
    Column("metric", .left, key: "metric", isForPrograms: true) {
      accuracy($0).map { .text($0.metric.rawValue) } ?? .none
    }
    Column("data", .left, key: "data", isForPrograms: true) {
      accuracy($0).map { .text($0.data) } ?? .none
    }
  }

  /// `70.6 top-1`, or `72.7 mAP, VOC 2007`.
  private var words: String {
    let number = "\(Numbers.fixed(percent, 1)) \(metric.rawValue)"
    return data == "ImageNet" ? number : "\(number), \(data)"
  }
}

extension ReportTable.Cell {
  /// Who published an accuracy.
  static func source(_ accuracy: PublishedAccuracy?) -> Self {
    .text(accuracy?.source ?? "no published accuracy")
  }
}
