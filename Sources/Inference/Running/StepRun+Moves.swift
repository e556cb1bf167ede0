import Architecture

/// What only moves scalars, whatever they are.
extension StepRun {
  /// The channels of all maps behind one another.
  func concatenate<Scalar>(_ inputs: [ScalarMap<Scalar>], _ output: ScalarMap<Scalar>) {
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        var target = output.place(place)
        for input in inputs {
          target.update(from: input.place(place), count: input.shape.channels)
          target += input.shape.channels
        }
      }
    }
  }

  /// The channels of equal groups in turn.
  func shuffle<Scalar>(
    _ input: ScalarMap<Scalar>, _ output: ScalarMap<Scalar>, _ groups: Int
  ) {
    let size = output.shape.channels / groups
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        let (source, target) = (input.place(place), output.place(place))
        for group in 0..<groups {
          for channel in 0..<size {
            target[channel * groups + group] = source[group * size + channel]
          }
        }
      }
    }
  }

  /// Some channels.
  func slice<Scalar>(_ input: ScalarMap<Scalar>, _ output: ScalarMap<Scalar>, _ first: Int) {
    share(output.shape.places, operations: output.shape.count * 8) { range, _ in
      for place in range {
        output.place(place)
          .update(from: input.place(place) + first, count: output.shape.channels)
      }
    }
  }

  /// Scalars of all inputs one after the other, cut into entries of the output's channels.
  func list<Scalar>(_ inputs: [ScalarMap<Scalar>], _ output: ScalarMap<Scalar>) {
    let values = output.shape.channels
    var entry = 0
    for input in inputs {
      for place in 0..<input.shape.places {
        for start in stride(from: 0, to: input.shape.channels, by: values) {
          output.place(entry).update(from: input.place(place) + start, count: values)
          entry += 1
        }
      }
    }
  }
}
