import Architecture

/// The kernels that a network runs with: one for every operation that computes. The reference fills
/// every slot; a set of its own replaces some.
package protocol KernelSet: Sendable {
  /// Convolution; see `ReferenceKernels.convolution`.
  func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output: Shape
  ) -> Tensor<Scalar>

  /// Fully connected layer; see `ReferenceKernels.linear`.
  func linear<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ linear: Linear
  ) -> Tensor<Scalar>
}

extension KernelSet {
  /// The reference convolution.
  package func convolution<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ convolution: Convolution,
    output: Shape
  ) -> Tensor<Scalar> {
    ReferenceKernels.convolution(
      input, weights: weights, bias: bias, convolution, output: output)
  }

  /// The reference fully connected layer.
  package func linear<Scalar: KernelScalar>(
    _ input: Tensor<Scalar>, weights: [Scalar], bias: [Scalar]?, _ linear: Linear
  ) -> Tensor<Scalar> {
    ReferenceKernels.linear(input, weights: weights, bias: bias, linear)
  }
}

/// The reference kernels as a set.
package struct ReferenceKernelSet: KernelSet {
  /// The set.
  package init() {}
}
