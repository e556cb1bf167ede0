/// The networks of the family's papers: what several commands take if none is named.
enum Classifiers {
  static let names = [
    "mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small",
  ]
}
