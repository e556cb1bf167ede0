import Inference
import KernelInterface
import Testing

/// The sets that this machine runs, the reference among them.
let runnableSets = KernelTable.all.filter(\.isSupported).map(\.table.name)

/// Sets that this machine cannot run are named, so that nobody takes their tests for made.
@Suite("Kernel sets")
struct KernelSetTests {
  @Test(
    "AVX-512",
    .enabled(if: runnableSets.contains(.avx512), "this machine does not run AVX-512: not tested"))
  func avx512() throws { try check(.avx512) }

  @Test(
    "AVX2", .enabled(if: runnableSets.contains(.avx2), "this machine does not run AVX2: not tested")
  )
  func avx2() throws { try check(.avx2) }

  @Test("SSE2", .enabled(if: runnableSets.contains(.sse2), "this machine is no x86-64: not tested"))
  func sse2() throws { try check(.sse2) }

  @Test("NEON", .enabled(if: runnableSets.contains(.neon), "this machine is no arm64: not tested"))
  func neon() throws { try check(.neon) }

  @Test("the reference is always there, last, and some set is the best")
  func order() {
    #expect(runnableSets.last == .reference)
    #expect(KernelTable.best.name == runnableSets.first)
    #expect(Set(runnableSets).count == runnableSets.count)
  }

  /// A set has the name by which it is had, and cuts columns into panels that it can walk.
  private func check(_ name: KernelSetName) throws {
    let table = try KernelTable.named(name.rawValue)
    #expect(table.name == name)
    #expect([8, 16].contains(table.depthwiseLanes))
    for remaining in stride(from: 8, through: 2048, by: 8) {
      let width = table.panelWidth(remaining)
      #expect(width > 0 && width % 8 == 0 && width <= remaining, "\(remaining): \(width)")
    }
  }
}

/// The floating-point operations per round that a set's registers do at a time.
@Suite("Peak")
struct PeakTests {
  @Test("operations are counted round by round, and none is done twice", arguments: runnableSets)
  func peak(_ set: KernelSetName) throws {
    let table = try KernelTable.named(set.rawValue)
    let one = table.peak(1)
    #expect(one > 0 && one % 2 == 0)
    for rounds in [2, 10, 1000, 100_000] { #expect(table.peak(rounds) == rounds * one) }
    #expect(table.peak(0) == 0)
  }
}
