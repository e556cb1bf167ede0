/// A fixed run of bytes that can be read piecewise and in any order, such as a file or an array.
public protocol ByteSource: Sendable {
  /// Why bytes cannot be read.
  associatedtype ReadingError: Error, CustomStringConvertible

  /// The number of bytes, which must not change while a checkpoint is in use.
  var count: Int { get }

  /// Reads the bytes at the offsets `range`.
  ///
  /// - Returns: exactly `range.count` bytes.
  /// - Throws: the source's own error when they cannot be read.
  func bytes(in range: Range<Int>) throws(ReadingError) -> [UInt8]
}

/// A byte source that holds all its bytes in memory.
public struct MemoryByteSource: ByteSource, Equatable {
  private let content: [UInt8]

  /// A source of the bytes `content`.
  public init(_ content: [UInt8]) {
    self.content = content
  }

  /// The number of bytes.
  public var count: Int { content.count }

  /// Reads the bytes at the offsets `range`.
  ///
  /// - Throws: ``ByteRangeError`` when the range is not within the content.
  public func bytes(in range: Range<Int>) throws(ByteRangeError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= content.count else {
      throw ByteRangeError(range: range, count: content.count)
    }
    return Array(content[range])
  }
}

/// A request for bytes that a source does not have.
public struct ByteRangeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The offsets asked for.
  public let range: Range<Int>
  /// The number of bytes there are.
  public let count: Int

  /// The error of asking a source of `count` bytes for the offsets `range`.
  public init(range: Range<Int>, count: Int) {
    self.range = range
    self.count = count
  }

  /// One sentence with the range and the size.
  public var description: String {
    "bytes \(range.lowerBound) to \(range.upperBound) were requested, but only \(count) are available"
  }
}
