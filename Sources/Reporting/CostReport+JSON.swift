import Architecture
import CostAnalysis
import NetworkGraph

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values as JSON with sorted keys, the same bytes each time.
public enum JSONText {
  /// The text of a value, with a line feed at the end. What is not finite stands as the text `nan`,
  /// `inf` or `-inf`, for JSON has no such numbers.
  public static func encode(_ value: some Encodable) throws -> String {
    try text(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + "\n"
  }

  /// The text of a value in one line, without a line feed.
  public static func line(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  private static func text(
    _ value: some Encodable, _ format: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = format
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// A shape in JSON.
public struct ShapeJSON: Codable, Hashable, Sendable {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int
  /// Channels.
  public var channels: Int

  init(_ shape: Shape) {
    (height, width, channels) = (shape.height, shape.width, shape.channels)
  }
}

/// The cost table in JSON: exact integers.
public struct CostJSON: Codable, Sendable {
  /// Sums over the network.
  public struct Totals: Codable, Hashable, Sendable {
    /// Trainable parameters.
    public var parameters: Int
    /// Multiply-accumulates, as the convention counts them.
    public var macs: Int
    /// Twice the exact multiply-accumulates, or the convention's own number; absent if it has none.
    public var flops: Int?
    /// The name of the convention.
    public var convention: String
    /// The largest live set, in bytes of 32-bit floating point.
    public var peakActivationBytes: Int
    /// Bytes of the parameters.
    public var weightBytes: Int
    /// Where the peak is.
    public var peakActivationAt: String
  }

  /// A map that a head stands on.
  public struct HeadMap: Codable, Hashable, Sendable {
    /// The block that it comes from.
    public var name: String
    /// The map.
    public var map: ShapeJSON
    /// Boxes at each place.
    public var boxesPerPlace: Int
    /// Boxes on the whole map.
    public var boxes: Int
  }

  /// One part, row, block or layer.
  public struct Row: Codable, Hashable, Sendable {
    /// Position in this list, from 1.
    public var index: Int
    /// The number of the table's row, where it has one.
    public var row: Int?
    /// Its name.
    public var name: String
    /// The operator.
    public var `operator`: String
    /// What it is.
    public var kind: String
    /// What a layer is to its block.
    public var role: String?
    /// The part of the system.
    public var part: String
    /// The first tensor that it takes.
    public var input: ShapeJSON
    /// What it gives.
    public var output: ShapeJSON
    /// Side of the window.
    public var kernel: Int?
    /// The stride.
    public var stride: Int
    /// Trainable parameters.
    public var parameters: Int
    /// Multiply-accumulates, as the convention counts them.
    public var macs: Int
    /// Twice the exact multiply-accumulates, or the convention's own number; absent if it has none.
    public var flops: Int?
    /// Bytes that its layers write.
    public var activationBytes: Int
    /// Bytes of its parameters.
    public var weightBytes: Int
    /// Bytes read and written.
    public var bytesMoved: Int
    /// Twice the exact multiply-accumulates a byte, whatever the convention.
    public var arithmeticIntensity: Double
  }

  /// The architecture.
  public var name: String
  /// The picture.
  public var input: ShapeJSON
  /// The width multiplier.
  public var width: Double
  /// Classes, counted as the table counts them; absent if it has none.
  public var classes: Int?
  /// The sums.
  public var totals: Totals
  /// The lines.
  public var rows: [Row]
  /// The maps that heads stand on; only in a table by part, and there empty without heads.
  public var headMaps: [HeadMap]?
}

extension CostReport {
  /// The table for programs.
  public func json() -> CostJSON {
    let exact = graph.totalCost()
    let peak = graph.liveSet().peak
    let rows = graph.costEntries(by: grain).enumerated().map { index, entry in
      CostJSON.Row(
        index: index + 1, row: grain == .part ? nil : graph.rows[entry.row].number,
        name: entry.name, operator: entry.operatorText, kind: entry.kind,
        role: entry.role?.rawValue,
        part: entry.part.rawValue, input: ShapeJSON(entry.input), output: ShapeJSON(entry.output),
        kernel: entry.kernel, stride: entry.stride, parameters: entry.cost.parameters.total,
        macs: macs?.count(of: entry.nodes) ?? entry.cost.macs,
        flops: convention == nil ? entry.cost.flops : flops?.count(of: entry.nodes),
        activationBytes: entry.cost.activationBytes, weightBytes: entry.cost.weightBytes,
        bytesMoved: entry.cost.bytesMoved, arithmeticIntensity: entry.cost.arithmeticIntensity)
    }
    return CostJSON(
      name: graph.spec.name, input: ShapeJSON(graph.input),
      width: graph.scaling.width ?? graph.spec.nominalWidth,
      classes: graph.classes,
      totals: CostJSON.Totals(
        parameters: exact.parameters.total, macs: macs?.total ?? exact.macs,
        flops: convention == nil ? exact.flops : flops?.total,
        convention: convention?.name ?? Convention.standardName,
        peakActivationBytes: peak.bytes, weightBytes: exact.weightBytes,
        peakActivationAt: graph.rows[graph.nodes[peak.node].origin.row].name),
      rows: rows, headMaps: grain == .part ? headMaps() : nil)
  }
}
