import Testing

@testable import Preview

@Suite struct RequestPathTests {
  @Test func decodesEachNameOnce() throws {
    let path = try RequestPath(target: "/a%20b/%C3%BC/%2541?x=%20&y=/../z")
    #expect(path.components == ["a b", "ü", "%41"])
    #expect(!path.endsWithSlash)
    #expect(path.query == "x=%20&y=/../z")
  }

  @Test func theRootHasNoNames() throws {
    let path = try RequestPath(target: "/")
    #expect(path.components.isEmpty && path.endsWithSlash)
    #expect(try RequestPath(target: "/?q").withSlash == "/?q")
  }

  @Test func writesTheSlashWithEverythingEncodedThatNeedsIt() throws {
    #expect(try RequestPath(target: "/a%20b/c%25d?x=1%202&y=%").withSlash == "/a%20b/c%25d/?x=1%202&y=%")
    #expect(try RequestPath(target: "/a%22%3Cb").withSlash == "/a%22%3Cb/")
  }

  @Test func anAbsoluteTargetNamesItsHost() throws {
    let path = try RequestPath(target: "HTTP://example.org:80/a/?b")
    #expect(path.authority == "example.org:80")
    #expect(path.components == ["a"] && path.query == "b")
    #expect(try RequestPath(target: "http://example.org").components.isEmpty)
  }

  @Test(arguments: [
    "", "a", "*", "?", "//../x", "/..", "/.", "/./a", "/a/..", "/a/../b", "/%2e%2e/x", "/%2E./x", "/.%2e/x", "/a%2fb",
    "/a%2F..%2Fb", "/..%2f..%2fetc%2fpasswd", "/a\\b", "/..\\x", "/%5c..%5cx", "/a%00", "/%00/a",
    "/a%0d%0aSet-Cookie:x",
    "/a%7f", "/a%", "/a%2", "/a%zz", "/a%+1", "/%c0%ae%c0%ae/x", "/%e0%80%ae/x", "/%ff", "/a#b", "example.org:443",
    "ftp://x/", "https://127.0.0.1/",
  ])
  func refusesWhatIsMalformed(_ target: String) {
    #expect(throws: RequestPath.Refusal.malformed) { try RequestPath(target: target) }
  }

  @Test(arguments: ["/.git/config", "/a/.hidden", "/%2egit/config", "/...", "/..a", "//a", "/a//b", "/a//"])
  func hiddenAndEmptyNamesAreNotServed(_ target: String) {
    #expect(throws: RequestPath.Refusal.notServed) { try RequestPath(target: target) }
  }
}
