import Glibc

/// Some sections of a text that change, while the rest is taken from the file that holds the text as it was.
struct SectionSplice: Sendable {
  /// How many bytes stand before the first section, and in each of them.
  private(set) var lengths: [Int]
  /// The documents whose sections change, by their places among the sections.
  let changed: [(place: Int, document: Int)]

  /// - Parameters:
  ///   - changed: the documents whose sections change.
  ///   - order: the documents in the order of the sections.
  ///   - lengths: how many bytes stand before the first section, and in each of them, in the file that stands there.
  ///   - size: how many bytes the file has.
  /// - Returns: `nil` when the lengths are not those of the file.
  init?(_ changed: [Int], order: [Int], lengths: [Int], size: Int) {
    guard lengths.count == order.count + 1, lengths.reduce(0, +) == size else { return nil }
    self.lengths = lengths
    let isChanged = Set(changed)
    self.changed = order.enumerated().filter { isChanged.contains($1) }.map { ($0 + 1, $1) }
  }

  /// Gives all of the new text, one stretch after the other: those that are copied, as ranges of the file's bytes, and the new
  /// sections.
  mutating func forEachStretch(
    section: (_ document: Int) -> [UInt8], copy: (Range<Int>) throws(Files.Failure) -> Void,
    append: ([UInt8]) throws(Files.Failure) -> Void
  ) throws(Files.Failure) {
    var (place, offset) = (0, 0)
    for next in changed {
      let length = lengths[place..<next.place].reduce(0, +)
      try copy(offset..<offset + length)
      let bytes = section(next.document)
      try append(bytes)
      offset += length + lengths[next.place]
      lengths[next.place] = bytes.count
      place = next.place + 1
    }
    try copy(offset..<offset + lengths[place...].reduce(0, +))
  }
}

extension Publisher {
  /// Writes one file of the site that an earlier build wrote, with other sections.
  ///
  /// - Parameter section: the new section of a document.
  func splice(
    _ path: String, _ splice: inout SectionSplice, section: (_ document: Int) -> [UInt8]
  ) throws(Files.Failure) -> Outcome {
    let source = output + "/" + path
    let input = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard input >= 0 else { throw Files.Failure("read", source) }
    defer { close(input) }
    return try write(to: path) { append throws(Files.Failure) in
      try splice.forEachStretch(section: section) { range throws(Files.Failure) in
        var offset = range.lowerBound
        while offset < range.upperBound {
          let piece = try Files.read(input, offset..<min(offset + 1 << 20, range.upperBound), source)
          try piece.withUnsafeBufferPointer(append)
          offset += piece.count
        }
      } append: { bytes throws(Files.Failure) in
        try bytes.withUnsafeBufferPointer(append)
      }
    }
  }
}
