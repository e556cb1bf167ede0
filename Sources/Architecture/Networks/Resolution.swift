/// The height and width of a network's picture in pixels; most networks see squares.
public struct Resolution: Hashable, Sendable, LosslessStringConvertible,
  ExpressibleByIntegerLiteral
{
  /// Rows of pixels.
  public var height: Int
  /// Pixels of a row.
  public var width: Int

  /// A resolution from its sides.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// A square.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// A square.
  public init(integerLiteral side: Int) { self.init(side) }

  /// A resolution from its text: `192x640`, height first, or `224` for a square. Nothing if the text
  /// is neither.
  public init?(_ text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count <= 2, let height = sides[0], let width = sides[sides.count - 1] else {
      return nil
    }
    self.init(height: height, width: width)
  }

  /// Whether height and width are the same.
  public var isSquare: Bool { height == width }

  /// The shorter side.
  public var shorter: Int { min(height, width) }

  /// The longer side.
  public var longer: Int { max(height, width) }

  /// `192x640`; a square by its side alone, `224`.
  public var description: String { isSquare ? "\(height)" : "\(height)x\(width)" }

  /// Each side times a multiplier, in whole pixels; nothing if they are too many to count.
  public func scaled(by multiplier: Double) -> Resolution? {
    func side(_ own: Int) -> Int? { Int(exactly: (Double(own) * multiplier).rounded()) }
    guard let height = side(height), let width = side(width) else { return nil }
    return Resolution(height: height, width: width)
  }

  /// Whether neither side is shorter than another's.
  public func covers(_ other: Resolution) -> Bool {
    height >= other.height && width >= other.width
  }
}

extension Shape {
  /// Height and width.
  public var resolution: Resolution { Resolution(height: height, width: width) }

  /// A shape from its height and width and its channels.
  public init(_ resolution: Resolution, channels: Int) {
    self.init(height: resolution.height, width: resolution.width, channels: channels)
  }
}
