import CPNG
import Images

extension ImageDecoder {
  /// The picture of a PNG file, read by libpng's simplified interface.
  static func decodePNG(_ bytes: [UInt8]) throws(ImageDecodingError) -> PixelImage {
    // libpng keeps the structure's address between the calls, so the structure must not move.
    let reader = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
    reader.initialize(to: png_image())
    reader.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
    defer {
      png_image_free(reader)
      reader.deallocate()
    }
    return try PNGChunks.critical(of: bytes).withUnsafeBufferPointer {
      stream throws(ImageDecodingError) in
      let began = png_image_begin_read_from_memory(reader, stream.baseAddress, stream.count)
      guard began != 0 else {
        throw reader.pointee.decodingError
      }
      let (width, height) = (Int(reader.pointee.width), Int(reader.pointee.height))
      let count = try pixelCount(width: width, height: height)
      let format = reader.pointee.format
      let pixels: [UInt8]
      if format & PNG_FORMAT_FLAG_ALPHA != 0 {
        // libpng's simplified interface mixes up the pixels of such a file when it reduces them to
        // 8 bits (its issue 853), and before 1.6.51 wrote past the end of the buffer.
        guard format & PNG_FORMAT_FLAG_LINEAR == 0 || !PNGChunks.isInterlaced(stream) else {
          throw .undecodable(.png, message: "interlaced 16-bit pixels with alpha are not supported")
        }
        pixels = try rgbDroppingAlpha(of: reader, count: count)
      } else if format & PNG_FORMAT_FLAG_LINEAR != 0 {
        pixels = try rgbHighBytes(of: reader, count: count)
      } else {
        pixels = try values(
          of: reader, format: PNG_FORMAT_FLAG_COLOR, count: count * 3, type: UInt8.self)
      }
      return try image(width: width, height: height, pixels: pixels)
    }
  }

  /// The colors of pixels with alpha. Asking libpng for no alpha would blend them with black.
  private static func rgbDroppingAlpha(
    of reader: UnsafeMutablePointer<png_image>, count: Int
  ) throws(ImageDecodingError) -> [UInt8] {
    // 16-bit values without a stated gamma would be taken for linear light and converted.
    reader.pointee.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
    var pixels = try values(
      of: reader, format: PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA, count: count * 4,
      type: UInt8.self)
    for pixel in 0..<count {
      pixels[3 * pixel] = pixels[4 * pixel]
      pixels[3 * pixel + 1] = pixels[4 * pixel + 1]
      pixels[3 * pixel + 2] = pixels[4 * pixel + 2]
    }
    pixels.removeLast(count)
    return pixels
  }

  /// The high bytes of 16-bit pixels.
  ///
  /// They are read as linear light, which libpng takes 16-bit values without a stated gamma to be,
  /// and which it therefore leaves unchanged.
  private static func rgbHighBytes(
    of reader: UnsafeMutablePointer<png_image>, count: Int
  ) throws(ImageDecodingError) -> [UInt8] {
    try values(
      of: reader, format: PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_LINEAR, count: count * 3,
      type: UInt16.self
    ).map { UInt8($0 >> 8) }
  }

  /// All values of the picture, in the format asked for.
  private static func values<Value: BinaryInteger>(
    of reader: UnsafeMutablePointer<png_image>, format: png_uint_32, count: Int, type: Value.Type
  ) throws(ImageDecodingError) -> [Value] {
    reader.pointee.format = format
    var finished: Int32 = 0
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      finished = png_image_finish_read(reader, nil, buffer.baseAddress, 0, nil)
      initialized = finished == 0 ? 0 : count
    }
    guard finished != 0 else {
      throw reader.pointee.decodingError
    }
    return values
  }
}

extension png_image {
  /// libpng's message, which ends with a zero byte, as an error.
  fileprivate var decodingError: ImageDecodingError {
    let text = withUnsafeBytes(of: message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return .undecodable(.png, message: text)
  }
}
