import CTurboJPEG
import Images

extension ImageDecoder {
  /// The picture of a JPEG file, read by libjpeg-turbo's TurboJPEG interface.
  static func decodeJPEG(_ bytes: [UInt8]) throws(ImageDecodingError) -> PixelImage {
    let handle = tjInitDecompress()
    defer {
      tjDestroy(handle)
    }
    var (width, height, subsampling, colorspace) = (CInt(0), CInt(0), CInt(0), CInt(0))
    guard
      tjDecompressHeader3(
        handle, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorspace) == 0
    else {
      throw jpegError(of: handle)
    }
    let count = try pixelCount(width: Int(width), height: Int(height))
    let isCMYK =
      colorspace == CInt(TJCS_CMYK.rawValue) || colorspace == CInt(TJCS_YCCK.rawValue)
    // The accurate transform and smooth upsampling of color are what Pillow decodes with. A
    // warning stops the decoder, because a file that ends early is otherwise filled with gray.
    var decompressed: CInt = 0
    let valueCount = count * (isCMYK ? 4 : 3)
    let values = [UInt8](unsafeUninitializedCapacity: valueCount) { buffer, initialized in
      decompressed = tjDecompress2(
        handle, bytes, UInt(bytes.count), buffer.baseAddress, width, 0, height,
        CInt((isCMYK ? TJPF_CMYK : TJPF_RGB).rawValue),
        TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING)
      initialized = decompressed == 0 ? valueCount : 0
    }
    guard decompressed == 0 else {
      throw jpegError(of: handle)
    }
    return try image(
      width: Int(width), height: Int(height), pixels: isCMYK ? rgb(ofInvertedCMYK: values) : values)
  }

  /// libjpeg-turbo's message as an error.
  private static func jpegError(of handle: tjhandle?) -> ImageDecodingError {
    .undecodable(.jpeg, message: String(cString: tjGetErrorStr2(handle)))
  }

  /// RGB of CMYK stored inverted, as Adobe's programs do and Pillow takes for granted.
  ///
  /// An inverted value is the share of light that an ink lets through, so red is that of cyan times
  /// that of black; the products are rounded as Pillow rounds them.
  private static func rgb(ofInvertedCMYK values: [UInt8]) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(values.count / 4 * 3)
    for pixel in stride(from: 0, to: values.count, by: 4) {
      let black = Int(values[pixel + 3])
      for ink in pixel..<pixel + 3 {
        let absorbed = (255 - Int(values[ink])) * black
        pixels.append(UInt8(black - (absorbed * 2 + 255) / 510))
      }
    }
    return pixels
  }
}
