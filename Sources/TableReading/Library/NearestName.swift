/// The known name that differs least from a given one, if it is near enough to be meant.
package func nearest(to name: String, among known: [String]) -> String? {
  // What is far longer than every name is none of them, and to compare it would take its time.
  let longest = known.reduce(0) { max($0, $1.utf8.count) }
  guard name.utf8.count <= 16 * longest + 64 else { return nil }
  let wanted = Array(name.lowercased())
  // The beginning of a name is meant for it.
  let longer = known.filter { wanted.count >= 3 && $0.lowercased().hasPrefix(name.lowercased()) }
  if let shortest = longer.min(by: { ($0.count, $0) < ($1.count, $1) }) { return shortest }
  let ranked = known.map { (name: $0, distance: editDistance(wanted, Array($0.lowercased()))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  // A name of which no letter would remain is another word, not a slip of the pen.
  guard best.distance < wanted.count else { return nil }
  return best.distance <= max(2, best.name.count / 3) ? best.name : nil
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var previous = Array(0...right.count)
  for (row, character) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let replaced = previous[column] + (character == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[right.count]
}
