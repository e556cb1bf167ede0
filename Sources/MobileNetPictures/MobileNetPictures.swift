// Pictures from the bytes of PNG and JPEG files, under one name.
@_exported import Architecture
@_exported import ImageDecoding
@_exported import Images
