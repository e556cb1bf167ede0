import Architecture

/// The mappings of the grammar, each with all its keys: what the readers accept and the schema lists.
package enum GrammarObject: String, CaseIterable, Sendable {
  case architecture, variant, source, input, preprocessing, erratum, extends, group, block, replace
  case rules, norm, implementation, width
  case squeezeExcite = "squeeze-excite"
  case head
  case headTemplate = "head-template"
  case branch
  case defaultBoxes = "default-boxes"
  case anchors, decoding, suppression, loss, focal
  case lossWeights = "loss-weights"
  case blocks = "file-of-blocks"
  case dialect
  case family, names
  case layerTensors = "layer-tensors"
  case normTensors = "norm-tensors"
  case layerNames = "layer-names"
  case device
  case glossary, term

  /// A key and what its value may be.
  package typealias Key = (name: String, value: GrammarValue)

  /// How messages call it.
  var title: String {
    switch self {
    case .architecture: "an architecture"
    case .variant: "a variant"
    case .erratum: "an erratum"
    case .group: "a group"
    case .block: "a block"
    case .head, .headTemplate: "a head"
    case .branch: "a branch"
    case .defaultBoxes: "default boxes"
    case .loss: "a loss"
    case .lossWeights: "the weights of a loss"
    case .blocks: "a file of blocks"
    case .dialect: "a dialect"
    case .family: "a family"
    case .layerNames: "names of a layer"
    case .device: "a device"
    case .glossary: "a glossary"
    case .term: "a term"
    case .source, .input, .preprocessing, .extends, .replace, .rules, .norm, .implementation,
      .width, .squeezeExcite, .anchors, .decoding, .suppression, .focal, .names, .layerTensors,
      .normTensors:
      rawValue
    }
  }

  /// The keys that the readers cannot do without.
  package var requiredKeys: [String] {
    switch self {
    case .input: ["shape"]
    case .source: ["paper"]
    case .erratum: ["printed", "reason"]
    case .extends: ["table"]
    case .variant: ["name", "variant-of"]
    case .group, .replace: ["rows"]
    case .block, .branch: ["columns", "rows"]
    case .head: ["sources", "boxes", "branches"]
    case .dialect: ["dialect", "families"]
    case .blocks: ["blocks-for"]
    case .loss: ["rule", "by"]
    case .focal: ["alpha", "gamma"]
    case .lossWeights: ["box", "objectness", "class"]
    case .device: ["device", "gigaflops", "gigabytes-per-second"]
    case .glossary: ["glossary", "terms"]
    case .term: ["term", "en", "zh"]
    case .architecture, .preprocessing, .rules, .norm, .implementation, .width, .squeezeExcite,
      .headTemplate, .defaultBoxes, .anchors, .decoding, .suppression, .family, .names,
      .layerTensors, .normTensors, .layerNames:
      []
    }
  }
}
