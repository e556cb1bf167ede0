/// What turns a head's answers into boxes in a picture.
package struct DetectionSpec: Hashable, Sendable {
  /// The boxes that answers move, and how they do.
  package var boxes: ReferenceBoxes
  /// Where boxes are cut off.
  package var clip: BoxClip
  /// Which of the boxes remain.
  package var suppression: Suppression
  /// What its training makes small; nothing if no source says.
  package var loss: LossSpec?

  /// A specification from its parts.
  package init(
    boxes: ReferenceBoxes, clip: BoxClip, suppression: Suppression, loss: LossSpec? = nil
  ) {
    self.boxes = boxes
    self.clip = clip
    self.suppression = suppression
    self.loss = loss
  }
}

/// The boxes at every cell of a head's maps, before an output moves them.
package enum ReferenceBoxes: Hashable, Sendable {
  /// SSD's: boxes of fixed sizes and ratios, one class of which is the background.
  case defaultBoxes(DefaultBoxes, CenterSizeDecoding)
  /// YOLO's: sizes in pixels of the network's input, map by map, with an objectness.
  case anchors([[Anchor]], CellDecoding)

  /// Boxes a place of each map.
  package var counts: [Int] {
    switch self {
    case .defaultBoxes(let boxes, _): boxes.maps.map { $0.count }
    case .anchors(let maps, _): maps.map { $0.count }
    }
  }
}

/// Where boxes are cut off.
package enum BoxClip: String, CaseIterable, Hashable, Sendable {
  /// Nowhere.
  case no
  /// Before suppression, at the edges of the network's input.
  case input
  /// Before suppression, at the last pixel of the picture: its width and height less one.
  case lastPixel = "last-pixel"
  /// After suppression, at the edges of the picture.
  case picture
}
