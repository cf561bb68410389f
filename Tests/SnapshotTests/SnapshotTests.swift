import Testing

@testable import Snapshot

@Suite struct SnapshotTests {
  @Test func `Values are read back as they were written`() throws {
    let numbers = [0, 1, 127, 128, 300, 1 << 20, 1 << 40, Int.max, -1, Int.min]
    var writer = SnapshotWriter()
    writer.common = "a/b.md"
    for number in numbers { writer.write(number) }
    writer.write(fixed: -7)
    for text in ["", "x", "ü→\0", String(repeating: "long ", count: 100)] { writer.write(text) }
    writer.write(common: "a/b.md")
    writer.write(common: "other")
    writer.common = "caf\u{E9}.md"
    writer.write(common: "cafe\u{301}.md")
    writer.common = "a/b.md"
    writer.write(nil as String?)
    writer.write("some" as String?)
    writer.write(["a", "b"])
    writer.write([UInt8](0...255))
    let print = Fingerprint([1, 2, 3])
    writer.write([print, print])
    let bytes = writer.bytes
    try bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws -> Void in
      var reader = SnapshotReader(bytes)
      reader.common = "a/b.md"
      for number in numbers { #expect(try reader.number() == number) }
      #expect(try reader.fixed() == -7)
      for text in ["", "x", "ü→\0", String(repeating: "long ", count: 100)] { #expect(try reader.text() == text) }
      #expect(try reader.commonText() == "a/b.md")
      #expect(try reader.commonText() == "other")
      reader.common = "caf\u{E9}.md"
      #expect(try Array(reader.commonText().utf8) == Array("cafe\u{301}.md".utf8))
      reader.common = "a/b.md"
      #expect(try reader.optionalText() == nil)
      #expect(try reader.optionalText() == "some")
      #expect(try reader.texts() == ["a", "b"])
      #expect(try reader.byteArray() == [UInt8](0...255))
      #expect(try reader.array() == [print, print])
      #expect(reader.isAtEnd)
    }
  }

  @Test func `Counts that lie are refused before room is made for them`() {
    let lies: [[UInt8]] = [
      [], [255], [200, 200, 200, 200, 200, 200, 200, 200, 127], [5, 1, 2], Array(repeating: 128, count: 20),
    ]
    for bytes in lies {
      bytes.withUnsafeBytes { bytes in
        #expect(throws: SnapshotError.self) {
          var reader = SnapshotReader(bytes)
          _ = try reader.array() as [Fingerprint]
        }
        #expect(throws: SnapshotError.self) {
          var reader = SnapshotReader(bytes)
          _ = try reader.text()
        }
      }
    }
  }

  @Test func `Fingerprints differ when bytes do, and not when they come in pieces`() {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var other = bytes
    other[5_000] ^= 1
    #expect(Fingerprint(bytes) == Fingerprint(bytes))
    #expect(Fingerprint(bytes) != Fingerprint(other))
    let stream = FingerprintStream()
    bytes[..<3_000].withUnsafeBytes { stream.add($0) }
    bytes[3_000...].withUnsafeBytes { stream.add($0) }
    #expect(stream.fingerprint == Fingerprint(bytes))
    #expect(Fingerprint(bytes).hexadecimal.utf8.count == 32)
    // Texts are told apart, not only what they are together.
    let (first, second) = (Fingerprint { $0.write(["ab", "c"]) }, Fingerprint { $0.write(["a", "bc"]) })
    #expect(first != second)
  }
}
