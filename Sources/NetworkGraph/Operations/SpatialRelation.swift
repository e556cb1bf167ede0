import Architecture

/// How the places of an operation's result lie on those of what it takes.
package enum SpatialRelation: Hashable, Sendable {
  /// On nothing: the picture itself.
  case picture
  /// Each on the same place of every input; on the only place of a 1x1 input.
  case placewise
  /// Each on the same place, by the mean and the variance of the whole map.
  case standardized
  /// Each on a window.
  case window(PerAxis<Window>)
  /// Each of the first input on a window of them.
  case transposed(TransposedConvolution)
  /// Between the places of the first input: `factor` times as many, or as many as the second
  /// input has, which gives nothing but its size.
  case resized(ResizeRow.Mode, factor: Int?)
  /// Between the places of the input, of which a fixed number is made.
  case resizedTo(ResizeRow.Mode)
  /// Each on the whole map.
  case wholeMap
  /// They are entries of a list, no longer told apart by where they come from.
  case list
}

extension Operation {
  /// The window that moves over the first input; nothing for what has none.
  package var window: PerAxis<Window>? {
    if case .window(let window) = relation { window } else { nil }
  }

  /// The sides of the window with which the operation's weights meet the map.
  package var kernel: PerAxis<Int>? {
    if case .transposedConvolution(let convolution) = self { return convolution.kernel }
    return window?.map { $0.kernel }
  }

  /// The steps of the operation's window; 1 if it has none.
  public var stride: PerAxis<Int> { window?.map { $0.stride } ?? 1 }

  /// Whether the result is a list of answers and not a map.
  package var isList: Bool { relation == .list }

  /// Whether an input gives nothing but its size.
  package func takesOnlySize(ofInput position: Int) -> Bool {
    if case .resized(_, factor: nil) = relation { position == 1 } else { false }
  }
}
