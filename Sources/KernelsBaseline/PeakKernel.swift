#if AVX512
  private typealias Register = SIMD16<Float>
  private typealias Sums = InlineArray<14, Register>
  private let chains = 14
#elseif AVX2 || arch(arm64)
  private typealias Register = SIMD8<Float>
  private typealias Sums = InlineArray<12, Register>
  private let chains = 12
#else
  private typealias Register = SIMD8<Float>
  private typealias Sums = InlineArray<6, Register>
  private let chains = 6
#endif

/// See `KernelTable.peak`.
@inline(never)
func peak(_ rounds: Int) -> Int {
  var sums = Sums(repeating: .zero)
  // Neither the factor nor the start is known to the compiler, so it must do the work.
  let factor = Register(repeating: rounds > 0 ? 0.999 : 0)
  let shift = Register(repeating: Float(rounds))
  for index in 0..<chains { sums[index] = Register(repeating: Float(rounds &+ index)) }
  for _ in 0..<rounds {
    for index in 0..<chains { sums[index] = Register.multiplyAdd(sums[index], factor, shift) }
  }
  var total = sums[0]
  for index in 1..<chains { total += sums[index] }
  var isFinite = true
  for lane in 0..<Register.scalarCount where !total[lane].isFinite { isFinite = false }
  return isFinite ? rounds &* chains &* Register.scalarCount &* 2 : 0
}
