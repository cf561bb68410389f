import Testing

@testable import LanguageServer

@Suite struct OpenTextTests {
  private func change(_ text: String, line: Any, from start: Any, to end: Any) -> String {
    var text = OpenText(Array(text.utf8))
    let range = ["start": ["line": line, "character": start], "end": ["line": line, "character": end]]
    text.apply([["range": range, "text": "qqq"] as [String: Any]])
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{C}", "\u{B}"])
  func `Lines end where the protocol ends them`(_ character: String) {
    let text = "# T\n\na\(character)bcdef [[zzz]]\r\nend\n"
    #expect(change(text, line: 2, from: 10, to: 13) == text.replacing("zzz", with: "qqq"))
    #expect(OpenText(Array(text.utf8)).line(2) == "a\(character)bcdef [[zzz]]")
    #expect(OpenText(Array("a\rb\r\nc".utf8)).line(1) == "b")
  }

  @Test func `A place in a line's end is the line's end`() throws {
    #expect(OpenText(Array("ä\r\n".utf8)).position(3) as? [String: Int] == ["line": 0, "character": 1])
    #expect(OpenText(Array("ä\r\n".utf8)).position(9) as? [String: Int] == ["line": 1, "character": 0])
  }

  @Test func `Places are what they can be, whatever numbers a client writes`() {
    #expect(change("äbc\nd\n", line: 0, from: Int.max, to: Int.max) == "äbcqqq\nd\n")
    #expect(change("äbc\nd\n", line: -1, from: -4, to: Int.min) == "qqqäbc\nd\n")
    #expect(change("äbc\nd\n", line: 1e300, from: 0, to: -1e300) == "äbc\nd\nqqq")
    #expect(change("äbc\nd\n", line: 0, from: 1.5, to: "x") == "äqqqbc\nd\n")
  }
}
