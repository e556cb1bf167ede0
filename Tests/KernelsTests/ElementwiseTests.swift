import Architecture
import Foundation
import Kernels
import Testing

@Suite("Fully connected layers, norms, softmax and joins")
struct ElementwiseTests {
  @Test("a fully connected layer is a product of matrix and vector, out x in")
  func linear() {
    let layer = Linear(inputChannels: 3, outputChannels: 2)
    let output = ReferenceKernels.linear(
      Tensor.vector([1, 2, 3]), weights: [1, 10, 100, -1, 0, 2], bias: [0.5, -0.5], layer)
    #expect(output.shape == Shape(height: 1, width: 1, channels: 2))
    #expect(output.values == [321.5, 4.5])
    #expect(
      ReferenceKernels.linear(
        Tensor.vector([1, 2, 3]), weights: [1, 10, 100, -1, 0, 2], bias: nil, layer
      ).values == [321, 5])
  }

  @Test("a fully connected layer equals a 1x1 convolution of a vector")
  func linearAsConvolution() {
    let input = Tensor.vector(eighths(7, seed: 9))
    let (weights, bias) = (eighths(35, seed: 10), eighths(5, seed: 11))
    let shape = Shape(height: 1, width: 1, channels: 5)
    #expect(
      ReferenceKernels.linear(
        input, weights: weights, bias: bias, Linear(inputChannels: 7, outputChannels: 5)
      ).values
        == ReferenceKernels.convolution(
          input, weights: weights, bias: bias,
          Convolution(kernel: 1, inputChannels: 7, outputChannels: 5), output: shape
        ).values)
  }

  @Test("a norm of known numbers")
  func normByHand() {
    var input = Tensor<Float>(shape: Shape(height: 1, width: 2, channels: 2))
    input.values = [5, 1, 9, -3]
    let output = ReferenceKernels.batchNormalization(
      input, gamma: [2, -1], beta: [1, 0.5], mean: [5, 1], variance: [3.75, 15.75], epsilon: 0.25)
    #expect(output.values == [1, 0.5, 5, 1.5])
  }

  @Test("L2 normalization of known numbers: each place by itself, and nothing from nothing")
  func lengths() {
    var input = Tensor<Float>(shape: Shape(height: 1, width: 3, channels: 2))
    input.values = [3, 4, 0, -2, 0, 0]
    let output = ReferenceKernels.l2Normalization(input, scale: [10, 20], epsilon: 1e-10)
    #expect(output.shape == input.shape)
    #expect(output.values == [6, 16, 0, -20, 0, 0])
    // 3 / sqrt(9 + 7) and 0 / sqrt(0 + 7)
    input.values = [3, 0, 0, 0, 0, 0]
    #expect(
      ReferenceKernels.l2Normalization(input, scale: [2, 1], epsilon: 7).values == [
        1.5, 0, 0, 0, 0, 0,
      ])
  }

  @Test("a norm equals a plain computation")
  func normPlain() {
    let shape = Shape(height: 3, width: 4, channels: 5)
    let input = Tensor<Float>.eighths(shape, seed: 12)
    let (gamma, beta, mean) = (eighths(5, seed: 13), eighths(5, seed: 14), eighths(5, seed: 15))
    let variance = eighths(5, seed: 16).map { $0 + 2.125 }
    let output = ReferenceKernels.batchNormalization(
      input, gamma: gamma, beta: beta, mean: mean, variance: variance, epsilon: 1e-3)
    for index in input.values.indices {
      let channel = index % 5
      let scale = Double(gamma[channel]) / (Double(variance[channel]) + 1e-3).squareRoot()
      let expected =
        scale * (Double(input.values[index]) - Double(mean[channel])) + Double(beta[channel])
      #expect(abs(Double(output.values[index]) - expected) < 1e-5 * max(1, abs(expected)))
    }
  }

  @Test("softmax: e to the power of each over their sum")
  func softmax() {
    let output = ReferenceKernels.softmax(Tensor.vector([0, Float(log(3.0)), Float(log(4.0))]))
    for (value, expected) in zip(output.values, [0.125, 0.375, 0.5] as [Float]) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test("softmax sums to 1 at every place and knows differences only")
  func softmaxLaws() {
    let shape = Shape(height: 2, width: 3, channels: 7)
    let input = Tensor<Float>.eighths(shape, seed: 17)
    var shifted = input
    for index in shifted.values.indices { shifted.values[index] += 1000 }
    let (output, same) = (ReferenceKernels.softmax(input), ReferenceKernels.softmax(shifted))
    #expect(output.values == same.values)
    for place in 0..<shape.places {
      let values = output.values[place * 7..<(place + 1) * 7]
      #expect(abs(values.reduce(0, +) - 1) < 1e-6)
      let expected = exp(input.values[place * 7] - input.values[place * 7 + 1])
      #expect(abs(output.values[place * 7] / output.values[place * 7 + 1] - expected) < 1e-4)
    }
  }

  @Test("channels of each place stand behind one another")
  func concatenate() {
    var first = Tensor<Float>(shape: Shape(height: 1, width: 2, channels: 2))
    first.values = [1, 2, 3, 4]
    var second = Tensor<Float>(shape: Shape(height: 1, width: 2, channels: 1))
    second.values = [10, 20]
    let output = ReferenceKernels.concatenate(
      [first, second, first], output: Shape(height: 1, width: 2, channels: 5))
    #expect(output.values == [1, 2, 10, 1, 2, 3, 4, 20, 3, 4])
  }

  @Test("a shuffle takes the channels of its groups in turn; the opposite one undoes it")
  func shuffle() {
    var map = Tensor<Float>(shape: Shape(height: 1, width: 2, channels: 6))
    map.values = [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]
    let output = ReferenceKernels.shuffle(map, groups: 2)
    #expect(output.values == [1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 60])
    #expect(output.shape == map.shape)
    #expect(ReferenceKernels.shuffle(output, groups: 3).values == map.values)
    for groups in [1, 6] {
      #expect(ReferenceKernels.shuffle(map, groups: groups).values == map.values)
    }
    // As the paper says it: groups x channels, transposed.
    let large = Tensor<Float>.eighths(Shape(height: 3, width: 2, channels: 24), seed: 5)
    for groups in [2, 3, 4, 8, 12] {
      let shuffled = ReferenceKernels.shuffle(large, groups: groups)
      for place in 0..<large.shape.places {
        let values = Array(large.values[place * 24..<(place + 1) * 24])
        let turned = (0..<24 / groups).flatMap { column in
          (0..<groups).map { values[$0 * (24 / groups) + column] }
        }
        #expect(Array(shuffled.values[place * 24..<(place + 1) * 24]) == turned)
      }
    }
  }

  @Test("a slice has some channels of every place; slices behind one another are the whole")
  func slice() {
    var map = Tensor<Float>(shape: Shape(height: 1, width: 2, channels: 4))
    map.values = [1, 2, 3, 4, 10, 20, 30, 40]
    let output = ReferenceKernels.slice(map, first: 1, count: 2)
    #expect(output.shape == Shape(height: 1, width: 2, channels: 2))
    #expect(output.values == [2, 3, 20, 30])
    let large = Tensor<Float>.eighths(Shape(height: 3, width: 2, channels: 13), seed: 6)
    for cut in 1..<13 {
      let parts = [(0, cut), (cut, 13 - cut)].map {
        ReferenceKernels.slice(large, first: $0.0, count: $0.1)
      }
      #expect(ReferenceKernels.concatenate(parts, output: large.shape).values == large.values)
    }
  }

  @Test("sums and products; a vector is spread over the places")
  func sumsAndProducts() {
    var map = Tensor<Float>(shape: Shape(height: 2, width: 1, channels: 2))
    map.values = [1, 2, 3, 4]
    #expect(ReferenceKernels.add([map, map, map]).values == [3, 6, 9, 12])
    #expect(ReferenceKernels.multiply([map, map]).values == [1, 4, 9, 16])
    let spread = ReferenceKernels.multiply([map, .vector([10, 100])])
    #expect(spread.shape == map.shape)
    #expect(spread.values == [10, 200, 30, 400])
  }

  @Test("a tensor takes as many scalars as its shape has")
  func tensor() {
    let shape = Shape(height: 2, width: 3, channels: 4)
    #expect(Tensor<Float>(shape: shape, values: Array(repeating: 1, count: 23)) == nil)
    #expect(Tensor<Float>(shape: shape, values: Array(repeating: 1, count: 24)) != nil)
    #expect(Tensor<Float>(shape: shape).offset(1, 2) == 20)
  }
}
