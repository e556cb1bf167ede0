import Architecture

#if canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#else
  import Darwin
#endif

extension CenterSizeDecoding {
  /// The box that four answers make of a default box.
  package func box(_ answers: SIMD4<Float>, moving box: CenteredBox) -> CenteredBox {
    let scaled = inOrder(answers * variance)
    let limit = largestGrowth.map { Float(log($0)) } ?? .infinity
    return CenteredBox(
      x: box.x + scaled.x * box.width, y: box.y + scaled.y * box.height,
      width: box.width * exp(min(scaled.z, limit)), height: box.height * exp(min(scaled.w, limit)))
  }

  /// The answers that make a box of a default box: the inverse of `box`, for sides above 0.
  package func answers(for box: CenteredBox, from start: CenteredBox) -> SIMD4<Float> {
    inOrder(
      SIMD4(
        (box.x - start.x) / start.width, (box.y - start.y) / start.height,
        log(box.width / start.width), log(box.height / start.height))) / variance
  }

  /// Four numbers in the order of the answers as x, y, width, height, or the other way round.
  func inOrder(_ values: SIMD4<Float>) -> SIMD4<Float> {
    switch order {
    case .xFirst: values
    case .yFirst: SIMD4(values.y, values.x, values.w, values.z)
    }
  }

  private var variance: SIMD4<Float> {
    var values = SIMD4<Float>(repeating: 1)
    for (index, value) in variances.prefix(4).enumerated() { values[index] = Float(value) }
    return values
  }

  /// How a box's answers, class by class, become scores.
  func scale(_ answers: ArraySlice<Float>) -> Candidate.Scale {
    switch scores {
    case .sigmoid: return .logistic(times: 1)
    case .softmax:
      let largest = answers.max() ?? 0
      var sum: Float = 0
      for answer in answers { sum += exp(answer - largest) }
      return .softmax(largest: largest, sum: sum)
    }
  }
}

extension Candidate.Scale {
  /// The score that an answer for a class is.
  func score(of answer: Float) -> Float {
    switch self {
    case .softmax(let largest, let sum): exp(answer - largest) / sum
    case .logistic(let factor): factor * sigmoid(answer)
    }
  }
}

extension CellDecoding {
  /// The box that four answers make of an anchor in a cell of `stepX` by `stepY` pixels.
  package func box(
    _ answers: SIMD4<Float>, anchor: Anchor, column: Int, row: Int, stepX: Float, stepY: Float
  ) -> CenteredBox {
    let (width, height) = (Float(anchor.width), Float(anchor.height))
    switch rule {
    case .exponential:
      return CenteredBox(
        x: (sigmoid(answers.x) + Float(column)) * stepX,
        y: (sigmoid(answers.y) + Float(row)) * stepY,
        width: width * exp(answers.z), height: height * exp(answers.w))
    case .quadratic:
      let (growthX, growthY) = (2 * sigmoid(answers.z), 2 * sigmoid(answers.w))
      return CenteredBox(
        x: (2 * sigmoid(answers.x) - 0.5 + Float(column)) * stepX,
        y: (2 * sigmoid(answers.y) - 0.5 + Float(row)) * stepY,
        width: growthX * growthX * width, height: growthY * growthY * height)
    }
  }

  /// The answers that make a box of an anchor: the inverse of `box`, where there is one.
  package func answers(
    for box: CenteredBox, anchor: Anchor, column: Int, row: Int, stepX: Float, stepY: Float
  ) -> SIMD4<Float> {
    let (x, y) = (box.x / stepX - Float(column), box.y / stepY - Float(row))
    let growth = (box.width / Float(anchor.width), box.height / Float(anchor.height))
    switch rule {
    case .exponential: return SIMD4(logit(x), logit(y), log(growth.0), log(growth.1))
    case .quadratic:
      return SIMD4(
        logit((x + 0.5) / 2), logit((y + 0.5) / 2), logit(growth.0.squareRoot() / 2),
        logit(growth.1.squareRoot() / 2))
    }
  }
}

/// 1 / (1 + exp(-x)).
func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }

private func logit(_ share: Float) -> Float { log(share / (1 - share)) }
