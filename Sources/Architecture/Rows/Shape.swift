/// The size of one feature map or image: height x width x channels (HxWxC), one image, no batch.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// Rows of the map.
  public var height: Int
  /// Columns of the map.
  public var width: Int
  /// Channels of the map.
  public var channels: Int

  /// A shape from its three extents.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Scalars in a tensor of this shape.
  public var count: Int { height * width * channels }

  /// Places of the map: height times width.
  public var places: Int { height * width }

  /// Whether every channel is one number, as after global pooling.
  public var isVector: Bool { height == 1 && width == 1 }

  /// The paper's notation, `112x112x32`.
  public var description: String { "\(height)x\(width)x\(channels)" }
}
