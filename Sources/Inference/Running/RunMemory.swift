import Architecture
import KernelInterface
import Kernels

/// The memory of one run: all tensors, and the steps that work on them.
final class RunMemory: @unchecked Sendable {
  /// The steps, in order.
  let steps: [StepRun]
  private let tensors: FloatMemory
  private let maps: [Map]
  private let plan: Plan

  /// Memory for a plan whose steps are shared by the threads of a pool, or run on one.
  init(_ plan: Plan, pool: ThreadPool?) {
    self.plan = plan
    let tensors = FloatMemory(count: plan.memoryCount)
    let scratch = Scratch(plan, workers: pool?.count ?? 1)
    let maps = plan.tensors.map {
      Map(
        start: tensors.start + $0.offset, shape: $0.shape, stride: $0.stride, levels: $0.levels)
    }
    steps = plan.steps.map { step in
      StepRun(
        step, kernels: plan.kernels, inputs: step.inputs.map { maps[$0] },
        output: maps[step.output], scratch: scratch, pool: pool)
    }
    self.tensors = tensors
    self.maps = maps
  }

  /// Runs all steps on a picture. `observe` sees every step's result.
  func run(
    _ picture: Tensor<Float>, observe: ((_ node: Int, Tensor<Float>) -> Void)? = nil
  ) -> [Tensor<Float>] {
    picture.values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { take(start) }
      observe?(plan.tensors[0].node, picture)
      for step in steps {
        step.run()
        if let observe { observe(plan.tensors[step.step.output].node, step.output.tensor) }
      }
    }
    return answers
  }

  /// Runs one step, after those before it; none if there is no step of that number.
  func run(step index: Int, of picture: Tensor<Float>) {
    guard steps.indices.contains(index) else { return }
    picture.values.withUnsafeBufferPointer { values in
      // A picture that is read where the caller has it may have moved since the step before.
      if index == 0 || plan.tensors[0].count == 0, let start = values.baseAddress { take(start) }
      steps[index].run()
    }
  }

  /// The answers of the last run, in the order of the graph's outputs.
  var answers: [Tensor<Float>] { plan.outputs.map { maps[$0].tensor } }

  /// Begins a run with a picture, whose scalars stay where they are if all that reads them can.
  func take(_ values: UnsafePointer<Float>) {
    let tensor = plan.tensors[0]
    guard tensor.count > 0 else {
      for step in steps {
        for (index, input) in step.step.inputs.enumerated() where input == 0 {
          step.read(values, asInput: index)
        }
      }
      return
    }
    let channels = tensor.shape.channels
    for place in 0..<tensor.shape.places {
      maps[0].place(place).update(from: values + place * channels, count: channels)
    }
  }
}

/// Memory that steps need while they run, for every worker of its own.
final class Scratch: @unchecked Sendable {
  private let memory: FloatMemory
  private let count: Int

  init(_ plan: Plan, workers: Int) {
    // Whole cache lines, so that workers do not write to the same one.
    count = ((plan.steps.map { $0.scratch }.max() ?? 0) + 31) / 16 * 16
    memory = FloatMemory(count: count * workers)
  }

  /// A worker's own.
  func start(_ worker: Int) -> UnsafeMutablePointer<Float> { memory.start + worker * count }
}

/// A tensor of floats in memory; in integers if it has levels.
typealias Map = ScalarMap<Float>
/// The levels of a tensor in integers.
typealias LevelMap = ScalarMap<UInt8>

/// A tensor in memory: HWC, its places `stride` scalars apart.
struct ScalarMap<Scalar: BitwiseCopyable>: @unchecked Sendable {
  var start: UnsafeMutablePointer<Scalar>
  var shape: Shape
  var stride: Int
  /// What the bytes at the start stand for, if they are no floats.
  var levels: Levels?

  /// The first scalar of a row.
  func row(_ y: Int) -> UnsafeMutablePointer<Scalar> { start + y * shape.width * stride }
  /// The first scalar of the place with a number, counted row by row.
  func place(_ index: Int) -> UnsafeMutablePointer<Scalar> { start + index * stride }
}

extension Map {
  /// The levels at the start.
  var bytes: LevelMap {
    LevelMap(
      start: UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt8.self), shape: shape,
      stride: stride, levels: levels)
  }

  /// A copy without gaps, of what levels stand for if there are any.
  var tensor: Tensor<Float> {
    var tensor = Tensor<Float>(shape: shape)
    tensor.values.withUnsafeMutableBufferPointer { values in
      guard let target = values.baseAddress else { return }
      for index in 0..<shape.places {
        let place = target + index * shape.channels
        if let levels {
          levels.values(bytes.place(index), count: shape.channels, to: place)
        } else {
          place.update(from: self.place(index), count: shape.channels)
        }
      }
    }
    return tensor
  }
}

extension Levels {
  /// What levels stand for.
  func values(_ source: UnsafePointer<UInt8>, count: Int, to target: Values) {
    for index in 0..<count { target[index] = value(source[index]) }
  }
}
