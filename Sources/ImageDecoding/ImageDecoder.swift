import Images

/// Reads the bytes of PNG, JPEG and WebP files into pixels.
///
/// The pixels are those of Pillow's `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`: a picture
/// is turned as its EXIF orientation says, gray is repeated in the three channels, alpha is dropped
/// rather than blended, and color profiles and gamma are left aside. The differences, all in rare files:
/// - 16-bit gray keeps its high bytes, where Pillow turns all above 255 white.
/// - 16-bit values with alpha are rounded to 8 bits, at most one step from Pillow's high bytes, and
///   refused if interlaced.
/// - A PNG that ends within its pixel data, and a JPEG that libjpeg-turbo warns about, are refused.
/// - An animated WebP is refused.
public enum ImageDecoder {
  /// The picture in the bytes of a whole file, whose format is told by its signature; upright by the
  /// orientation that a camera wrote, unless that is to be ignored.
  ///
  /// Throws ``ImageDecodingError`` for no bytes, for other formats, for damaged or unfinished
  /// files, and before any memory is taken for more than `PixelImage.maximumPixelCount` pixels.
  public static func decode(
    _ bytes: [UInt8], ignoringOrientation: Bool = false
  ) throws(ImageDecodingError) -> PixelImage {
    guard !bytes.isEmpty else {
      throw .empty
    }
    let content = FileContent(of: bytes)
    let stored = try decode(bytes, content)
    return ignoringOrientation
      ? stored : stored.upright(from: ExifData.orientation(in: bytes, content))
  }

  /// The picture as it is stored.
  private static func decode(
    _ bytes: [UInt8], _ content: FileContent
  ) throws(ImageDecodingError) -> PixelImage {
    switch content {
    case .png:
      return try decodePNG(bytes)
    case .jpeg:
      return try decodeJPEG(bytes)
    case .webp:
      return try decodeWebP(bytes)
    case .gif, .bmp, .tiff, .heic, .avif, .text, .unknown:
      throw .unsupported(content)
    }
  }

  /// The number of pixels of a picture about to be decoded, or the error that refuses it.
  static func pixelCount(width: Int, height: Int) throws(ImageDecodingError) -> Int {
    do {
      return try PixelImage.pixelCount(width: width, height: height)
    } catch {
      throw .size(error)
    }
  }

  /// The picture of decoded pixels (H×W×3).
  static func image(width: Int, height: Int, pixels: [UInt8]) throws(ImageDecodingError)
    -> PixelImage
  {
    do {
      return try PixelImage(width: width, height: height, pixels: pixels)
    } catch {
      throw .size(error)
    }
  }
}
