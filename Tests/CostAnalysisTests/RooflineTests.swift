import Architecture
import CostAnalysis
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// The laws of the two roofs.
@Suite struct RooflineTests {
  func device(_ gigaflops: Double, _ bandwidth: Double) -> Device {
    Device(
      name: "x", title: "X", gigaflops: gigaflops, gigabytesPerSecond: bandwidth, source: "test")
  }

  @Test("Under one roof alone the time is arithmetic over peak, or bytes over bandwidth")
  func oneRoof() throws {
    let graph = try Graph(named: "mobilenet-v2")
    let total = graph.totalCost()
    let compute = Roofline(graph, on: device(1, 1e7))
    #expect(abs(compute.seconds - Double(total.flops) / 1e9) < 1e-4)
    let memory = Roofline(graph, on: device(1e7, 1))
    #expect(abs(memory.seconds - Double(total.bytesMoved) / 1e9) < 1e-9)
    #expect(memory.memoryBoundShare == 1)
  }

  @Test("A layer is bound by memory if and only if its intensity is below the ridge")
  func ridge() throws {
    let device = device(48, 12.8)
    let roofline = Roofline(try Graph(named: "mobilenet-v3-large"), on: device)
    #expect(roofline.memoryBoundShare > 0)
    for entry in roofline.layers {
      #expect(entry.seconds == max(entry.computeSeconds, entry.memorySeconds))
      let isBelow = entry.layer.cost.arithmeticIntensity < device.ridge
      #expect(entry.isMemoryBound == isBelow, "\(entry.layer.name)")
    }
  }

  @Test("Twice the machine takes half the time")
  func scale() throws {
    let graph = try Graph(named: "ssdlite-mobilenet-v3-large")
    let (one, two) = (Roofline(graph, on: device(10, 5)), Roofline(graph, on: device(20, 10)))
    #expect(abs(one.seconds / two.seconds - 2) < 1e-9)
  }

  @Test("The devices of the tables can be read")
  func tables() throws {
    let library = try TableLibrary.repository()
    #expect(library.deviceNames.count >= 6)
    for name in library.deviceNames {
      let device = try library.device(named: name)
      #expect(device.name == name && device.ridge > 0 && !device.source.isEmpty)
    }
    let error = #expect(throws: LibraryError.self) { try library.device(named: "v10") }
    #expect(
      error?.lookup
        == LookupError.unknownDevice("v10", nearest: "v100", known: library.deviceNames))
  }
}
