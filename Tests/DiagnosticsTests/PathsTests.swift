import Diagnostics
import Testing

/// A slash and an accent behind it are one character to Swift.
@Suite struct PathsTests {
  @Test func `Paths are taken apart at each slash`() {
    let path = "/a/\u{301}b/\u{301}c"
    #expect(path.parentPath == "/a/\u{301}b" && path.lastPathComponent == "\u{301}c")
    #expect(path.pathParts == ["a", "\u{301}b", "\u{301}c"] && path.isAbsolutePath)
    #expect("/\u{301}".isAbsolutePath && !"".isAbsolutePath && !"a/".isAbsolutePath)
    #expect(relativePath(to: "/a/\u{301}x/y", from: "/a/\u{301}b") == "../\u{301}x/y")
    #expect(relativePath(to: "caf\u{E9}/x", from: "cafe\u{301}") == "../caf\u{E9}/x")
  }

  @Test func `What is below a folder is told by bytes`() {
    #expect("a/b".isPath(below: "a") && "a/\u{301}b".isPath(below: "a") && "a/b/c".isPath(below: "a/b"))
    #expect(!"ab/c".isPath(below: "a") && !"a".isPath(below: "a") && !"caf\u{E9}/a".isPath(below: "cafe\u{301}"))
  }

  @Test(arguments: ["../\u{301}x", "a/../\u{301}x", "a/.", "", "/a", "a//b", "a\0b"])
  func `What leads out of a folder does not stay below it`(path: String) {
    #expect(!path.staysBelow)
    #expect("a/..b/\u{301}..".staysBelow)
  }
}
