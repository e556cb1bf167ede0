/// The numbers of a map that are normalized by one mean and one variance, their own.
public enum NormalizedPart: Hashable, Sendable {
  /// All channels of one place (layer normalization, arXiv 1607.06450, as ConvNeXt has it).
  case place
  /// All places of each of `groups` equal groups of the channels (group normalization, arXiv 1803.08494); with
  /// as many groups as channels instance normalization.
  case map(groups: Int)
}
