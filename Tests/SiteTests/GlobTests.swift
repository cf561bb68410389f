import TestSupport
import TestTools
import Testing

@testable import Site

@Suite struct GlobTests {
  @Test(arguments: [
    ("drafts", "drafts", true), ("drafts", "a/drafts/b.md", true), ("drafts", "drafts2", false),
    ("*.tmp", "a/b.tmp", true),
    ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("a/**", "a/b/c", true), ("**/b.md", "b.md", true),
    ("**/b.md", "x/y/b.md", true),
    ("a/?.md", "a/b.md", true), ("a/?.md", "a/bc.md", false), ("/theme", "theme", true), ("/theme", "a/theme", false),
    ("", "a", false),
    ("a/", "a", true),
    ("**/old/*.md", "old/z.md", true), ("**/old/*.md", "a/b/old/z.md", true), ("**/old/*.md", "bold/x.md", false),
    ("**/old/*.md", "old/sub/z.md", false), ("**/old/*.md", "old/sub/old/v.md", true),
    ("**/*.md", "a/b.md", true), ("**/b/*.md", "a/b/y.md", true), ("**/drafts", "my drafts", false),
    ("**/a*/q.md", "x/ab/c/ad/q.md", true), ("a/**/b", "a/b", true), ("a/**/b", "a/xb", false),
    ("/a**b", "a/x/b", true),
    ("?.md", "é.md", true), ("?.md", "😀.md", true), ("?.md", "éé.md", false), ("**/?.md", "ab.md", false),
    ("a/[a-c]?.md", "a/bx.md", true), ("a/[a-c].md", "a/d.md", false), ("[!a].md", "b.md", true),
    ("[!a].md", "a.md", false), ("[]x].md", "].md", true), ("[à-ü].md", "é.md", true), ("[!a].md", "é.md", true),
    ("a[/]b", "a/b", false), ("[ab", "[ab", true), ("{a,bc}/*.md", "bc/x.md", true), ("{a,bc}/*.md", "b/x.md", false),
    ("x{1,{2,3}}", "x3", true), ("x{1,}", "x", true), ("{a}", "{a}", true), ("{a,b", "{a,b", true),
  ])
  func `A pattern means the paths that people expect`(pattern: String, path: String, matches: Bool) {
    #expect(Glob(pattern).matches(path) == matches)
  }

  @Test func `Many stars do not hang`() {
    let path = String(repeating: "a", count: 5_000)
    #expect(!Glob(String(repeating: "*a", count: 200) + "b").matches(path))
    #expect(!Glob(String(repeating: "{a,b}", count: 1_000)).matches(path))
  }

  @Test func `A pattern means what its definition says, whatever stands in it`() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<20_000 {
      let pattern = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        ["a", "b", "/", "*", "**", "**/", "?", "é"].randomElement(using: &random) ?? ""
      }.joined()
      let path = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 1...3, using: &random)).map { _ in ["a", "b", "é"].randomElement(using: &random) ?? "" }
          .joined()
      }.joined(separator: "/")
      // One that begins with a slash is tried on the whole path.
      guard !pattern.hasSuffix("/"), !pattern.hasPrefix("/"), !pattern.contains("***") else { continue }
      let expected = means(Substring(pattern), Substring(path), true)
      #expect(Glob("/" + pattern).matches(path) == expected, "\(pattern) on \(path)")
    }
  }

  /// Whether a pattern means all of a path, by trying.
  private func means(_ pattern: Substring, _ path: Substring, _ beginsName: Bool) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    let rest = pattern.dropFirst()
    if pattern.hasPrefix("**/"), beginsName {
      let folders = path.indices.filter { path[$0] == "/" }.map { path[path.index(after: $0)...] }
      return ([path] + folders).contains { means(pattern.dropFirst(3), $0, true) }
    }
    if first == "*" {
      let isDeep = rest.first == "*"
      let longest = isDeep ? path.count : path.prefix { $0 != "/" }.count
      return (0...longest).contains { means(isDeep ? rest.dropFirst() : rest, path.dropFirst($0), false) }
    }
    guard let next = path.first, first == "?" ? next != "/" : first == next else { return false }
    return means(rest, path.dropFirst(), next == "/")
  }
}
