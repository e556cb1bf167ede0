import ArgumentParser

/// Whether pictures are turned as cameras say; wherever one is read.
struct OrientationOptions: ParsableArguments {
  @Flag(
    name: .customLong("ignore-orientation"),
    help: "Take the picture as it is stored, not as its EXIF orientation says.")
  var isIgnored = false
}
