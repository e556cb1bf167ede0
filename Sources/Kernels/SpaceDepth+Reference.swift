import Architecture

extension ReferenceKernels {
  /// Each place becomes `block` x `block` places: that in row y and column x of a block has the channels
  /// c block block + y block + x of C.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func depthToSpace<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, block: Int, output shape: Shape
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: shape)
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        let place = row % block * block + column % block
        let (source, target) = (
          input.offset(row / block, column / block), output.offset(row, column)
        )
        for channel in 0..<shape.channels {
          output.values[target + channel] = input.values[source + channel * block * block + place]
        }
      }
    }
    return output
  }

  /// `block` x `block` places become one: the reverse of the same.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == CountedScalar)
  package static func spaceToDepth<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, block: Int, output shape: Shape
  ) -> Tensor<Scalar> {
    var output = Tensor<Scalar>(shape: shape)
    for row in 0..<input.shape.height {
      for column in 0..<input.shape.width {
        let place = row % block * block + column % block
        let (source, target) = (
          input.offset(row, column), output.offset(row / block, column / block)
        )
        for channel in 0..<input.shape.channels {
          output.values[target + channel * block * block + place] = input.values[source + channel]
        }
      }
    }
    return output
  }
}
