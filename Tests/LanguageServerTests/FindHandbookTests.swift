import Foundation
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct FindHandbookTests {
  /// The files with problems, as an editor sees them that has a folder open.
  private func told(_ text: String, in path: String = "", content: String = "site-content") throws -> [String] {
    let folder = try TemporaryFolder(text)
    let outcome = try Conversation(folder, path: folder.path + path).end(content: content)
    return outcome.told("textDocument/publishDiagnostics").compactMap { $0["uri"] as? String }.map {
      String($0.dropFirst(FileURI(path: folder.path).text.utf8.count))
    }
  }

  @Test func `A folder is a handbook's only where something says so`() throws {
    #expect(try told("-- docs/readme.md --\n[[gone]]\n-- templates/page.html --\n-- x.md --\n[[gone]]\n") == [])
    #expect(try told("-- site-content/x.md --\n[[gone]]\n", content: "wrong") == [])
    #expect(try told("-- tasks/x.md --\n# X\n[[gone]]\n").contains("/tasks/x.md"))
    #expect(try told("-- baton.yml --\n-- x.md --\n# X\n[[gone]]\n") == ["/x.md"])
  }

  @Test func `A folder in the content folder belongs to the whole handbook`() throws {
    let text = "-- site-content/tasks/x.md --\n# X\n[[y]]\n[[gone]]\n-- site-content/y.md --\n# Y\n[[gone]]\n"
    let whole = try told(text)
    #expect(whole.contains("/site-content/y.md"))
    #expect(try told(text, in: "/site-content/tasks") == whole)
    #expect(try told(text, in: "/site-content") == whole)
  }

  @Test func `A handbook may be in any of the editor's folders`() throws {
    let folder = try TemporaryFolder("-- one/tasks/a.txt --\n-- two/site-content/x.md --\n# X\n[[gone]]\n")
    let talk = try Conversation(folder, folders: ["one", "two"])
    #expect(try talk.end().problems(FileURI(path: folder.path + "/two/site-content/x.md").text) == ["1:0 broken-link"])
  }

  @Test func `A handbook that can't be read is told, and looked for again`() throws {
    var talk = try Conversation("-- site-content/x.md --\n# X\n")
    let baton = talk.folder.path + "/site-content/baton.yml"
    // A folder can't be read as a file.
    try FileManager.default.createDirectory(atPath: baton, withIntermediateDirectories: true)
    try talk.open(talk.uri("x.md"), "# X\n\n[[gone]]\n")
    try talk.save(talk.uri("x.md"))
    let outcome = try talk.end()
    #expect(outcome.told("window/showMessage").count == 1)
    #expect(outcome.told("textDocument/publishDiagnostics").isEmpty)
  }

  @Test func `Texts that were opened before the handbook was found are its own`() throws {
    let folder = try TemporaryFolder()
    let server = LanguageServer(content: "site-content", jobs: 1, input: .nullDevice, output: .nullDevice)
    server.introduce(["rootUri": FileURI(path: folder.path).text])
    let uri = FileURI(path: folder.path + "/site-content/x.md").text
    server.opened(uri, OpenText(Array("# X\n".utf8)))
    #expect(!server.findHandbook() && server.waiting.count == 1)
    try folder.write("# X\n\n[[gone]]\n", to: "site-content/x.md")
    #expect(server.findHandbook() && server.waiting.isEmpty && server.open.count == 1)
    #expect(server.book?.source(of: "x.md") == Array("# X\n".utf8))
  }
}
