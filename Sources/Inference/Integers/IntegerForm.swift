import Architecture
import NetworkGraph

/// How an operation is carried out in integers.
package enum IntegerForm: Hashable, Sendable {
  /// It computes numbers that are rounded to levels of its own; a clip after it is part of that.
  case computes
  /// A level for each level.
  case table
  /// It puts maps together, whose levels are brought to its own first.
  case joins
  /// It moves levels that stay what they are.
  case moves
  /// Not at all: it runs in single precision.
  case none
}

extension Operation {
  /// How the operation is carried out in integers. Where sums of exponentials or squares decide, or where
  /// it is too rare for kernels of its own, floats are computed with.
  package var integerForm: IntegerForm {
    switch self {
    case .convolution, .linear, .add, .multiply, .globalPool: .computes
    case .pool(let pool): pool.kind == .average ? .computes : .moves
    case .resize(let mode, _), .resizeTo(let mode, _): mode == .bilinear ? .computes : .moves
    case .activation, .scalarFunction: .table
    case .concatenate, .stack: .joins
    case .slice, .shuffle, .flatten: .moves
    case .input, .transposedConvolution, .channelConvolution, .batchNormalization,
      .parametricReLU, .l2Normalization, .normalization, .softmax, .logSoftmax, .depthToSpace,
      .spaceToDepth:
      .none
    }
  }

  /// Whether the operation is a clip that the one before it can carry out.
  var isIntegerClip: Bool { self == .activation(.relu) || self == .activation(.relu6) }
}

extension Graph {
  /// For each node the clip that it carries out: the only one that takes its result, if it computes.
  var integerClips: [Int?] {
    let users = users
    return nodes.indices.map { index in
      guard nodes[index].operation.integerForm == .computes, users[index].count == 1,
        case .node(let user) = users[index][0], nodes[user].operation.isIntegerClip
      else { return nil }
      return user
    }
  }

  /// For each node whether its result is there in levels: it is computed in integers, or an operation takes
  /// it that is.
  package var hasLevels: [Bool] {
    let (users, clips) = (users, integerClips)
    return nodes.indices.map { index in
      if clips[index] != nil { return false }
      if nodes[index].operation.integerForm != .none { return true }
      return users[index].contains { user in
        if case .node(let user) = user { nodes[user].operation.integerForm != .none } else { false }
      }
    }
  }
}
