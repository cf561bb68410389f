import Buffers
import Testing

@Suite struct OutputBufferTests {
  @Test func `Pieces of any length stand one behind another`() {
    var expected: [UInt8] = []
    var output = OutputBuffer()
    for length in Array(0...80) + [1_000, 0, 3] {
      let piece = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
      output.append(contentsOf: piece)
      output.append(contentsOf: piece.dropFirst())
      expected += piece + piece.dropFirst()
      let (written, last) = (output.array, output.last)
      #expect(written == expected)
      #expect(last == expected.last)
    }
  }

  @Test func `Nothing behind a piece is read or written`() {
    // The piece ends where the room of an array of the same size ends; a sanitizer sees what goes beyond.
    for length in 1...40 {
      var output = OutputBuffer(capacity: 64)
      let piece = [UInt8](repeating: 1, count: length)
      while output.count + length <= 64 { output.append(contentsOf: piece) }
      let written = output.array
      #expect(written.allSatisfy { $0 == 1 } && written.count == 64 / length * length)
    }
  }

  @Test func `Bytes, literals and strings are appended, taken back and forgotten`() {
    var output = OutputBuffer(capacity: 0)
    let isEmpty = output.isEmpty
    #expect(isEmpty)
    output.append(65)
    output.append("BC")
    output.append(string: "Dü→")
    let text = output.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(text == "ABCDü→")
    let taken = output.takeBack(from: 3)
    #expect(String(decoding: taken, as: UTF8.self) == "Dü→")
    let (count, rest) = (output.count, output.array)
    #expect(count == 3 && rest == [65, 66, 67])
    output.reserve(10_000)
    let kept = output.array
    #expect(kept == [65, 66, 67])
    output.removeAll()
    let (end, last) = (output.count, output.last)
    #expect(end == 0 && last == nil)
  }
}
