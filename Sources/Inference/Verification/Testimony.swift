import Architecture
import NetworkGraph

/// What one witness, somebody else's account of a network, says of a table's.
package struct Testimony: Hashable, Sendable {
  /// What of a network somebody may witness, in the order in which it is asked.
  package enum Aspect: Int, CaseIterable, Hashable, Sendable {
    /// Names and shapes of checkpoint tensors.
    case tensors
    /// How many parameters there are.
    case parameters
    /// The numbers of blocks under seeded weights.
    case blocks
    /// Those of the answers.
    case outputs
    /// The input that is made of a picture.
    case preprocessing
    /// The same of a picture that is larger than the input.
    case shrinking
    /// The names of the classes.
    case labels
    /// What is made of the answers of a detector.
    case boxes
    /// What another width multiplier makes of the channels.
    case widths
  }

  /// Something that holds, and how often.
  package struct Confirmation: Hashable, Sendable {
    /// What holds.
    package var aspect: Aspect
    /// How many of it: tensors, parameters, blocks, answers, classes.
    package var count: Int

    /// A confirmation from its parts.
    package init(_ aspect: Aspect, _ count: Int = 1) { (self.aspect, self.count) = (aspect, count) }
  }

  /// The first thing that does not hold.
  package struct Contradiction: Hashable, Sendable {
    /// What it is about.
    package var aspect: Aspect
    /// The row and the block where it begins; nothing if it is in none.
    package var place: String?
    /// What differs, and from what.
    package var text: String

    /// A contradiction from its parts.
    package init(_ aspect: Aspect, at place: String? = nil, _ text: String) {
      (self.aspect, self.place, self.text) = (aspect, place, text)
    }
  }

  /// Whose word it is: `torchvision`.
  package var framework: String
  /// The same with its version and what it was asked about.
  package var witness: String
  /// What holds.
  package var confirmed: [Confirmation] = []
  /// What does not.
  package var contradiction: Contradiction?
  /// Why the witness, or a part of what it says, is not asked.
  package var notAsked: String?
  /// Whether what it says is of another width than the network's own.
  package var isOfOtherWidth = false

  /// A testimony that says nothing yet.
  package init(_ framework: String, _ witness: String) {
    (self.framework, self.witness) = (framework, witness)
  }

  /// Whether it says anything.
  package var speaks: Bool { !confirmed.isEmpty || contradiction != nil }
}

extension Graph {
  /// What of the network none of the testimonies is about.
  package func unwitnessed(_ testimonies: [Testimony]) -> [Testimony.Aspect] {
    Testimony.Aspect.allCases.filter { aspect in
      hasAspect(aspect)
        && !testimonies.contains { testimony in
          switch aspect {
          case .widths: testimony.isOfOtherWidth && testimony.speaks
          // Answers follow from all that stands before them.
          case .blocks: testimony.isAbout(.blocks) || testimony.isAbout(.outputs)
          case .tensors, .parameters, .outputs, .preprocessing, .shrinking, .labels, .boxes:
            testimony.isAbout(aspect)
          }
        }
    }
  }

  /// Whether there is such a thing to witness.
  private func hasAspect(_ aspect: Testimony.Aspect) -> Bool {
    switch aspect {
    case .tensors, .parameters, .blocks, .outputs: true
    case .preprocessing, .shrinking: spec.preprocessing != nil
    case .labels: spec.labels != nil
    case .boxes: spec.heads.contains { $0.detection != nil }
    case .widths: scaling.width == nil && spec.rules.width.rounding != .undefined
    }
  }
}

extension Testimony {
  fileprivate func isAbout(_ aspect: Aspect) -> Bool {
    contradiction?.aspect == aspect || confirmed.contains { $0.aspect == aspect }
  }
}
