import Testing

@testable import Preview

@Suite struct ByteRangeTests {
  @Test(arguments: [
    ("bytes=0-0", 0..<1), ("bytes=0-9", 0..<10), ("bytes=9-9", 9..<10), ("bytes=0-10", 0..<10), ("bytes=9-", 9..<10),
    ("bytes=0-", 0..<10), ("bytes=-1", 9..<10), ("bytes=-10", 0..<10), ("bytes=-11", 0..<10), ("Bytes= 2-3 ", 2..<4),
    ("bytes=3-99999999999999999999999", 3..<10), ("bytes=-99999999999999999999999", 0..<10), ("bytes=007-08", 7..<9),
  ])
  func parts(_ header: String, _ range: Range<Int>) {
    #expect(ByteRange(header: header, length: 10) == .part(range))
  }

  @Test(arguments: ["bytes=10-", "bytes=10-10", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"])
  func unsatisfiable(_ header: String) {
    #expect(ByteRange(header: header, length: 10) == .unsatisfiable)
  }

  @Test(arguments: [
    nil, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=1-2,4-5", "bytes=1--2", "bytes=+1-2",
    "lines=0-1", "bytes=1", "bytes=1-2x", "bytes =0-1",
  ])
  func ignored(_ header: String?) {
    #expect(ByteRange(header: header, length: 10) == .whole)
  }

  @Test func anEmptyContentHasNoParts() {
    #expect(ByteRange(header: "bytes=0-", length: 0) == .unsatisfiable)
    #expect(ByteRange(header: "bytes=-5", length: 0) == .unsatisfiable)
    #expect(ByteRange(header: nil, length: 0) == .whole)
  }
}
