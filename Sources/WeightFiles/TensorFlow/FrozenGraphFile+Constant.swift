extension FrozenGraphFile {
  /// The tensor of a constant: where its numbers are in the file.
  struct Constant {
    /// The number of the element type.
    private var type: UInt64 = 0
    private var shape: [Int] = []
    /// The elements as they are in memory.
    private var content: Range<Int>?
    /// Single numbers or rows of them; the last one stands for all elements that are left.
    private var numbers: [Range<Int>] = []
    /// Whether there are numbers that are not read here.
    private var hasOthers = false

    /// Whether it is one number without dimensions.
    var isSingle: Bool { shape.isEmpty }

    /// Reads a tensor's fields up to the offset `end`.
    init(_ reader: inout MessageReader, until end: Int) throws(CheckpointError) {
      var sizes: [Int] = []
      var (type, content, hasOthers) = (UInt64(0), Range<Int>?.none, false)
      var (floats, doubles): ([Range<Int>], [Range<Int>]) = ([], [])
      try reader.fields(until: end) { reader, field, value throws(CheckpointError) in
        switch (field, value) {
        case (1, .number(let number)): type = number
        case (2, .bytes(let range)): sizes = try Self.shape(&reader, until: range.upperBound)
        case (4, .bytes(let range)): content = range.isEmpty ? nil : range
        case (5, .four(let range)), (5, .bytes(let range)): floats.append(range)
        case (6, .eight(let range)), (6, .bytes(let range)): doubles.append(range)
        case (7...13, _): hasOthers = true
        default: break
        }
      }
      (self.type, shape, self.content) = (type, sizes, content)
      let isDouble = ElementType(tensorFlow: type) == .float64
      numbers = isDouble ? doubles : floats
      self.hasOthers = hasOthers || !(isDouble ? floats : doubles).isEmpty
    }

    private static func shape(
      _ reader: inout MessageReader, until end: Int
    ) throws(CheckpointError) -> [Int] {
      var shape: [Int] = []
      try reader.fields(until: end) { reader, field, value throws(CheckpointError) in
        guard field == 2, case .bytes(let range) = value else { return }
        var size = 0
        try reader.fields(until: range.upperBound) { _, field, value throws(CheckpointError) in
          guard field == 1, case .number(let number) = value else { return }
          size = Int(clamping: Int64(bitPattern: number))
        }
        shape.append(size)
      }
      return shape
    }

    /// The tensor as a layer takes it: the elements' type, their order, and where they begin in the
    /// file, unless a few numbers stand for all of them.
    func place(
      for use: Use
    ) throws(TensorProblem) -> (element: ElementType, layout: TensorLayout, start: Int?) {
      guard let element = ElementType(tensorFlow: type) else { throw .elementType("\(type)") }
      let layout = try use.layout(shape)
      let (length, overflow) = layout.count.multipliedReportingOverflow(by: element.width)
      guard !overflow else { throw .overflow }
      if let content {
        guard numbers.isEmpty, !hasOthers else { throw .entry }
        guard content.count == length else {
          throw .byteCount(expected: length, stored: content.count)
        }
        return (element, layout, content.lowerBound)
      }
      guard !hasOthers, element == .float32 || element == .float64 else { throw .entry }
      let stored = numbers.reduce(0) { $0 + $1.count }
      guard numbers.allSatisfy({ $0.count.isMultiple(of: element.width) }), stored <= length else {
        throw .byteCount(expected: length, stored: stored)
      }
      let isWhole = numbers.count == 1 && stored == length
      return (element, layout, isWhole ? numbers[0].lowerBound : nil)
    }

    /// All elements, of which the last number stands for those that are left; zeros if there is none.
    func unpacked(
      _ element: ElementType, count: Int, _ source: CheckedBytes
    ) throws(CheckpointError) -> [Float] {
      var values: [Float] = []
      values.reserveCapacity(count)
      for range in numbers { element.append(try source.load(range), to: &values) }
      values += repeatElement(values.last ?? 0, count: count - values.count)
      return values
    }
  }
}
