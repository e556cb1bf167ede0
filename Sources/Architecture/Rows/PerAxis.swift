/// An axis of a map.
public enum Axis: CaseIterable, Hashable, Sendable {
  /// From row to row: heights.
  case vertical
  /// From column to column: widths.
  case horizontal
}

/// A value for each axis of a map, such as the sides of a window or its steps.
public struct PerAxis<Value> {
  /// Along the vertical axis.
  public var height: Value
  /// Along the horizontal axis.
  public var width: Value

  /// A value for each axis.
  public init(height: Value, width: Value) {
    self.height = height
    self.width = width
  }

  /// The same for both axes.
  public init(_ both: Value) { self.init(height: both, width: both) }

  /// The value along an axis.
  public subscript(axis: Axis) -> Value {
    switch axis {
    case .vertical: height
    case .horizontal: width
    }
  }

  /// Another value of each.
  package func map<Other>(_ transform: (Value) -> Other) -> PerAxis<Other> {
    PerAxis<Other>(height: transform(height), width: transform(width))
  }
}

extension PerAxis: Equatable where Value: Equatable {
  /// Whether both are the same.
  public var isSquare: Bool { height == width }
}

extension PerAxis: Hashable where Value: Hashable {}
extension PerAxis: Sendable where Value: Sendable {}

extension PerAxis: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
  /// The same number for both axes.
  public init(integerLiteral value: Value.IntegerLiteralType) {
    self.init(Value(integerLiteral: value))
  }
}

extension PerAxis: CustomStringConvertible where Value: CustomStringConvertible {
  /// Height and width: `3x3`, `1x3`.
  public var description: String { text(separator: "x") }

  /// Height and width with a sign between them.
  package func text(separator: String) -> String {
    height.description + separator + width.description
  }
}

extension PerAxis where Value: CustomStringConvertible & Equatable {
  /// One number if both are the same, as tables print strides: `2`, `2x1`.
  package var brief: String { isSquare ? height.description : description }
}

extension PerAxis<Int> {
  /// Places of a window of these sides.
  public var area: Int { height * width }
  /// The larger one.
  package var largest: Int { max(height, width) }
}

extension PerAxis<Quantity> {
  /// The numbers under the given variables; nothing if a variable is unknown.
  package func value(in environment: [String: Int]) -> PerAxis<Int>? {
    guard let height = height.value(in: environment), let width = width.value(in: environment)
    else { return nil }
    return PerAxis<Int>(height: height, width: width)
  }
}

extension Shape {
  /// The places along an axis.
  package subscript(axis: Axis) -> Int {
    switch axis {
    case .vertical: height
    case .horizontal: width
    }
  }
}
