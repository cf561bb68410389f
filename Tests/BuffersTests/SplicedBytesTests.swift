import Buffers
import Testing

@Suite struct SplicedBytesTests {
  @Test func `Pieces stand before the bytes that they were put at`() {
    func written(_ insertions: [SplicedBytes.Insertion]) -> String {
      var output = OutputBuffer()
      output.append(SplicedBytes(FinishedBytes(Array("abc".utf8)), insertions))
      return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }
    #expect(written([]) == "abc")
    #expect(written([.init("1", at: 0), .init("22", at: 2), .init("3", at: 3)]) == "1ab22c3")
  }
}
