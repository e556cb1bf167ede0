import CWebP
import Images

extension ImageDecoder {
  /// The picture of a WebP file, read by libwebp.
  static func decodeWebP(_ bytes: [UInt8]) throws(ImageDecodingError) -> PixelImage {
    var features = WebPBitstreamFeatures()
    let status = WebPGetFeatures(bytes, bytes.count, &features)
    guard status == VP8_STATUS_OK else { throw webPError(status) }
    guard features.has_animation == 0 else {
      throw .undecodable(.webp, message: "it is an animation")
    }
    let (width, height) = (Int(features.width), Int(features.height))
    let count = try 3 * pixelCount(width: width, height: height)
    // libwebp gives the colors of pixels with alpha as they are stored.
    var isDecoded = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      isDecoded =
        WebPDecodeRGBInto(bytes, bytes.count, target.baseAddress, count, CInt(3 * width)) != nil
      initialized = isDecoded ? count : 0
    }
    guard isDecoded else { throw .undecodable(.webp, message: "its pixels are damaged or cut off") }
    return try image(width: width, height: height, pixels: pixels)
  }

  private static func webPError(_ status: VP8StatusCode) -> ImageDecodingError {
    let message =
      switch status {
      case VP8_STATUS_NOT_ENOUGH_DATA: "it ends too early"
      case VP8_STATUS_UNSUPPORTED_FEATURE: "it uses a feature that libwebp does not know"
      case VP8_STATUS_OUT_OF_MEMORY: "there is not enough memory"
      default: "its header is damaged"
      }
    return .undecodable(.webp, message: message)
  }
}
