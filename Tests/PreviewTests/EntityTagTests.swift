import NIOCore
import Testing

@testable import Preview

@Suite struct EntityTagTests {
  private func tag(_ bytes: [UInt8]) -> EntityTag { EntityTag(of: ByteBuffer(bytes: bytes).readableBytesView) }

  @Test func isStrongAndDependsOnTheContentOnly() {
    #expect(tag(Array("abc".utf8)) == tag(Array("abc".utf8)))
    #expect(tag([]).value.wholeMatch(of: /"[0-9a-f]{32}"/) != nil)
  }

  @Test func everyBitAndTheLengthMatter() {
    let bytes = (0..<37).map { UInt8($0 &* 7) }
    var tags = [tag(bytes).value]
    for index in bytes.indices {
      for bit in 0..<8 {
        var other = bytes
        other[index] ^= 1 << UInt8(bit)
        tags.append(tag(other).value)
      }
    }
    for count in 0..<64 { tags.append(tag([UInt8](repeating: 0, count: count)).value) }
    #expect(Set(tags).count == tags.count)
  }

  @Test func matchesListsWeaklyAndTheStar() {
    let tag = tag([1])
    #expect(tag.matches(anyOf: [tag.value]))
    #expect(tag.matches(anyOf: ["\"x\", W/\(tag.value) , \"y\""]))
    #expect(tag.matches(anyOf: ["\"x\"", tag.value]))
    #expect(tag.matches(anyOf: ["*"]))
    #expect(!tag.matches(anyOf: []))
    #expect(!tag.matches(anyOf: ["", ",", "\"x\"", tag.value + "x", String(tag.value.dropLast())]))
    #expect(!tag.encoded(as: "gzip").matches(anyOf: [tag.value]))
  }
}
