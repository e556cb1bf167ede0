import Architecture

/// The explorer's page with what a reader is given in it: a network to begin with, tables of their own, a
/// picture.
package struct ExplorerPage: Sendable {
  /// A file that goes into the page.
  package struct File: Sendable {
    /// Its name in the page.
    package var name: String
    /// Its type, such as `image/png`.
    package var type: String
    /// Its bytes.
    package var bytes: [UInt8]

    /// A file from its parts.
    package init(name: String, type: String, bytes: [UInt8]) {
      (self.name, self.type, self.bytes) = (name, type, bytes)
    }
  }

  /// The network, as the command line names it; the page's own choice if absent.
  package var network: String?
  /// Name and YAML text of each table.
  package var tables: [(name: String, text: String)]
  /// The picture that the network runs on.
  package var picture: File?

  /// What a reader is given.
  package init(
    network: String? = nil, tables: [(name: String, text: String)] = [], picture: File? = nil
  ) {
    (self.network, self.tables, self.picture) = (network, tables, picture)
  }

  /// The element of the page that is filled in.
  private static let place = "<script id=\"given\" type=\"application/json\">{}</script>"

  /// The page with all of it, made of the one without; nothing if that is not the explorer's page.
  package func text(in page: String) -> String? {
    guard let range = page.firstRange(ofText: Self.place) else { return nil }
    var members: [String: JSONValue] = [:]
    members["name"] = network.map { .text($0) }
    if !tables.isEmpty {
      members["tables"] = .array(
        tables.map { .object(["name": .text($0.name), "text": .text($0.text)]) })
    }
    members["image"] = picture.map { picture in
      .object([
        "name": .text(picture.name), "type": .text(picture.type),
        "base64": .text(Self.base64(picture.bytes)),
      ])
    }
    // No text may end the element that it stands in.
    let json = JSONValue.object(members).line.replacing(text: "<", with: "\\u003c")
    return page[..<range.lowerBound] + Self.place.replacing(text: "{}", with: json)
      + page[range.upperBound...]
  }

  /// Bytes as RFC 4648 writes them.
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var start = 0
    while start < bytes.count {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * place) & 63)]
        text.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
      start += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
