/// A channel of a layer as people ask for it: `bneck4.expand:7`.
package struct LayerChannel: Hashable, Sendable, CustomStringConvertible {
  /// The layer's name.
  package var layer: String
  /// The channel, from 0.
  package var channel: Int

  /// Reads a layer and a channel.
  package init(_ text: String) throws(NotationError) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let channel = Int(text[text.index(after: colon)...]), channel >= 0
    else { throw NotationError("must be a layer and a channel from 0 on, such as bneck4.expand:7") }
    layer = String(text[..<colon])
    self.channel = channel
  }

  package var description: String { "\(layer):\(channel)" }
}
