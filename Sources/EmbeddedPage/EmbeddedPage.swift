/// The explorer as it was when the program was built: the page that `make explorer` makes.
package enum EmbeddedPage {
  /// The page; nothing if the program was built before there was one.
  package static var text: String? { tableFileTexts.first?.text }
}
