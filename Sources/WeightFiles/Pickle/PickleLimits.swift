/// The bounds on what one pickle may ask for; real checkpoints stay far below them.
enum PickleLimits {
  /// Instructions; a tensor takes about 40. As each adds at most one object, one element and one
  /// memo entry, this bounds them all.
  static let instructions = 1 << 18
  /// Values on the stack; Python's pickler stores dictionaries in batches of 1000 entries.
  static let stack = 1 << 14
  /// Marks, that is collections begun but not finished.
  static let marks = 64
  /// Bytes of a text.
  static let text = 1 << 12
  /// Bytes of a pickle that is compressed in the file.
  static let unfolded = 1 << 23
}
