/// The JSON of `mobilenet cost`, as far as tests read it.
struct CostAnswer: Decodable {
  struct Shape: Decodable, Equatable {
    var height: Int
    var width: Int
    var channels: Int

    init(_ side: Int, _ channels: Int) {
      (height, width, self.channels) = (side, side, channels)
    }
  }

  struct Totals: Decodable {
    var parameters: Int
    var macs: Int
    var flops: Int?
    var convention: String
    var weightBytes: Int
    var peakActivationBytes: Int
  }

  struct Row: Decodable {
    var index: Int
    var row: Int?
    var name: String
    var role: String?
    var input: Shape
    var output: Shape
    var kernel: Int?
    var stride: Int
    var parameters: Int
    var macs: Int
  }

  var name: String
  var input: Shape
  var width: Double
  var totals: Totals
  var rows: [Row]
}

/// The JSON of `mobilenet run`.
struct RunAnswer: Decodable {
  struct Class: Decodable, Equatable {
    var index: Int
    var name: String
    var probability: Double
  }

  struct Statistics: Decodable {
    var name: String
    var row: Int?
    var `repeat`: Int?
    var shape: [Int]
    var mean: Double
    var std: Double
    var min: Double
    var max: Double
    var first: [Double]
    var last: [Double]
    var sample: [Double]
  }

  var name: String
  var weights: String
  var image: String
  var classes: [Class]
  var outputs: [Statistics]
  var taps: [Statistics]
}
