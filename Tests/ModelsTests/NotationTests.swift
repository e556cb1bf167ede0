import Architecture
import Models
import Testing

@Suite("What people write, as values")
struct NotationTests {
  @Test("a list has the numbers that stand in it")
  func list() throws {
    for numbers in [[0.5], [0.25, 1.4, 1], [-3, 0, 1e9]] {
      let text = numbers.map { "\($0)" }.joined(separator: ",")
      #expect(try NumberList(text).numbers == numbers)
    }
  }

  @Test("a range has its ends and every step between", arguments: 1...40)
  func range(count: Int) throws {
    for step in [0.05, 0.1, 1, 32] {
      let last = (0.25 + Double(count) * step) * 1e9
      let numbers = try NumberList("0.25...\(last.rounded() / 1e9):\(step)").numbers
      #expect(numbers.count == count + 1)
      #expect(numbers.first == 0.25 && numbers.last == last.rounded() / 1e9)
      for (left, right) in zip(numbers, numbers.dropFirst()) {
        #expect(abs(right - left - step) < 2e-9)
      }
    }
  }

  @Test(
    "what is no list",
    arguments: [
      "", ",", "1,", "a", "1...2", "1...2:0", "2...1:1", "1...2:-1", "1...2:3:4", "nan", "1,inf",
      "0...1:0.00001", "...", "1...:1",
    ])
  func noList(text: String) {
    #expect(throws: NotationError.self) { try NumberList(text) }
    #expect(throws: NotationError.self) { try ResolutionList(text) }
  }

  @Test("resolutions are squares by a whole number, or height and width")
  func resolutions() throws {
    #expect(try ResolutionList("96...256:32").resolutions == [96, 128, 160, 192, 224, 256])
    #expect(
      try ResolutionList("224,192x640").resolutions == [224, Resolution(height: 192, width: 640)])
    for text in ["96...128:0.5", "1e30", "192x", "x640", "1x2x3", "1...2x3:1", "1.5x2", "224,x"] {
      #expect(throws: NotationError.self) { try ResolutionList(text) }
    }
  }

  @Test(
    "amounts",
    arguments: [
      (Amount.counts, "150M", 150_000_000), (.counts, "1.2G", 1_200_000_000), (.counts, "3", 3),
      (.counts, "0.6k", 600), (.counts, "1K", 1000), (.counts, "1e18", 1_000_000_000_000_000_000),
      (.bytes, "1MiB", 1_048_576), (.bytes, "512KiB", 524_288), (.bytes, "2kB", 2000),
      (.bytes, "7B", 7), (.bytes, "7", 7),
    ])
  func amount(kind: Amount, text: String, value: Int) throws {
    #expect(try kind.parse(text) == value)
  }

  @Test(
    "what is no amount", arguments: ["", "M", "0", "-1", "0.2", "2e18", "1T", "nan", "1 M", "1MM"])
  func noAmount(text: String) {
    #expect(throws: NotationError.self) { try Amount.counts.parse(text) }
    #expect(throws: NotationError.self) { try Amount.bytes.parse(text) }
  }

  @Test("a share is the same in percent and as a fraction")
  func share() throws {
    for percent in 1...99 {
      let share = try Share("\(percent)%")
      #expect(share == Share(percent: Double(percent)))
      #expect(abs(try Share("\(Double(percent) / 100)").fraction - share.fraction) < 1e-12)
      #expect(try Share(share.description).fraction.rounded() == share.fraction.rounded())
    }
    for text in ["", "%", "0%", "100%", "-1%", "1", "0", "nan", "1%%"] {
      #expect(throws: NotationError.self) { try Share(text) }
    }
  }

  @Test("a size is a height and a width")
  func size() throws {
    let size = try MapSize("12x16")
    #expect(size.height == 12 && size.width == 16)
    for text in ["", "12", "12x", "x12", "12xx16", "1x2x3", "axb"] {
      #expect(throws: NotationError.self) { try MapSize(text) }
    }
  }

  @Test("a padding has a name or a number")
  func padding() throws {
    #expect(try Padding(notation: "valid") == .valid)
    #expect(try Padding(notation: "same") == .same)
    #expect(try Padding(notation: "symmetric") == .symmetric)
    #expect(try Padding(notation: "3") == .explicit(3))
    for text in ["", "full", "-1", "1025", "1.5"] {
      #expect(throws: NotationError.self) { try Padding(notation: text) }
    }
  }

  @Test("a network is written with its multipliers or without")
  func network() throws {
    #expect(try NetworkRequest(notation: "v2@timm") == NetworkRequest("v2@timm"))
    #expect(try NetworkRequest(notation: "v2:0.75") == NetworkRequest("v2", width: 0.75))
    #expect(try NetworkRequest(notation: "v2:/96") == NetworkRequest("v2", resolution: 96))
    #expect(
      try NetworkRequest(notation: "v2:/96x320").resolution == Resolution(height: 96, width: 320))
    #expect(
      try NetworkRequest(notation: "v2:0.5/96") == NetworkRequest("v2", width: 0.5, resolution: 96))
    for text in ["v2:", "v2:x", "v2:1/2/3", "v2:/x", "v2:1/"] {
      #expect(throws: NotationError.self) { try NetworkRequest(notation: text) }
    }
  }
}
