import KernelInterface

#if AVX512
  private let name = KernelSetName.avx512
#elseif AVX2
  private let name = KernelSetName.avx2
#elseif arch(arm64)
  private let name = KernelSetName.neon
#else
  private let name = KernelSetName.sse2
#endif

/// The kernels of this module's instruction set.
package let kernelTable = KernelTable(
  name: name, depthwiseLanes: depthwiseLanes, panelWidth: panelWidth, tilePlaces: tilePlaces,
  multiplyMatrix: multiplyMatrix, multiplyPairs: multiplyPairs,
  roundInputs: roundInputs, convolveDepthwise: convolveDepthwise, activate: activate,
  scaleChannels: scaleChannels, scaleRows: scaleRows, meanOfPlaces: meanOfPlaces,
  poolWindow: poolWindow, add: add,
  multiply: multiply, mix: mix, peak: peak, integers: integerKernels)

/// The kernels for integers.
private let integerKernels = IntegerKernels(
  panelWidth: integerPanelWidth, tilePlaces: integerTilePlaces, widen: widenLevels,
  multiplyMatrix: multiplyIntegers, convolveDepthwise: convolveIntegers, add: addIntegers,
  multiply: multiplyIntegers, addPlaces: addPlaces, lookUp: lookUpLevels,
  quantize: quantizeValues)
