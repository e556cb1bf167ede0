import Testing

@Suite("cost")
struct CostTests {
  @Test(
    "exact totals of the four",
    arguments: [
      ("mobilenet-v1", 4_231_976, 568_740_352, (32 + 64) * 112 * 112),
      ("mobilenet-v2", 3_504_872, 300_774_272, 96 * (112 * 112 + 56 * 56)),
      ("mobilenet-v3-large", 5_483_032, 216_589_760, 64 * (112 * 112 + 56 * 56)),
      ("mobilenet-v3-small", 2_542_856, 56_510_400, 3 * 224 * 224 + 16 * 112 * 112),
    ])
  func totals(network: String, parameters: Int, macs: Int, peak: Int) throws {
    for grain in ["row", "block", "layer"] {
      let answer = try Program.json(
        CostAnswer.self, ["cost", network, "--by", grain, "--format", "json"])
      #expect(answer.name == network)
      #expect(answer.input == .init(224, 3))
      #expect(answer.width == 1)
      #expect(answer.totals.parameters == parameters)
      #expect(answer.totals.macs == macs)
      #expect(answer.totals.flops == 2 * macs)
      #expect(answer.totals.weightBytes == 4 * parameters)
      #expect(answer.totals.peakActivationBytes == 4 * peak)
      #expect(answer.rows.reduce(0) { $0 + $1.parameters } == parameters)
      #expect(answer.rows.reduce(0) { $0 + $1.macs } == macs)
      #expect(answer.rows.map(\.index) == Array(1...answer.rows.count))
      #expect(answer.rows.allSatisfy { ($0.role != nil) == (grain == "layer") })
    }
  }

  @Test("bytes in another precision, and of several pictures at once")
  func precision() throws {
    let single = try Program.json(CostAnswer.self, ["cost", "v2", "--format", "json"])
    let integers = try Program.json(
      CostAnswer.self, ["cost", "v2", "--precision", "int8", "--format", "json"])
    #expect(integers.totals.macs == single.totals.macs)
    #expect(4 * integers.totals.weightBytes == single.totals.weightBytes)
    #expect(4 * integers.totals.peakActivationBytes == single.totals.peakActivationBytes)
    let memory = try Program.run(["memory", "v2", "--precision", "bf16", "--batch", "3"])
    #expect(memory.output.contains("precision bf16   batch 3"))
    // 3 x 2.87 MiB.
    #expect(memory.output.contains("Peak 8.61 MiB at bottleneck2.1.depthwise"))
  }

  /// Multiply-accumulates and weights row by row, as Table 1 has them; the norm adds two parameters
  /// a channel.
  @Test("V1 row by row")
  func v1() throws {
    let answer = try Program.json(
      CostAnswer.self, ["cost", "mobilenet-v1", "--format", "json"])
    let expected = [
      (864, 32, 10_838_016), (288, 32, 3_612_672), (2_048, 64, 25_690_112),
      (576, 64, 1_806_336), (8_192, 128, 25_690_112), (1_152, 128, 3_612_672),
      (16_384, 128, 51_380_224), (1_152, 128, 903_168), (32_768, 256, 25_690_112),
      (2_304, 256, 1_806_336), (65_536, 256, 51_380_224), (2_304, 256, 451_584),
      (131_072, 512, 25_690_112), (5 * 4_608, 5 * 512, 5 * 903_168),
      (5 * 262_144, 5 * 512, 5 * 51_380_224), (4_608, 512, 225_792),
      (524_288, 1024, 25_690_112), (9_216, 1024, 451_584), (1_048_576, 1024, 51_380_224),
    ]
    #expect(answer.rows.count == 22)
    for (row, expected) in zip(answer.rows, expected) {
      #expect(row.parameters == expected.0 + 2 * expected.1, "row \(row.index)")
      #expect(row.macs == expected.2, "row \(row.index)")
    }
    #expect(answer.rows.suffix(3).map(\.parameters) == [0, 1_025_000, 0])
    #expect(answer.rows.suffix(3).map(\.macs) == [0, 1_024_000, 0])
  }

  @Test("V2 and V3 block by block", arguments: BlockCosts.all)
  func blocks(expected: BlockCosts) throws {
    let answer = try Program.json(
      CostAnswer.self, ["cost", expected.network, "--by", "block", "--format", "json"])
    let rows = answer.rows.filter { $0.parameters > 0 }
    #expect(rows.map(\.parameters) == expected.parameters)
    #expect(rows.map(\.macs) == expected.macs)
  }

  @Test(
    "width and resolution",
    arguments: [
      ("v1", "0.25", "128", 470_072, 13_570_048), ("v1", "0.5", "160", 1_331_592, 76_524_800),
      ("v1", "0.75", "192", 2_585_560, 239_273_472), ("v2", "0.35", "96", 1_677_128, 11_934_128),
      ("v2", "0.5", "160", 1_968_680, 50_184_000), ("v2", "1.4", "224", 6_108_776, 582_195_824),
      ("v3-large", "0.75", "224", 3_993_528, 154_560_624),
      ("v3-large@timm", "0.75", "224", 3_993_528, 154_560_624),
      ("v3-large@torchvision", "0.75", "224", 3_377_576, nil),
      ("v3-small", "0.75", "224", 2_041_872, 43_399_344), ("v3-small", "1", "96", 2_542_856, nil),
    ] as [(String, String, String, Int, Int?)])
  func scaling(
    network: String, width: String, resolution: String, parameters: Int, macs: Int?
  ) throws {
    let answer = try Program.json(
      CostAnswer.self,
      ["cost", network, "--width", width, "--resolution", resolution, "--format", "json"])
    #expect(answer.totals.parameters == parameters)
    if let macs { #expect(answer.totals.macs == macs) }
    #expect(answer.width == Double(width))
  }

  /// What both kinds of comparison print for programs.
  struct Comparison: Decodable {
    struct Count: Decodable, Equatable {
      var parameters: Int
      var macs: Int
    }

    var name: String?
    var standard: Count
    var separable: Count
    var ratio: Double
    var theoreticalRatio: Double
  }

  struct Ledger: Decodable {
    var blocks: [Comparison]
  }

  @Test("standard against separable, for programs")
  func separableJSON() throws {
    let layer = try Program.json(
      Comparison.self,
      [
        "cost", "conv", "--kernel", "5", "--in-channels", "3", "--out-channels", "256", "--size",
        "12x12", "--padding", "valid", "--format", "json",
      ])
    #expect(layer.standard == .init(parameters: 19_200, macs: 1_228_800))
    #expect(layer.separable == .init(parameters: 843, macs: 53_952))
    #expect(abs(layer.ratio - layer.theoreticalRatio) < 1e-12)
    let blocks = try Program.json(
      Ledger.self, ["cost", "v1", "--separable", "--format", "json"]
    ).blocks
    #expect(blocks.map(\.name) == (1...13).map { "separable\($0)" })
  }

  @Test("the same under other names")
  func synonyms() throws {
    let text = try Program.output(["cost", "v2", "--width", "0.5", "--beta", "0.571"])
    for arguments in [
      ["cost", "mobilenet-v2", "--alpha", "0.5", "--resolution", "128"],
      ["cost", "--width=0.5", "--resolution=128", "v2", "--by", "row", "--format", "text"],
      ["cost", "v2", "--width", "0.5", "--rho", "0.571"],
    ] {
      #expect(try Program.output(arguments) == text)
    }
  }

  @Test(
    "every division in every format",
    arguments: ["row", "block", "layer"], ["text", "markdown", "csv", "latex"])
  func formats(grain: String, format: String) throws {
    let text = try Program.output(["cost", "v3-small", "--by", grain, "--format", format])
    let begins = [
      "text": "MobileNetV3-Small (mobilenet-v3-small)   alpha 1.00   input 224x224x3",
      "markdown": "MobileNetV3-Small (mobilenet-v3-small)",
      "csv": "#,part,name,operator,input HxWxC,",
      "latex": "% MobileNetV3-Small",
    ]
    #expect(text.hasPrefix(try #require(begins[format])))
    #expect(text.contains(format == "csv" ? "2542856,100.0,56510400" : "2,542,856"))
    #expect(text.contains("bneck4"))
    // Only a layer is called depthwise.
    let depthwise = format == "latex" ? "depthwise $5 \\times 5$" : "depthwise 5x5"
    #expect(text.contains(depthwise) == (grain == "layer"))
  }

  @Test("by part", arguments: ["text", "markdown", "csv", "latex"])
  func parts(format: String) throws {
    let text = try Program.output(["cost", "ssdlite", "--by", "part", "--format", format])
    for mark in ["backbone", "extras", "head", "bneck13", "stem..last", "extra1..extra4"] {
      #expect(text.contains(mark) == (mark != "bneck13" || format != "csv"), "\(mark)")
    }
    #expect(text.replacing(",", with: "").contains("583171904"))
    #expect(text.contains("total 3,234") == (format != "csv"))
    let answer = try Program.json(
      CostAnswer.self, ["cost", "ssdlite", "--by", "part", "--format", "json"])
    #expect(answer.rows.map(\.name) == ["backbone", "extras", "head"])
    #expect(answer.rows.reduce(0) { $0 + $1.parameters } == 3_440_060)
  }

  @Test(
    "each block against a standard convolution", arguments: ["text", "markdown", "csv", "latex"])
  func separable(format: String) throws {
    let text = try Program.output(["cost", "v1", "--separable", "--format", format])
    let plain = text.replacing(",", with: "")
    for mark in ["separable13", "462422016", "52283392", "8.84"] { #expect(plain.contains(mark)) }
  }

  @Test(
    "one layer: 5x5 from 3 to 256 channels over 12x12",
    arguments: ["text", "markdown", "csv", "latex"])
  func layer(format: String) throws {
    let text = try Program.output(
      [
        "cost", "conv", "--kernel", "5", "--in-channels", "3", "--out-channels", "256", "--size",
        "12x12", "--padding", "valid", "--format", format,
      ])
    let cells = text.split { " |&,\\\n".contains($0) }.joined(separator: " ")
    let numbers =
      format == "csv"
      ? ["19200 1228800", "75 4800", "768 49152", "843 53952"]
      : ["19 200 1 228 800", "75 4 800", "768 49 152", "843 53 952"]
    for number in numbers { #expect(cells.contains(number)) }
    if format != "csv" {
      #expect(text.contains("12x12x3 -> 8x8x256"))
      #expect(text.contains("22.776 times cheaper"))
    }
  }

  @Test(
    "one layer with every padding",
    arguments: [
      ("valid", "12x12x3 -> 4x4x8"), ("same", "12x12x3 -> 6x6x8"),
      ("symmetric", "12x12x3 -> 6x6x8"), ("3", "12x12x3 -> 7x7x8"),
    ])
  func paddings(padding: String, shapes: String) throws {
    let text = try Program.output(
      [
        "cost", "conv", "--kernel", "5", "--in-channels", "3", "--out-channels", "8", "--size",
        "12x12", "--stride", "2", "--padding", padding,
      ])
    #expect(text.contains("5x5 convolution, stride 2: \(shapes)\n"))
  }
}
