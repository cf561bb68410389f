import Foundation
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
    let found = book.edit("a.md", text)
    let problems = try #require(found)
    #expect(problems.map(\.code) == [.brokenLink] && !book.isSettled)
    #expect(book.loaded.diagnostics.isEmpty)
    book.settle(book.connecting())
    #expect(book.isSettled && book.loaded.diagnostics.map(\.code) == [.brokenLink])
  }

  @Test func `What was connected of older texts is not taken`() throws {
    let folder = try TemporaryFolder("-- a.md --\n# A\n-- b.md --\n# B\n")
    var book = try handbook(in: folder)
    _ = book.edit("a.md", text)
    let old = book.connecting()
    _ = book.edit("a.md", Array("# A\n".utf8))
    book.settle(old)
    #expect(!book.isSettled)
    // Files that came meanwhile, as from git, are read again.
    let before = book.connecting()
    try folder.write("# C\n", to: "c.md")
    book.readAgain()
    book.settle(before)
    #expect(!book.isSettled)
    book.settle(book.connecting())
    #expect(book.isSettled && book.loaded.handbook.documents.count == 3)
  }

  /// An editor with a handbook.
  private final class Editor {
    var book: EditedHandbook
    init(_ book: EditedHandbook) { self.book = book }

    func edit(_ file: String, _ text: String?) -> [String]? {
      book.edit(file, text.map { Array($0.utf8) })?.map(\.code.rawValue)
    }

    /// What is wrong with the handbook as its texts are.
    func problems() -> [String] {
      book.settle(book.connecting())
      return book.loaded.diagnostics.map { "\($0.range?.file ?? ""): \($0.code.rawValue)" }
    }
  }

  @Test func `A document includes texts as they are, saved or not`() throws {
    let folder = try TemporaryFolder("-- inc.md --\n# Inc\n\n{{include: b.md#part}}\n-- b.md --\n# B\n\n## Part\n\nx\n")
    let editor = Editor(try handbook(in: folder))
    #expect(editor.edit("inc.md", "# Inc\n\n{{include: b.md#part}}\n") == [])
    // A key in what is included reads no file, and parses what includes it.
    try folder.write("# C\n", to: "c.md")
    #expect(editor.edit("b.md", "# B\n") == [])
    #expect(editor.problems() == ["inc.md: include-failed"])
    #expect(editor.book.loaded.handbook.documents.count == 2)
    _ = editor.edit("b.md", nil)
    #expect(editor.problems() == [])
  }

  @Test func `What the handbook leaves out is no document when it is opened`() throws {
    let folder = try TemporaryFolder(
      """
      -- baton.yml --
      exclude: [drafts, /new.md]
      -- a.md --
      # A
      -- drafts/d.md --
      # D
      -- old/manifest.txt --
      """)
    let editor = Editor(try handbook(in: folder))
    let left = [
      "drafts/d.md", "drafts/e.md", "new.md", ".hidden/a.md", ".x.md", "a.md~", "#a.md#", "a.md/b.md", "x.txt",
    ]
    for file in left {
      _ = editor.edit(file, "# A\n\n[[b]]\n")
      _ = editor.problems()
      #expect(editor.book.loaded.handbook.documents.count == 1 && editor.book.source(of: file) == nil, "\(file)")
      // It is known now to be none.
      #expect(editor.edit(file, "# X\n") == nil && editor.book.isSettled, "\(file)")
    }
    // A new one is a document until it is closed without being saved.
    #expect(editor.edit("tasks/new.md", "# A\n\n[[b]]\n") == nil && !editor.book.isSettled)
    #expect(editor.problems().allSatisfy { $0.hasPrefix("tasks/new.md: ") })
    #expect(editor.book.source(of: "tasks/new.md") != nil)
    #expect(editor.edit("tasks/new.md", "# A\n\n[[b]]\n")?.isEmpty == false)
    #expect(editor.edit("tasks/new.md", nil) == nil)
    #expect(editor.problems() == [])
  }

  @Test func `The configuration counts as the editor has it`() throws {
    let folder = try TemporaryFolder("-- a.md --\n[[gone]]\n-- b.md --\n# B\n")
    let editor = Editor(try handbook(in: folder))
    #expect(editor.edit("baton.yml", "exclude: [a.md]\n") == nil)
    #expect(editor.problems() == [])
    #expect(editor.book.loaded.handbook.documents.map(\.file) == ["b.md"])
    _ = editor.edit("baton.yml", nil)
    #expect(!editor.problems().isEmpty)
  }

  @Test func `Files that change on disk are read again, unless the editor's text counts`() throws {
    let folder = try TemporaryFolder("-- a.md --\n# A\n[b](b.png)\n")
    let editor = Editor(try handbook(in: folder))
    _ = editor.edit("a.md", "# A\n[b](b.png)\n")
    #expect(editor.problems() == ["a.md: broken-link"])
    editor.book.changedOnDisk("a.md")
    editor.book.changedOnDisk(".git/index")
    editor.book.changedOnDisk("b.png~")
    #expect(editor.book.isSettled)
    try folder.write("", to: "b.png")
    editor.book.changedOnDisk("b.png")
    #expect(editor.problems() == [])
  }

  @Test func `A folder that is gone leaves the handbook as it was, and is told`() throws {
    let folder = try TemporaryFolder("-- content/a.md --\n[[gone]]\n")
    let editor = Editor(try EditedHandbook(BuildOptions(content: folder.path + "/content", jobs: 1)))
    let known = editor.problems()
    try FileManager.default.moveItem(atPath: folder.path + "/content", toPath: folder.path + "/away")
    editor.book.readAgain()
    #expect(editor.problems() == known && editor.book.isSettled && editor.book.failure != nil)
    try FileManager.default.moveItem(atPath: folder.path + "/away", toPath: folder.path + "/content")
    editor.book.readAgain()
    #expect(editor.problems() == known && editor.book.failure == nil)
  }
}
