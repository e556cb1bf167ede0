import Inference
import KernelInterface
import Testing

@Suite("Choosing kernels")
struct KernelChoiceTests {
  @Test("sets are had by name", arguments: runnableSets)
  func named(set: KernelSetName) throws {
    #expect(try KernelTable.named(set.rawValue).name == set)
  }

  @Test(
    "an unknown name is refused, and the known ones are listed", arguments: ["", "AVX2", "best"])
  func unknown(name: String) throws {
    let error = KernelChoiceError.unknown(name)
    #expect(throws: error) { try KernelTable.named(name) }
    #expect(
      error.description == "unknown kernels '\(name)'; known: reference, sse2, avx2, avx512, neon")
  }

  @Test("sets of another architecture, or that the machine cannot run, are refused by name")
  func refused() throws {
    for set in KernelSetName.allCases where !runnableSets.contains(set) {
      let isHeld = KernelTable.all.contains { $0.table.name == set }
      let error: KernelChoiceError = isHeld ? .unsupported(set) : .absent(set)
      #expect(throws: error) { try KernelTable.named(set.rawValue) }
    }
    #expect(
      KernelChoiceError.absent(.neon).description
        == "this program was not built with the kernels 'neon': they are for another architecture")
    #expect(
      KernelChoiceError.unsupported(.avx512).description
        == "this machine's processor does not support the kernels 'avx512'")
  }
}
