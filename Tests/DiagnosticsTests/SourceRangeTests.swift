import Diagnostics
import Testing

@Suite struct SourceRangeTests {
  /// Names of files in their order; the first and the last are one to Swift.
  private let files = ["cafe\u{301}.md", "cafz.md", "caf\u{E9}.md"]

  private func place(_ file: String, _ line: Int = 1) -> SourceRange { SourceRange(file: file, line: line, column: 1) }

  @Test func `Files whose names differ in bytes are two`() {
    let (first, last) = (place(files[0]), place(files[2]))
    #expect(first != last && Set([first, last]).count == 2)
    #expect(first < last && !(last < first))
  }

  @Test func `Places stand in the order of their files, whatever the order was`() {
    let places = files.flatMap { file in (1...3).map { place(file, $0) } }
    for start in places.indices {
      #expect(Array(places[start...] + places[..<start]).sorted() == places)
    }
    #expect(Array(places.reversed()).sorted() == places)
  }
}
