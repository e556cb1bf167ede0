/// Non-maximum suppression: which boxes remain of many that overlap.
///
/// Class by class, the boxes whose score is above a threshold are taken from the best down, at most
/// so many; one that overlaps a box which is kept already by more than a threshold is dropped. Of
/// the boxes kept in all classes the best remain. Boxes of equal score stay in their order.
package struct Suppression: Hashable, Sendable {
  /// Scores must be above this.
  package var score: Double
  /// Intersection over union may be at most this, from 0 to 1.
  package var overlap: Double
  /// Boxes that one suppression begins with, of each class, or of all under a class offset; all of
  /// them if absent.
  package var candidates: Int?
  /// Boxes that remain, of all classes.
  package var kept: Int
  /// With this, as in YOLOv5, a box has its best class only, and all classes are suppressed
  /// together, kept apart by moving boxes by so many pixels a class.
  package var classOffset: Double?

  /// A suppression from its parts.
  package init(
    score: Double, overlap: Double, candidates: Int?, kept: Int, classOffset: Double? = nil
  ) {
    self.score = score
    self.overlap = overlap
    self.candidates = candidates
    self.kept = kept
    self.classOffset = classOffset
  }
}
