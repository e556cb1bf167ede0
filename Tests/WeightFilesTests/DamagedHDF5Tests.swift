import Testing

@testable import WeightFiles

@Suite("Damaged HDF5 files")
struct DamagedHDF5Tests {
  private static let names = [
    "whole.h5", "numbered.weights.h5", "nameless.weights.h5", "old.h5", "latest.h5", "types.h5",
    "chunked.h5", "archive.keras",
  ]

  @Test(
    "2,000 damaged files, 250 of each, give an error or tensors no larger than the file",
    arguments: names)
  func damaged(name: String) throws {
    let whole = try KerasFixture.bytes(name)
    // Around damaged weights the archive is made anew, with a checksum that fits.
    let archive = name.hasSuffix(".keras") ? try members(whole) : nil
    let original = archive?.last?.content ?? whole
    var generator = Generator(state: UInt64(original.count))
    var (errors, wholes) = (0, 0)
    for _ in 0..<250 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        // An address or a size that claims almost anything, or one of another structure.
        case 2:
          let end = min(place + 8, bytes.count)
          bytes.replaceSubrange(place..<end, with: bytes[place..<end].map { _ in 0xFF })
        case 3:
          let address = littleEndian(UInt64(Int.random(in: bytes.indices, using: &generator)))
          let start = place / 8 * 8
          bytes.replaceSubrange(
            start..<min(start + 8, bytes.count), with: address.prefix(bytes.count - start))
        default: bytes.removeLast(Int.random(in: 0..<100, using: &generator))
        }
      }
      if let archive {
        bytes = ZipWriter(archive.dropLast() + [(KerasArchive.weightsName, bytes)]).bytes
      }
      // What is compressed is unfolded when it is asked for.
      guard case .success(let checkpoint) = read(bytes), let contents = try? checkpoint.contents()
      else {
        errors += 1
        continue
      }
      wholes += 1
      for content in contents.values {
        #expect(content.values.count <= bytes.count)
      }
    }
    #expect(errors > 25 && wholes > 25, "\(errors) errors, \(wholes) whole")
  }

  /// The members of an archive of Keras, its weights last.
  private func members(_ bytes: [UInt8]) throws -> [(name: String, content: [UInt8])] {
    let archive = try ZipArchive(CheckedBytes(MemoryByteSource(bytes)))
    let members = try archive.members.map { ($0.name, try archive.load($0)) }
    return members.filter { $0.0 != KerasArchive.weightsName }
      + members.filter { $0.0 == KerasArchive.weightsName }
  }

  @Test("a group that contains itself, and a tree of names whose node is its own child")
  func loops() throws {
    var bytes = try KerasFixture.bytes("numbered.weights.h5")
    let root = try HDF5Reader(source(bytes), in: bytes.indices).root
    // Every link leads back to the root.
    for (start, node) in places("SNOD", bytes) {
      for entry in 0..<Int(node[6]) {
        let place = start + 8 + 40 * entry + 8
        bytes.replaceSubrange(place..<place + 8, with: littleEndian(UInt64(root)))
      }
    }
    let error = failure(bytes)
    #expect(error == .hdf5(.notKeras) || error == .hdf5(.loop(offset: root)), "\(error as Any)")

    bytes = try KerasFixture.bytes("numbered.weights.h5")
    for (start, _) in places("TREE", bytes) {
      bytes[start + 5] = 1
      bytes.replaceSubrange(start + 32..<start + 40, with: littleEndian(UInt64(start)))
    }
    guard case .hdf5(.loop) = failure(bytes) else {
      Issue.record("\(failure(bytes) as Any)")
      return
    }
  }

  @Test("counts that no file holds")
  func counts() throws {
    for signature in ["SNOD", "TREE", "HEAP"] {
      var bytes = try KerasFixture.bytes("whole.h5")
      for (start, _) in places(signature, bytes) {
        let place = signature == "HEAP" ? start + 8 : start + 6
        bytes.replaceSubrange(place..<place + 2, with: [0xFF, 0xFF])
        if signature == "HEAP" { bytes[place + 6] = 0x7F }
      }
      guard case .hdf5 = failure(bytes) else {
        Issue.record("\(signature): \(failure(bytes) as Any)")
        continue
      }
    }
  }

  private func source(_ bytes: [UInt8]) -> CheckedBytes { CheckedBytes(MemoryByteSource(bytes)) }

  /// Where structures with a signature begin, and the bytes from there on.
  private func places(_ signature: String, _ bytes: [UInt8]) -> [(Int, ArraySlice<UInt8>)] {
    bytes.indices.dropLast(48).filter {
      bytes[$0..<$0 + 4].elementsEqual(signature.utf8)
    }.map { start in (start, ArraySlice(Array(bytes[start..<start + 48]))) }
  }
}
