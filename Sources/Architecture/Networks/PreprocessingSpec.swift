/// How a picture becomes the network's input.
public struct PreprocessingSpec: Hashable, Sendable {
  /// How a picture of any proportions gets those of the input.
  public enum Fit: Hashable, Sendable {
    /// The center: the picture is resized until it just covers the input's sides divided by
    /// `fraction`.
    case crop(fraction: Double)
    /// Width and height are resized, each by itself.
    case stretch
    /// The same of the picture's middle, which is `fraction` of its width and of its height.
    case center(fraction: Double)
    /// The picture is resized until it just fits in; bars of one gray, 0 to 255, fill the rest.
    case letterbox(fill: Int)
  }

  /// How pixels between pixels are computed.
  public enum Filter: String, CaseIterable, Hashable, Sendable {
    /// Bilinear, widened where the picture shrinks, as Pillow has it.
    case antialiased
    /// Bicubic, widened where the picture shrinks, as Pillow has it.
    case antialiasedCubic = "antialiased-cubic"
    /// Bilinear between the four nearest pixels, as OpenCV and PyTorch have it.
    case linear
    /// Bicubic over the sixteen nearest pixels, as OpenCV has it.
    case cubic
    /// Bilinear between the top left corners of the four nearest pixels, as TensorFlow 1 has it; a
    /// picture, or its middle, that is stretched to the input's sides is not rounded to whole values then.
    case linearCorners = "linear-corners"
  }

  /// The order of a pixel's values.
  public enum ChannelOrder: String, CaseIterable, Hashable, Sendable {
    /// Red, green, blue.
    case rgb = "RGB"
    /// Blue, green, red, as OpenCV reads pictures and Caffe's networks were trained on.
    case bgr = "BGR"
  }

  /// How the picture gets the proportions of the input.
  public var fit: Fit
  /// How it is resized.
  public var filter: Filter
  /// The order of the input's channels.
  public var channels: ChannelOrder
  /// What white is before normalization: 1 or 255.
  public var range: Double
  /// Means of red, green, blue in 0...range, or of gray alone.
  public var mean: [Double]
  /// Standard deviations of the same channels.
  public var standardDeviation: [Double]

  /// The numbers of channels that a picture may have: gray, or red, green and blue.
  public static let channelCounts: Set = [1, 3]

  /// A preprocessing from its parts.
  public init(
    fit: Fit, filter: Filter = .antialiased, channels: ChannelOrder = .rgb, range: Double = 1,
    mean: [Double], standardDeviation: [Double]
  ) {
    self.fit = fit
    self.filter = filter
    self.channels = channels
    self.range = range
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}
