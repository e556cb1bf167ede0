import Inference
import Kernels

extension IntegerComparison {
  /// What integers change, in one sentence without an end.
  package var words: String {
    var words = "in integers \(Numbers.fixed(noise.decibels, 1)) dB from single precision"
    if let sameFirst, let sameFive {
      words +=
        "; of \(pictures) pictures, \(sameFirst) have the same first class, \(sameFive) the same five"
    }
    return words
  }
}
