import Architecture
import NetworkGraph
import Testing

@testable import Figures

@Suite struct ArchitectureOutlineTests {
  private typealias Link = ArchitectureOutline.Link

  @Test(arguments: TestTables.names + TestTables.unseen)
  func oneGlyphForEveryBlockOutsideHeads(_ name: String) throws {
    let graph = try TestTables.graph(name)
    let outline = ArchitectureOutline(graph)
    #expect(
      outline.stops.map(\.block)
        == graph.blocks.indices.filter { graph.blocks[$0].kind != .head })
    #expect(outline.stops.first?.category == .input)
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func everyShortcutIsAResidual(_ name: String) throws {
    let graph = try TestTables.graph(name)
    let shortcuts = graph.nodes.count { $0.origin.role == .shortcut }
    #expect(ArchitectureOutline(graph).residuals.reduce(0) { $0 + $1.count } == shortcuts)
  }

  @Test(arguments: TestTables.names + TestTables.unseen)
  func everyBlockIsReached(_ name: String) throws {
    let outline = ArchitectureOutline(try TestTables.graph(name))
    for stop in outline.stops.indices.dropFirst() {
      #expect(
        outline.stops[stop].followsPrevious
          || outline.links.contains { $0.to == stop && $0.purpose == .tensor })
    }
  }

  @Test(arguments: [
    ("mobilenet-v1", 0), ("mobilenet-v2", 10), ("mobilenet-v3-large", 10),
    ("mobilenet-v3-small", 6),
  ])
  func classifiersAreChainsWithShortcuts(_ name: String, _ shortcuts: Int) throws {
    let outline = ArchitectureOutline(try TestTables.graph(name))
    #expect(outline.residuals.count == shortcuts)
    #expect(outline.residuals.allSatisfy { $0.from == $0.to - 1 && $0.count == 1 })
    #expect(outline.links.isEmpty)
    #expect(outline.heads.isEmpty)
    #expect(outline.stops.dropFirst().allSatisfy { $0.followsPrevious })
  }

  @Test func linksOfADetector() throws {
    let outline = ArchitectureOutline(try TestTables.graph("yolov5-mobilenet-v3-small"))
    // The table's rows count from 0, the figure's glyphs from the picture.
    #expect(
      outline.links == [
        Link(from: 9, to: 15, purpose: .tensor), Link(from: 4, to: 19, purpose: .tensor),
        Link(from: 17, to: 22, purpose: .tensor), Link(from: 13, to: 25, purpose: .tensor),
      ])
    #expect(outline.heads.map(\.source) == [20, 23, 26])
    #expect(outline.heads.map { $0.branches.map(\.name) } == Array(repeating: ["output"], count: 3))
  }

  @Test func linksOfASegmenter() throws {
    let outline = ArchitectureOutline(try TestTables.graph("lraspp-mobilenet-v3-large"))
    #expect(
      Set(outline.links) == [
        Link(from: 17, to: 19, purpose: .tensor), Link(from: 18, to: 21, purpose: .tensor),
        Link(from: 5, to: 22, purpose: .size), Link(from: 5, to: 24, purpose: .tensor),
        Link(from: 23, to: 25, purpose: .tensor), Link(from: 0, to: 26, purpose: .size),
      ])
    let broken = outline.stops.indices.dropFirst().filter { !outline.stops[$0].followsPrevious }
    #expect(broken == [19, 24])
  }

  @Test func headsOfADetectorTapTheirSources() throws {
    let outline = ArchitectureOutline(try TestTables.graph("ssdlite-mobilenet-v3-large"))
    #expect(outline.heads.map(\.source) == [14, 17, 18, 19, 20, 21])
    #expect(outline.heads.first?.title == "14 · bneck13.expand")
    #expect(outline.heads.first?.input == Shape(height: 20, width: 20, channels: 672))
    #expect(
      outline.heads.allSatisfy { $0.branches.map(\.name) == ["bbox_regression", "cls_logits"] })
    #expect(outline.heads.last?.branches.last?.output == Shape(height: 1, width: 1, channels: 546))
  }

  @Test func aShortcutInARowOfItsOwnComesFromItsSource() throws {
    let outline = ArchitectureOutline(try TestTables.graph("explicit"))
    #expect(outline.residuals == [.init(from: 1, to: 4, count: 1)])
    #expect(outline.links.isEmpty)
    #expect(outline.stops[4].symbol == .sum)
  }

  @Test func shortcutsInsideABlockAreCounted() throws {
    let outline = ArchitectureOutline(try TestTables.graph("nested"))
    #expect(outline.residuals == [.init(from: nil, to: 2, count: 3)])
  }

  @Test func stopsSayWhatTheirRowsSay() throws {
    let stops = ArchitectureOutline(try TestTables.graph("mobilenet-v3-large")).stops
    #expect(stops[6].rowLabel == "6")
    #expect(stops[6].kernel == 5)
    #expect(stops[6].expansion == 120)
    #expect(stops[6].hasSqueezeExcite)
    #expect(stops[6].activations == [.curve(.relu)])
    #expect(stops[5].stride == 2)
    #expect(stops[2].expansion == nil)
    let separable = ArchitectureOutline(try TestTables.graph("mobilenet-v1")).stops
    #expect(separable[2].rowLabel == "2–3")
    #expect(separable[2].category == .separable)
    // The stem block halves twice, on two ways at once.
    #expect(ArchitectureOutline(try TestTables.graph("nested")).stops[1].stride == 4)
  }

  @Test("a dilated block says how far its window's elements lie apart")
  func dilation() throws {
    let outline = ArchitectureOutline(try Graph(named: "deeplab"))
    let dilations = outline.stops.map { $0.dilations }
    #expect(dilations.contains([2]))
    let strip = ArchitectureStrip(outline, total: 1, parameters: 1)
    let cells = strip.cells(.dilation, over: outline.stops.indices)
    #expect(
      cells.map { $0.text }
        == dilations.filter { !$0.isEmpty }.map { $0.map(String.init).joined(separator: ", ") })
    // A network without has no such line.
    #expect(
      !ArchitectureStrip(ArchitectureOutline(try Graph(named: "v2")), total: 1, parameters: 1).rows
        .contains(.dilation))
  }
}
