import Architecture

/// The instruction sets that kernels are built for, and the reference.
public enum KernelSetName: String, CaseIterable, Hashable, Sendable {
  /// Plain loops without vectors: what every other set is compared with.
  case reference
  /// What every x86-64 processor has.
  case sse2
  /// AVX2 with fused multiply-add: x86-64-v3.
  case avx2
  /// AVX-512 F, BW, CD, DQ and VL: x86-64-v4.
  case avx512
  /// What every arm64 processor has.
  case neon
}

/// The kernels that a plan runs with, one for every kind of work. The reference fills every slot; a
/// set for vectors replaces them.
///
/// All maps are HWC. Places are `stride` scalars apart, at least the channels rounded up to 8, and
/// the scalars between may hold anything and be written. Pointers need no alignment. A kernel reads
/// and writes what its task names, nothing else, and may be called on several threads for different
/// parts of one output: an output scalar has the same bits however the work is split.
///
/// A class, because it is handed on with every row of a map and as a structure would copy all its
/// functions each time.
public final class KernelTable: Sendable {
  /// The instruction set.
  public let name: KernelSetName
  /// Channels of a block of depthwise weights: 8 or 16; see `PackedDepthwise`.
  package let depthwiseLanes: Int
  /// The width of the next panel of weights when so many columns remain; see `PackedMatrix`.
  package let panelWidth: @Sendable (_ remaining: Int) -> Int
  /// Places that a tile of the matrix kernel computes at once: parts of its work should be multiples.
  package let tilePlaces: Int
  /// Pointwise convolution, dense convolution, fully connected layer.
  package let multiplyMatrix: @Sendable (MatrixTask) -> Void
  /// The same in bfloat16, with floats as sums: weights are pairs (`PackedMatrix`); the inputs are one segment of an
  /// even length, and are what `roundInputs` made of them.
  package let multiplyPairs: @Sendable (MatrixTask) -> Void
  /// Rounds `count` scalars to bfloat16 as `multiplyPairs` reads them, in the room of a float each.
  package let roundInputs: @Sendable (Constants, _ output: Values, _ count: Int) -> Void
  /// One row of a depthwise convolution.
  package let convolveDepthwise: @Sendable (DepthwiseTask) -> Void
  /// Activates `count` scalars, a multiple of 8, in place.
  package let activate: @Sendable (_ values: Values, _ count: Int, Activation) -> Void
  /// Multiplies each place of a map by a gate of one scalar a channel.
  package let scaleChannels:
    @Sendable (
      _ map: Constants, _ places: Int, _ stride: Int, _ channels: Int, _ gate: Constants,
      _ output: Values
    ) -> Void
  /// output[k, n] = matrix[k, n] factors[k], for rows of `width` scalars.
  package let scaleRows:
    @Sendable (
      _ matrix: Constants, _ rows: Int, _ width: Int, _ factors: Constants, _ output: Values
    ) -> Void
  /// The mean over all places for a range of channels; both ends are multiples of 8.
  package let meanOfPlaces:
    @Sendable (
      _ map: Constants, _ places: Int, _ stride: Int, _ channels: Range<Int>, _ output: Values
    ) -> Void
  /// Mean or maximum over one window.
  package let poolWindow: @Sendable (PoolTask) -> Void
  /// The sum of `count` scalars; the output may be one of the inputs.
  package let add: @Sendable (Constants, Constants, _ output: Values, _ count: Int) -> Void
  /// The product of `count` scalars; the output may be one of the inputs.
  package let multiply: @Sendable (Constants, Constants, _ output: Values, _ count: Int) -> Void
  /// One row of a bilinear resize.
  package let mix: @Sendable (MixTask) -> Void
  /// Multiplies and adds in registers only, in `rounds` rounds of independent vectors: returns the
  /// floating-point operations done, two for each multiply-add of a lane.
  package let peak: @Sendable (_ rounds: Int) -> Int
  /// The kernels for integers.
  package let integers: IntegerKernels

  /// Scalars that a kernel reads.
  package typealias Constants = UnsafePointer<Float>
  /// Scalars that a kernel writes.
  package typealias Values = UnsafeMutablePointer<Float>

  /// A table from its kernels.
  package init(
    name: KernelSetName, depthwiseLanes: Int, panelWidth: @escaping @Sendable (Int) -> Int,
    tilePlaces: Int, multiplyMatrix: @escaping @Sendable (MatrixTask) -> Void,
    multiplyPairs: @escaping @Sendable (MatrixTask) -> Void,
    roundInputs: @escaping @Sendable (Constants, Values, Int) -> Void,
    convolveDepthwise: @escaping @Sendable (DepthwiseTask) -> Void,
    activate: @escaping @Sendable (Values, Int, Activation) -> Void,
    scaleChannels: @escaping @Sendable (Constants, Int, Int, Int, Constants, Values) -> Void,
    scaleRows: @escaping @Sendable (Constants, Int, Int, Constants, Values) -> Void,
    meanOfPlaces: @escaping @Sendable (Constants, Int, Int, Range<Int>, Values) -> Void,
    poolWindow: @escaping @Sendable (PoolTask) -> Void,
    add: @escaping @Sendable (Constants, Constants, Values, Int) -> Void,
    multiply: @escaping @Sendable (Constants, Constants, Values, Int) -> Void,
    mix: @escaping @Sendable (MixTask) -> Void, peak: @escaping @Sendable (Int) -> Int,
    integers: IntegerKernels
  ) {
    self.name = name
    self.depthwiseLanes = depthwiseLanes
    self.panelWidth = panelWidth
    self.tilePlaces = tilePlaces
    self.multiplyMatrix = multiplyMatrix
    self.multiplyPairs = multiplyPairs
    self.roundInputs = roundInputs
    self.convolveDepthwise = convolveDepthwise
    self.activate = activate
    self.scaleChannels = scaleChannels
    self.scaleRows = scaleRows
    self.meanOfPlaces = meanOfPlaces
    self.poolWindow = poolWindow
    self.add = add
    self.multiply = multiply
    self.mix = mix
    self.peak = peak
    self.integers = integers
  }
}
