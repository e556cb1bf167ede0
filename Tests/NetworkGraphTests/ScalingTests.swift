import Architecture
import NetworkGraph
import TableReading
import TestSupport
import Testing

/// Multipliers: resolution, width, classes.
@Suite struct ScalingTests {
  static let names = ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"]

  /// The strides of a table as its cells print them, row by row; repeats have stride 1.
  func strides(_ spec: ArchitectureSpec) -> [Int] {
    spec.rows.map { row in
      for cell in row.cells {
        if cell.column == "s", let stride = Int(cell.text) { return stride }
        if let slash = cell.text.firstRange(of: " / s") {
          return Int(cell.text[slash.upperBound...]) ?? 0
        }
      }
      return 1
    }
  }

  @Test(
    "A stride halves, rounding up, at any resolution; pooling leaves one place", arguments: names)
  func chains(name: String) throws {
    let spec = try Repository.architecture(named: name)
    for resolution in [33, 97, 200, 300] {
      for dialect in ["", "@paper"] {
        let graph = try Graph(named: name + dialect, resolution: Resolution(resolution))
        var side = resolution
        var pooled = false
        for (index, stride) in zip(graph.rows.indices.dropFirst(), strides(spec)) {
          let row = graph.rows[index]
          let last = try #require(graph.nodes.lastIndex { $0.origin.row == index })
          pooled = pooled || row.kind == .pool
          side = pooled ? 1 : (side - 1) / stride + 1
          #expect(graph.nodes[last].shape.height == side, "\(row.name) at \(resolution)")
          #expect(graph.nodes[last].shape.width == side, "\(row.name) at \(resolution)")
        }
        #expect(graph.input == Shape(height: resolution, width: resolution, channels: 3))
        #expect(graph.nodes.last?.shape == Shape(height: 1, width: 1, channels: 1000))
      }
    }
  }

  @Test("The resolution changes no channels, the width no places", arguments: names)
  func independence(name: String) throws {
    let own = try Graph(named: name)
    let small = try Graph(named: name, resolution: 97)
    #expect(own.nodes.map(\.shape.channels) == small.nodes.map(\.shape.channels))
    let operations = small.nodes.dropFirst().map(\.operation)
    #expect(own.nodes.dropFirst().map(\.operation) == operations)
    let thin = try Graph(named: name, width: 0.5)
    // Thin blocks may have a shortcut that wide ones lack, where rounding makes widths equal.
    #expect(own.blocks.map(\.name) == thin.blocks.map(\.name))
    let places = thin.blocks.map { thin.nodes[$0.result].shape.places }
    #expect(own.blocks.map { own.nodes[$0.result].shape.places } == places)
  }

  @Test("The multipliers of the table itself change nothing", arguments: names)
  func identity(name: String) throws {
    let own = try Graph(named: name)
    let same = try Graph(named: name, width: 1, resolution: 224, classes: 1000)
    #expect(own.nodes == same.nodes)
    #expect(own.strideProduct == 32)
    #expect(own.smallestResolution == 17)
  }

  @Test("Too small a picture is refused with the smallest that works", arguments: names)
  func tooSmall(name: String) throws {
    _ = try Graph(named: name, resolution: 17)
    for resolution in [1, 2, 8, 16] {
      let error = #expect(throws: ScalingError.self) {
        _ = try Graph(named: name, resolution: Resolution(resolution))
      }
      guard case .tooSmall(Resolution(resolution), _, 17) = error else {
        Issue.record("\(resolution): \(String(describing: error))")
        continue
      }
    }
  }

  @Test("Extras go down to one place and stay there, as torchvision's do")
  func smallExtras() throws {
    for (resolution, sides) in [(256, [16, 8, 4, 2, 1, 1]), (224, [14, 7, 4, 2, 1, 1])] {
      let graph = try Graph(named: "ssdlite", resolution: Resolution(resolution))
      #expect(graph.headMaps.map { graph.nodes[$0.node].shape.height } == sides)
    }
    let error = #expect(throws: ScalingError.self) {
      _ = try Graph(named: "ssdlite", resolution: 16)
    }
    #expect(error == .tooSmall(resolution: 16, row: "14", smallest: 17))
  }

  @Test("The row whose stride finds one place is named")
  func tooSmallRow() throws {
    let error = #expect(throws: ScalingError.self) {
      _ = try Graph(named: "mobilenet-v2", resolution: 8)
    }
    // 8, 4, 2, 1: the fourth stride is that of the row of 64 channels.
    #expect(error == .tooSmall(resolution: 8, row: "5", smallest: 17))
    #expect(
      error?.description == "resolution 8 is too small: row 5 has a stride but its input is already"
        + " 1x1; the smallest resolution for all strides is 17")
  }

  @Test("The width multiplier: V2 keeps its last layer, widens it above 1")
  func lastLayer() throws {
    for (width, channels) in [(0.35, 1280), (0.5, 1280), (1.0, 1280), (1.3, 1664), (1.4, 1792)] {
      let graph = try Graph(named: "mobilenet-v2", width: width)
      let block = try #require(graph.blocks.first { $0.name == "last" })
      #expect(graph.nodes[block.result].shape.channels == channels)
      #expect(block.tableChannels == 1280)
    }
  }

  @Test("The width multiplier: V3's last convolution follows its input, its hidden layer stays")
  func lastLayers() throws {
    func channels(_ name: String, _ width: Double) throws -> [Int] {
      let graph = try Graph(named: name, width: width)
      return try ["last", "hidden"].map { row in
        graph.nodes[try #require(graph.blocks.first { $0.name == row }).result].shape.channels
      }
    }
    #expect(try channels("mobilenet-v3-large", 0.75) == [720, 1280])
    #expect(try channels("mobilenet-v3-small", 0.75) == [432, 1024])
    #expect(try channels("mobilenet-v3-large", 1.25) == [1200, 1600])
    #expect(try channels("mobilenet-v3-large@torchvision", 0.75) == [720, 960])
  }

  @Test("Classes are the classifier's outputs")
  func classes() throws {
    for name in Self.names {
      #expect(try Graph(named: name, classes: 10).nodes.last?.shape.channels == 10)
    }
  }

  @Test("Impossible multipliers")
  func impossible() throws {
    let cases: [(Scaling, ScalingError)] = [
      (Scaling(width: 0), .width(0)), (Scaling(width: -1), .width(-1)),
      (Scaling(width: 16.5), .width(16.5)), (Scaling(width: .infinity), .width(.infinity)),
      (Scaling(resolution: 0), .resolution(0)), (Scaling(resolution: -224), .resolution(-224)),
      (Scaling(resolution: 16_385), .resolution(16_385)), (Scaling(classes: 0), .classes(0)),
      (Scaling(classes: 1_000_001), .classes(1_000_001)),
    ]
    let spec = try Repository.architecture(named: "v3-small")
    for (scaling, expected) in cases {
      let error = #expect(throws: ScalingError.self) {
        _ = try Graph.expanded(spec, scaling: scaling)
      }
      #expect(error == expected)
      #expect(error?.description.isEmpty == false)
    }
    let error = #expect(throws: ScalingError.self) {
      _ = try Graph.expanded(spec, scaling: Scaling(width: .nan))
    }
    guard case .width(let width) = error, width.isNaN else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("The largest multipliers are counted without a trap", arguments: names)
  func largest(name: String) throws {
    let graph = try Graph(named: name, width: 16, resolution: 16_384, classes: 1_000_000)
    #expect(graph.nodes.last?.shape.channels == 1_000_000)
  }

  @Test("A system without a width multiplier in any source refuses one; without classes, classes")
  func undefined() throws {
    for name in ["ssdlite", "lraspp"] {
      let full = try Repository.architecture(named: name).name
      let error = #expect(throws: ScalingError.self) {
        _ = try Graph(named: name, width: 0.5)
      }
      #expect(error == .undefinedWidth(full))
      #expect(throws: Never.self) { _ = try Graph(named: name, width: 1) }
    }
    let table = TableFile(
      name: "Tiny.yaml",
      text: "name: tiny\ninput: {shape: [8, 8, 3]}\ncolumns: [ operator ]\nrows: [[ softmax ]]\n")
    let error = #expect(throws: ScalingError.self) {
      _ = try Graph(of: table, named: "tiny", scaling: Scaling(classes: 5))
    }
    #expect(error == .noClasses("tiny"))
  }
}
