import CSIMD
import KernelInterface
import KernelsBaseline

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

extension KernelTable {
  /// All sets that this program holds, the best first, and whether this machine runs them.
  public static let all: [(table: KernelTable, isSupported: Bool)] = {
    #if arch(x86_64)
      [
        (KernelsAVX512.kernelTable, csimd_supports_avx512()),
        (KernelsAVX2.kernelTable, csimd_supports_avx2()),
        (KernelsBaseline.kernelTable, true),
        (.reference, true),
      ]
    #else
      [(KernelsBaseline.kernelTable, true), (.reference, true)]
    #endif
  }()

  /// The best set that this machine runs.
  public static let best = all.first { $0.isSupported }?.table ?? .reference

  /// A set by name. Throws if there is none or this machine does not run it.
  public static func named(_ name: String) throws(KernelChoiceError) -> KernelTable {
    guard let wanted = KernelSetName(rawValue: name) else { throw .unknown(name) }
    guard let found = all.first(where: { $0.table.name == wanted }) else {
      throw .absent(wanted)
    }
    guard found.isSupported else { throw .unsupported(wanted) }
    return found.table
  }
}

/// Why a kernel set cannot be had.
public enum KernelChoiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No set has this name.
  case unknown(String)
  /// The set belongs to another architecture.
  case absent(KernelSetName)
  /// The processor lacks the instructions.
  case unsupported(KernelSetName)

  /// One sentence.
  public var description: String {
    switch self {
    case .unknown(let name):
      "unknown kernels '\(name)'; known: \(KernelSetName.allCases.map { $0.rawValue }.joined(separator: ", "))"
    case .absent(let name):
      "this program was not built with the kernels '\(name.rawValue)': they are for another architecture"
    case .unsupported(let name):
      "this machine's processor does not support the kernels '\(name.rawValue)'"
    }
  }
}
