import Foundation
import Testing

@testable import WeightFiles

/// A file that is read by ranges.
private struct FileSource: ByteSource {
  let url: URL
  let count: Int

  init(_ url: URL) throws {
    self.url = url
    count = try Int(FileHandle(forReadingFrom: url).seekToEnd())
  }

  func bytes(in range: Range<Int>) throws(CheckpointError) -> [UInt8] {
    do {
      let handle = try FileHandle(forReadingFrom: url)
      try handle.seek(toOffset: UInt64(range.lowerBound))
      return [UInt8](try handle.read(upToCount: range.count) ?? Data())
    } catch {
      throw .source("\(error)")
    }
  }
}

private let folder = ProcessInfo.processInfo.environment["MOBILENET_DATA_DIR"]

/// torchvision's weights of MobileNetV2 with width 1.0, `mobilenet_v2-b0353104.pth`.
///
/// The expected values come from an independent reader in Python.
@Suite(
  "torchvision's MobileNetV2 is read",
  .enabled(
    if: folder != nil,
    "MOBILENET_DATA_DIR does not name a folder with mobilenet_v2-b0353104.pth"))
struct MobileNetV2FileTests {
  private let checkpoint: Checkpoint

  init() throws {
    let url = URL(filePath: folder ?? "").appending(path: "mobilenet_v2-b0353104.pth")
    checkpoint = try Checkpoint(reading: FileSource(url))
  }

  @Test("it has 262 float tensors and 52 counts of batches, in order")
  func tensors() {
    #expect(checkpoint.names.count == 314)
    #expect(checkpoint.tensors.count == 314)
    #expect(checkpoint.names.filter { $0.hasSuffix("num_batches_tracked") }.count == 52)
    #expect(
      Array(checkpoint.names.prefix(6)) == [
        "features.0.0.weight", "features.0.1.weight", "features.0.1.bias",
        "features.0.1.running_mean", "features.0.1.running_var",
        "features.0.1.num_batches_tracked",
      ])
    #expect(checkpoint.names.last == "classifier.1.bias")
  }

  @Test("it has 3,504,872 trainable parameters and 34,112 running statistics")
  func parameters() throws {
    var trainable = 0
    var running = 0
    for (name, tensor) in checkpoint.tensors {
      #expect(tensor.shape.reduce(1, *) == tensor.count)
      switch tensor.element {
      case .float32 where name.contains("running_"): running += tensor.count
      case .float32: trainable += tensor.count
      case let element:
        #expect(element == .int64)
        #expect(try checkpoint.values(of: tensor) == [1_431_430])
      }
    }
    #expect(trainable == 3_504_872)
    #expect(running == 34_112)
  }

  @Test(
    "the first, middle and last elements are right",
    arguments: [
      (
        "features.0.0.weight", [32, 3, 3, 3],
        [0.013185339979827404, -0.00024044224119279534, 0.10798239707946777]
      ),
      (
        "features.0.1.running_var", [32],
        [0.07017417252063751, 0.007563414517790079, 0.8133062124252319]
      ),
      (
        "features.9.conv.1.0.weight", [384, 1, 3, 3],
        [0.0003104120260104537, -0.024344056844711304, 0.010756168514490128]
      ),
      (
        "classifier.1.weight", [1000, 1280],
        [-0.031177138909697533, 0.09291184693574905, -0.02534809149801731]
      ),
      (
        "classifier.1.bias", [1000],
        [0.04718802496790886, -0.039354853332042694, -0.003248195629566908]
      ),
    ] as [(String, [Int], [Float])])
  func elements(name: String, shape: [Int], expected: [Float]) throws {
    let tensor = try #require(checkpoint.tensors[name])
    #expect(tensor.shape == shape)
    #expect(tensor.element == .float32)
    let values = try checkpoint.values(of: tensor)
    #expect([values[0], values[values.count / 2], values[values.count - 1]] == expected)
  }

  @Test("the sum of all floating-point numbers is 7344.640338")
  func sum() throws {
    var sum = 0.0
    for tensor in checkpoint.tensors.values where tensor.element.isFloatingPoint {
      let values = try checkpoint.values(of: tensor)
      values.withUnsafeBufferPointer { for value in $0 { sum += Double(value) } }
    }
    #expect(abs(sum - 7344.640338408416) < 1e-6)
  }
}
