import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Bytes are scalars times their size, and nothing else depends on the precision.
@Suite struct PrecisionTests {
  @Test("All bytes are counted in the precision", arguments: Precision.allCases)
  func bytes(precision: Precision) throws {
    for name in ["mobilenet-v2", "mobilenet-v3-small", "ssdlite-mobilenet-v3-large"] {
      let single = try Graph(named: name)
      var graph = single
      graph.precision = precision
      let factor = 4 / precision.scalarBytes
      for (own, other) in zip(graph.layers(), single.layers()) {
        #expect(own.cost.macs == other.cost.macs)
        #expect(own.cost.parameters == other.cost.parameters)
        #expect(factor * own.cost.weightBytes == other.cost.weightBytes)
        #expect(WideCount(factor) * own.cost.activationBytes == other.cost.activationBytes)
        #expect(WideCount(factor) * own.cost.bytesMoved == other.cost.bytesMoved)
      }
      #expect(WideCount(factor) * graph.liveSet().peak.bytes == single.liveSet().peak.bytes)
      #expect(WideCount(factor) * graph.peakActivationBytes() == single.peakActivationBytes())
      let total = graph.totalCost()
      #expect(total.weightBytes == total.parameters.total * precision.scalarBytes)
    }
  }

  @Test("A sweep at another resolution keeps the precision")
  func sweep() throws {
    let spec = try TableLibrary.repository().architecture(named: "mobilenet-v2")
    let resolutions = [Resolution(height: 160, width: 160), Resolution(height: 192, width: 96)]
    let single = try spec.sweep(widths: [0.5, 1], resolutions: resolutions)
    let integers = try spec.sweep(widths: [0.5, 1], resolutions: resolutions, precision: .integers)
    #expect(single.map { $0.peakActivationBytes } == integers.map { 4 * $0.peakActivationBytes })
    #expect(single.map { $0.macs } == integers.map { $0.macs })
  }

  @Test("A device has the peaks that its table names, and no other")
  func devices() throws {
    let library = try TableLibrary.repository()
    let device = try library.device(named: "a100")
    #expect(device.computing(in: .single) == device)
    #expect(device.computing(in: .brain)?.gigaflops == 312_000)
    #expect(device.computing(in: .integers)?.gigaflops == 624_000)
    #expect(try library.device(named: "v100").computing(in: .integers) == nil)
    for name in library.deviceNames {
      let device = try library.device(named: name)
      for precision in Precision.allCases {
        guard let other = device.computing(in: precision) else { continue }
        #expect(other.gigaflops >= device.gigaflops, "\(name) \(precision)")
      }
    }
  }
}
