import Architecture
import Testing

@Suite struct ChannelScalingTests {
  static let v2 = ChannelScaling(rounding: .nearestMultiple(of: 8, floor: 0.9))
  static let v1 = ChannelScaling(rounding: .truncate(minimum: 8))
  static let yolo = ChannelScaling(rounding: .upToMultiple(of: 8))

  @Test(
    "MobileNetV2's published widths",
    arguments: [
      (0.35, [16, 8, 8, 16, 24, 32, 56, 112]),
      (0.5, [16, 8, 16, 16, 32, 48, 80, 160]),
      (0.75, [24, 16, 24, 24, 48, 72, 120, 240]),
      (1.0, [32, 16, 24, 32, 64, 96, 160, 320]),
      (1.3, [40, 24, 32, 40, 80, 128, 208, 416]),
      (1.4, [48, 24, 32, 48, 88, 136, 224, 448]),
    ])
  func mobileNetV2(alpha: Double, expected: [Int]) {
    let printed = [32, 16, 24, 32, 64, 96, 160, 320]
    #expect(printed.map { Self.v2.scaled($0, by: alpha) } == expected)
  }

  @Test("The last layer of MobileNetV2, widened", arguments: [(1.3, 1664), (1.4, 1792)])
  func widened(alpha: Double, expected: Int) {
    #expect(Self.v2.scaled(1280, by: alpha) == expected)
  }

  @Test("Nearest multiple: to the nearest, half up, at least one, no more than a tenth lost")
  func nearestMultiple() throws {
    for channels in 1...700 {
      for alpha in [0.1, 0.25, 0.35, 0.5, 0.75, 0.9, 1.1, 1.3, 1.4, 2] {
        let value = Double(channels) * alpha
        var nearest = 8
        while abs(Double(nearest + 8) - value) <= abs(Double(nearest) - value) { nearest += 8 }
        let expected = Double(nearest) < 0.9 * value ? nearest + 8 : nearest
        let scaled = try #require(Self.v2.scaled(channels, by: alpha))
        #expect(scaled == expected, "\(channels) by \(alpha)")
        #expect(Double(scaled) >= 0.9 * value)
      }
    }
  }

  @Test("MobileNetV1 cuts to a whole number, and to no less than 8")
  func truncation() {
    for alpha in [0.25, 0.5, 0.75] {
      for channels in [32, 64, 128, 256, 512, 1024] {
        // Quarters of these are whole, so that no rounding is at work.
        #expect(Self.v1.scaled(channels, by: alpha) == max(8, channels * Int(alpha * 4) / 4))
      }
    }
    #expect(Self.v1.scaled(32, by: 0.33) == 10)
    #expect(Self.v1.scaled(1024, by: 0.33) == 337)
    #expect(Self.v1.scaled(32, by: 0.1) == 8)
    #expect(Self.v1.scaled(32, by: 1.4) == 44)
  }

  @Test("YOLOv5 rounds up, at multiplier 1 too")
  func upToMultiple() {
    for channels in 1...300 {
      for alpha in [0.25, 0.5, 0.75, 1, 1.25] {
        var expected = 8
        while Double(expected) < Double(channels) * alpha { expected += 8 }
        #expect(Self.yolo.scaled(channels, by: alpha) == expected, "\(channels) by \(alpha)")
      }
    }
  }

  @Test("At multiplier 1 the printed numbers hold", arguments: [v1, v2])
  func identity(scaling: ChannelScaling) {
    for channels in 1...100 {
      #expect(scaling.scaled(channels, by: 1) == channels)
      #expect(scaling.scaled(channels, inRatioTo: 3, tableInput: 3, factor: 1) == channels)
    }
  }

  @Test("Without a rule there is no multiplier but 1")
  func undefined() {
    let scaling = ChannelScaling(rounding: .undefined)
    #expect(scaling.scaled(7, by: 1) == 7)
    #expect(scaling.scaled(7, by: 0.5) == nil)
    #expect(scaling.scaled(7, inRatioTo: 8, tableInput: 16, factor: 0.5) == nil)
  }

  @Test("A ratio refers to the thinned input")
  func ratio() {
    // V3-Large at 0.75: 160 becomes 120, and 960 = 6 x 160 becomes 6 x 120.
    #expect(Self.v2.scaled(960, inRatioTo: 120, tableInput: 160, factor: 0.75) == 720)
    // At 0.35 the first bottleneck: 16 becomes 8, and 64 = 4 x 16 becomes 32, where 64 x 0.35
    // alone would be 24.
    #expect(Self.v2.scaled(64, inRatioTo: 8, tableInput: 16, factor: 0.35) == 32)
    #expect(Self.v2.scaled(64, by: 0.35) == 24)
  }

  @Test("The rule for expanded channels: by ratio or by their own number")
  func expansion() {
    var scaling = Self.v2
    #expect(scaling.scaled(expansion: 64, input: 8, tableInput: 16, factor: 0.35) == 32)
    scaling.expansion = .absolute
    #expect(scaling.scaled(expansion: 64, input: 8, tableInput: 16, factor: 0.35) == 24)
  }

  @Test(
    "Squeeze channels of both MobileNetV3 tables: rounded, and cut as Paddle does",
    arguments: [
      (16, 8, 4), (72, 24, 18), (96, 24, 24), (120, 32, 30), (144, 40, 36), (240, 64, 60),
      (288, 72, 72), (480, 120, 120), (576, 144, 144), (672, 168, 168), (960, 240, 240),
    ])
  func squeeze(expanded: Int, rounded: Int, cut: Int) {
    var rule = Rules.SqueezeExcite(
      reduction: .divide(4), round: 8, floor: 0.9, activation: .relu, gate: .hardSigmoid,
      position: .afterActivation)
    #expect(rule.squeezeChannels(of: expanded) == rounded)
    rule.round = 1
    #expect(rule.squeezeChannels(of: expanded) == cut)
    #expect(rule.squeezeChannels(of: 3) == 1)
  }
}
