#if _pointerBitWidth(_32)
  /// A number of operations or bytes of a whole network: tens of billions, which 32 bits do not hold.
  public typealias WideCount = Int64
#else
  /// A number of operations or bytes of a whole network: tens of billions, which 32 bits do not hold.
  public typealias WideCount = Int
#endif

extension Int {
  /// No tensor has so many scalars, channels or places. Where addresses have 32 bits it is less, so that
  /// a handful of tensors can be there at once.
  package static let tensorLimit = bitWidth > 32 ? 1 << 40 : 1 << 26
}
