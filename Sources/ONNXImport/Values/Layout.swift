/// An axis of a map, as the graph has it.
enum MapAxis: Hashable, Sendable {
  case height, width, channel
}

/// A part of an axis that a dimension of a tensor runs over: `size` indices, `step` places apart.
struct Atom: Hashable, Sendable {
  var axis: MapAxis
  var size: Int
  var step: Int
}

/// How the dimensions of an ONNX tensor lie on the axes of a map: for each dimension the parts of
/// axes that it runs over, the outermost first; nothing for a dimension of one.
///
/// Transposes, reshapes, squeezes and flattenings only rearrange this, so none of them is an
/// operation of the graph, until something needs the map as it is.
struct Layout: Hashable, Sendable {
  var dimensions: [[Atom]]

  init(_ dimensions: [[Atom]]) {
    self.dimensions = dimensions.map { Self.merged($0.filter { $0.size != 1 }) }
  }

  /// Batch, channels, height, width.
  init(height: Int, width: Int, channels: Int) {
    self.init([
      [], [Atom(axis: .channel, size: channels, step: 1)],
      [Atom(axis: .height, size: height, step: 1)], [Atom(axis: .width, size: width, step: 1)],
    ])
  }

  /// The sizes of the dimensions.
  var shape: [Int] { dimensions.map { $0.reduce(1) { $0 * $1.size } } }

  /// Neighbors that run on as one.
  private static func merged(_ atoms: [Atom]) -> [Atom] {
    var result: [Atom] = []
    for atom in atoms {
      if let last = result.last, last.axis == atom.axis, last.step == atom.step * atom.size {
        result[result.count - 1] = Atom(
          axis: atom.axis, size: last.size * atom.size, step: atom.step)
      } else {
        result.append(atom)
      }
    }
    return result
  }

  /// The dimensions in another order; nothing if it is none.
  func transposed(_ order: [Int]) -> Layout? {
    guard order.sorted() == Array(dimensions.indices) else { return nil }
    return Layout(order.map { dimensions[$0] })
  }

  /// The same elements, row by row, in dimensions of other sizes; nothing if an axis would be cut
  /// where it cannot.
  func reshaped(_ shape: [Int]) -> Layout? {
    var left = Array(dimensions.flatMap { $0 }.reversed())
    var result: [[Atom]] = []
    for size in shape {
      guard size > 0 else { return nil }
      var atoms: [Atom] = []
      var needed = size
      while needed > 1 {
        guard let atom = left.popLast() else { return nil }
        if needed.isMultiple(of: atom.size) {
          atoms.append(atom)
          needed /= atom.size
        } else if atom.size.isMultiple(of: needed) {
          let inner = atom.size / needed
          atoms.append(Atom(axis: atom.axis, size: needed, step: atom.step * inner))
          left.append(Atom(axis: atom.axis, size: inner, step: atom.step))
          needed = 1
        } else {
          return nil
        }
      }
      result.append(atoms)
    }
    return left.isEmpty ? Layout(result) : nil
  }

  /// The dimension that runs over an axis, and over all of it at once; nothing if several do, none
  /// does, or it runs over another axis as well.
  func dimension(of axis: MapAxis) -> Int? {
    let found = dimensions.indices.filter { index in
      dimensions[index].contains { $0.axis == axis }
    }
    guard found.count == 1, dimensions[found[0]].count == 1, dimensions[found[0]][0].step == 1
    else { return nil }
    return found[0]
  }

  /// Whether an axis has more than one place.
  func has(_ axis: MapAxis) -> Bool {
    dimensions.contains { $0.contains { $0.axis == axis } }
  }

  /// Whether every dimension runs over at most one axis, and the channels over `index` only if they
  /// are more than one.
  func hasChannels(at index: Int) -> Bool {
    dimensions.indices.contains(index)
      && (dimension(of: .channel).map { $0 == index } ?? !has(.channel))
  }

  /// Whether it is batch, channels, height, width, of which those of one may stand anywhere.
  var isMap: Bool {
    dimensions.count == 4 && hasChannels(at: 1)
      && (dimension(of: .height).map { $0 == 2 } ?? !has(.height))
      && (dimension(of: .width).map { $0 == 3 } ?? !has(.width))
  }

  /// The same after an axis has become so long.
  func resized(_ axis: MapAxis, to size: Int) -> Layout? {
    guard let index = dimension(of: axis) else { return nil }
    var copy = dimensions
    copy[index] = [Atom(axis: axis, size: size, step: 1)]
    return Layout(copy)
  }

  /// The order in which the channels stand, if that is another one: in a dimension of `groups`
  /// interleaved.
  var shuffledGroups: Int? {
    for atoms in dimensions {
      let channels = atoms.filter { $0.axis == .channel }
      guard channels.count == 2, atoms.count == 2 else { continue }
      let (outer, inner) = (channels[0], channels[1])
      if outer.step == 1, inner.step == outer.size { return inner.size }
    }
    return nil
  }

  /// The layout once the channels are in the order in which they stand here.
  var shuffled: Layout {
    Layout(
      dimensions.map { atoms in
        let channels = atoms.filter { $0.axis == .channel }
        guard channels.count == 2, atoms.count == 2 else { return atoms }
        return [Atom(axis: .channel, size: channels[0].size * channels[1].size, step: 1)]
      })
  }

  /// The side of the blocks of places that the channels of a map were rearranged to: that of a depth to
  /// space; nothing if they stand otherwise.
  var depthToSpaceBlock: Int? {
    guard dimensions.count == 4, dimensions[2].count == 2, let inner = dimensions[2].last,
      inner.axis == .channel
    else { return nil }
    let block = inner.size
    let atoms = dimensions.flatMap { $0 }
    func size(_ axis: MapAxis) -> Int {
      atoms.filter { $0.axis == axis }.reduce(1) { $0 * $1.size }
    }
    let channels = size(.channel) / (block * block)
    let whole = Layout([
      [], [Atom(axis: .channel, size: channels, step: block * block)],
      [
        Atom(axis: .height, size: size(.height), step: 1),
        Atom(axis: .channel, size: block, step: block),
      ],
      [
        Atom(axis: .width, size: size(.width), step: 1),
        Atom(axis: .channel, size: block, step: 1),
      ],
    ])
    return self == whole ? block : nil
  }

  /// The side of the blocks of places that were rearranged to channels, each channel's after one another;
  /// nothing if they stand otherwise.
  var spaceToDepthBlock: Int? {
    guard dimensions.count == 4, let inner = dimensions[1].last, inner.axis == .width,
      inner.step == 1
    else { return nil }
    let block = inner.size
    let atoms = dimensions.flatMap { $0 }
    func size(_ axis: MapAxis) -> Int {
      atoms.filter { $0.axis == axis }.reduce(1) { $0 * $1.size }
    }
    let whole = Layout([
      [],
      [
        Atom(axis: .channel, size: size(.channel), step: 1),
        Atom(axis: .height, size: block, step: 1), Atom(axis: .width, size: block, step: 1),
      ],
      [Atom(axis: .height, size: size(.height) / block, step: block)],
      [Atom(axis: .width, size: size(.width) / block, step: block)],
    ])
    return self == whole ? block : nil
  }

  /// For a list of answers (batch, entries, values): the values of an entry; nothing if the entries
  /// are not all places with all their parts, in order.
  func listValues(height: Int, width: Int, channels: Int) -> Int? {
    guard dimensions.count == 3, dimensions[0].isEmpty else { return nil }
    let values = dimensions[2].reduce(1) { $0 * $1.size }
    let whole = Layout([
      [],
      [
        Atom(axis: .height, size: height, step: 1), Atom(axis: .width, size: width, step: 1),
        Atom(axis: .channel, size: channels / max(values, 1), step: values),
      ], [Atom(axis: .channel, size: values, step: 1)],
    ])
    return self == whole && channels.isMultiple(of: max(values, 1)) ? values : nil
  }
}
