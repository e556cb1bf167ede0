/// An SVG document with its surfaces named by their order in it.
///
/// Cairo names an SVG's surfaces by a number that counts up over the whole process, so the second
/// picture of a scene would differ from the first. All text is drawn as outlines: the letters
/// `surface` stand nowhere else.
func stableSurfaceNames(in document: [UInt8]) -> [UInt8] {
  let word = Array("surface".utf8)
  var order: [ArraySlice<UInt8>: Int] = [:]
  var result: [UInt8] = []
  result.reserveCapacity(document.count)
  var index = document.startIndex
  while index < document.endIndex {
    let rest = document[index...]
    guard rest.starts(with: word) else {
      result.append(document[index])
      index += 1
      continue
    }
    let number = rest.dropFirst(word.count).prefix { (0x30...0x39).contains($0) }
    let place = order[number] ?? order.count
    order[number] = place
    result += word + Array(String(place).utf8)
    index = number.endIndex
  }
  return result
}
