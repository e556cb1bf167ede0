/// A text and what is put in the place of its parts, all places counted in Unicode scalars of the text as it
/// was, as YAML counts them.
struct TextChanges {
  let scalars: [Unicode.Scalar]
  private var changes: [(range: Range<Int>, text: [Unicode.Scalar])] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var isEmpty: Bool { changes.isEmpty }

  /// Puts a text in the place of a part; of parts that overlap, the first counts.
  mutating func replace(_ range: Range<Int>, with text: String) {
    changes.append((range, Array(text.unicodeScalars)))
  }

  /// The text with all changes.
  var text: String { text(0..<scalars.count) }

  /// A part of the text with the changes in it.
  func text(_ part: Range<Int>) -> String {
    var (result, place) = (String.UnicodeScalarView(), part.lowerBound)
    for change in ordered
    where part.lowerBound <= change.range.lowerBound && change.range.upperBound <= part.upperBound {
      result.append(contentsOf: scalars[place..<change.range.lowerBound])
      result.append(contentsOf: change.text)
      place = change.range.upperBound
    }
    result.append(contentsOf: scalars[place..<part.upperBound])
    return String(result)
  }

  /// The place in the text as it was of one in the changed text.
  func original(of place: Int) -> Int {
    var shift = 0
    for change in ordered {
      let start = change.range.lowerBound + shift
      if place < start { break }
      // Blanks before what was changed may have gone with it.
      if place < start + change.text.count {
        return max(change.range.lowerBound, change.range.upperBound - 1)
      }
      shift += change.text.count - change.range.count
    }
    return place - shift
  }

  /// The changes from front to back, without those in what goes altogether.
  private var ordered: [(range: Range<Int>, text: [Unicode.Scalar])] {
    var (kept, end): ([(range: Range<Int>, text: [Unicode.Scalar])], Int) = ([], 0)
    // Of two at one place, the first is first.
    let sorted = changes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, change) in sorted where change.range.lowerBound >= end {
      kept.append(change)
      end = change.range.upperBound
    }
    return kept
  }
}

// MARK: Lines

extension TextChanges {
  func isBlank(_ place: Int) -> Bool { [" ", "\t", "\n", "\r"].contains(scalars[place]) }

  /// Where the line of a place begins.
  func lineStart(_ place: Int) -> Int {
    var start = place
    while start > 0, scalars[start - 1] != "\n" { start -= 1 }
    return start
  }

  /// Where the line of a place ends: at its line feed, or the end of the text.
  func lineEnd(_ place: Int) -> Int {
    var end = place
    while end < scalars.count, scalars[end] != "\n" { end += 1 }
    return end
  }

  /// The first place from a line's beginning that is no blank; its end if there is none.
  func indent(ofLineAt start: Int) -> Int {
    var place = start
    while place < scalars.count, scalars[place] == " " || scalars[place] == "\t" { place += 1 }
    return place
  }

  /// The end of a part without blanks and whole lines of comments behind it.
  func trimmedEnd(_ range: Range<Int>) -> Int {
    var end = min(range.upperBound, scalars.count)
    while end > range.lowerBound {
      if isBlank(end - 1) {
        end -= 1
        continue
      }
      let start = lineStart(end - 1)
      guard start > range.lowerBound, scalars[indent(ofLineAt: start)] == "#" else { break }
      end = start
    }
    return end
  }
}
