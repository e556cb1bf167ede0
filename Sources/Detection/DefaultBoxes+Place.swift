import Architecture

extension DefaultBoxes {
  /// The boxes of one map, in pixels of the network's input: place by place, row by row.
  ///
  /// `shape` is the map's; none if there is no such map.
  package func boxes(map index: Int, shape: Shape, input: Shape) -> [CenteredBox] {
    guard maps.indices.contains(index) else { return [] }
    let map = maps[index]
    let sides = sides(of: map, input: input)
    let stepX = map.step ?? Double(input.width) / Double(shape.width)
    let stepY = map.step ?? Double(input.height) / Double(shape.height)
    var boxes: [CenteredBox] = []
    boxes.reserveCapacity(shape.places * sides.count)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        let (centerX, centerY) = ((Double(x) + 0.5) * stepX, (Double(y) + 0.5) * stepY)
        for side in sides {
          let box = CenteredBox(
            x: Float(centerX), y: Float(centerY), width: Float(side.width),
            height: Float(side.height))
          switch clip {
          case .no, .sizes: boxes.append(box)
          case .corners:
            boxes.append(
              CenteredBox(
                Box(box).clipped(width: Float(input.width), height: Float(input.height))))
          }
        }
      }
    }
    return boxes
  }

  /// Width and height of the boxes of a place, in their order.
  private func sides(of map: Map, input: Shape) -> [(width: Double, height: Double)] {
    func length(_ size: Double, _ extent: Int) -> Double {
      switch unit {
      case .pixels: size
      case .wholePixels: size.rounded(.towardZero)
      case .shares: size * Double(extent)
      }
    }
    func square(_ size: Double) -> (width: Double, height: Double) {
      (length(size, input.width), length(size, input.height))
    }
    let smallest = square(map.minimum)
    let base = square(map.ratioMinimum ?? map.minimum)
    var sides = [smallest]
    for ratio in map.ratios {
      let root = ratio.squareRoot()
      sides.append((base.width * root, base.height / root))
      if map.turned { sides.append((base.width / root, base.height * root)) }
    }
    if let maximum = map.maximum {
      let largest = square(maximum)
      let mean = (
        (smallest.width * largest.width).squareRoot(),
        (smallest.height * largest.height).squareRoot()
      )
      switch meanSquare {
      case .second: sides.insert(mean, at: 1)
      case .last: sides.append(mean)
      }
    }
    switch clip {
    case .no, .corners: return sides
    case .sizes:
      return sides.map {
        (min($0.width, Double(input.width)), min($0.height, Double(input.height)))
      }
    }
  }
}
