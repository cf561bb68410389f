import TestSupport
import Testing

@testable import Site

@Suite struct EditedHandbookTests {
  private func handbook(in folder: TemporaryFolder) throws -> EditedHandbook {
    var options = BuildOptions(content: folder.path, jobs: 1)
    options.usesCache = false
    return try EditedHandbook(options)
  }

  private let text = Array("# A\n\n[[b]] [[c]]\n".utf8)

  @Test func `A document's problems are told before the handbook is connected`() throws {
    let folder = try TemporaryFolder("-- a.md --\n# A\n-- b.md --\n# B\n")
    var book = try handbook(in: folder)
    let problems = try #require(try book.edit("a.md", text))
    #expect(problems.map(\.code) == [.brokenLink] && !book.isSettled)
    #expect(book.loaded.diagnostics.isEmpty)
    book.settle(try #require(book.connecting()))
    #expect(book.isSettled && book.loaded.diagnostics.map(\.code) == [.brokenLink])
  }

  @Test func `What was connected of older texts is not taken`() throws {
    let folder = try TemporaryFolder("-- a.md --\n# A\n-- b.md --\n# B\n")
    var book = try handbook(in: folder)
    _ = try book.edit("a.md", text)
    let old = try #require(book.connecting())
    _ = try book.edit("a.md", Array("# A\n".utf8))
    book.settle(old)
    #expect(!book.isSettled)
    // Files that came meanwhile, as from git, are read by `reload`.
    try folder.write("# C\n", to: "c.md")
    let before = try #require(book.connecting())
    try book.reload()
    book.settle(before)
    #expect(book.isSettled && book.loaded.handbook.documents.count == 3)
  }
}
