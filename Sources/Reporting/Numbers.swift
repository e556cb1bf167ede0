#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers as reports print them; never dependent on the machine's locale.
public enum Numbers {
  /// A whole number with separators: `568,740,352`.
  public static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A number with a fixed count of decimals; `nan`, `inf` or `-inf` if it is not finite.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : "\(value)" }
    // The largest number has 309 digits before the point, the smallest 1074 behind it. The C
    // library rounds exactly, and the program keeps its standard locale.
    let decimals = min(max(decimals, 0), 1074)
    return String(unsafeUninitializedCapacity: 320 + decimals) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        withVaList([CInt(decimals), value]) {
          Int(vsnprintf(text.baseAddress, text.count, "%.*f", $0))
        }
      }
    }
  }

  /// A number by its two leading digits and its power of ten: `1.2e-06`.
  public static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : "\(value)" }
    return String(unsafeUninitializedCapacity: 16) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { text in
        withVaList([value]) { Int(vsnprintf(text.baseAddress, text.count, "%.1e", $0)) }
      }
    }
  }

  /// A part of a whole in percent; a dash where there is none.
  public static func percent(_ part: Int, of whole: Int) -> String {
    part == 0 || whole == 0 ? "-" : fixed(100 * Double(part) / Double(whole), 1)
  }

  /// Bytes in MiB with two decimals.
  public static func mebibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1_048_576, 2) }

  /// Bytes in KiB with one decimal.
  public static func kibibytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1024, 1) }
}
