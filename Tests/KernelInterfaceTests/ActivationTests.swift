import Architecture
import Inference
import KernelInterface
import Kernels
import Testing

@Suite("Activation kernel")
struct ActivationTests {
  /// Numbers over the whole range, many around the kinks, and all that are special.
  private static let values: [Float] = {
    var values: [Float] = [.nan, -.nan, .infinity, -.infinity, 0, -0.0]
    for magnitude: Float in [
      .leastNonzeroMagnitude, .leastNormalMagnitude, 0.1, 0.5, 1, 2.5, 3, 6, 80, 87.3, 88, 88.3,
      88.4, 88.7, 88.8, 89, 100, 104, 1000, 3e9,
    ] {
      for value in [magnitude, magnitude.nextUp, magnitude.nextDown] { values += [value, -value] }
    }
    values += stride(from: -20, through: 20, by: 1.0 / 32)
    // Every 2^19th bit pattern. Beyond a sixth of the largest number x ReLU6(x + 3) has no room.
    values += stride(from: 0, to: UInt32.max - 1 << 19, by: 1 << 19).map(Float.init(bitPattern:))
      .filter { abs($0) < .greatestFiniteMagnitude / 8 }
    while values.count % 8 != 0 { values.append(1) }
    return values
  }()

  private func run(_ table: KernelTable, _ values: [Float], _ activation: Activation) -> Output {
    var output = Output(values)
    output.write { table.activate($0, values.count, activation) }
    return output
  }

  @Test(
    "is its formula over the whole range", arguments: runnableSets, Activation.allCases)
  func formula(set: KernelSetName, activation: Activation) throws {
    let table = try KernelTable.named(set.rawValue)
    let output = run(table, Self.values, activation)
    for (value, got) in zip(Self.values, output[0..<Self.values.count]) {
      let expected = Float(activation.value(Double(value)))
      let isRight =
        switch activation {
        // Nothing is rounded but a product, and zeros keep their signs.
        case .relu, .relu6, .leakyRelu:
          isClose(got, expected, absolute: 0, relative: 2e-7)
            && (expected != 0 || got.sign == expected.sign)
        case .sigmoid, .swish, .hardSigmoid, .hardSigmoidFifth, .hardSwish, .gelu:
          isClose(got, expected, absolute: 5e-7, relative: 5e-7)
        }
      if !isRight { Issue.record("of \(value) is \(got), not \(expected)") }
    }
  }

  @Test(
    "gives the same bits wherever a scalar stands, and touches no others", arguments: runnableSets,
    Activation.allCases)
  func places(set: KernelSetName, activation: Activation) throws {
    let table = try KernelTable.named(set.rawValue)
    let values = numbers("values", 64).map { 8 * $0 }
    let whole = run(table, values, activation)
    for count in stride(from: 0, through: 64, by: 8) {
      for start in stride(from: 0, through: 64 - count, by: 8) {
        var part = Output(values)
        part.write { table.activate($0 + start, count, activation) }
        var expected = Output(values)
        expected.copy(whole, start..<start + count)
        #expect(part.hasBits(of: expected), "\(start)..<\(start + count)")
      }
    }
  }
}
