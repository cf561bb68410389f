import Foundation
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct EditingTests {
  @Test func `A file that was closed has its problems where they stand on disk`() throws {
    var talk = try Conversation("-- site-content/p.md --\n# P\n\none\n\ntwo\n\nsee [[gone]]\n")
    let uri = talk.uri("p.md")
    try talk.open(uri, "# P\n\none\n\ntwo\n\nsee [[gone]]\n")
    try talk.change(uri, "# P\n")
    try talk.settle()
    try talk.close(uri)
    try talk.settle()
    let outcome = try talk.end()
    #expect(outcome.told("textDocument/publishDiagnostics").count == 3)
    #expect(outcome.problems(uri) == ["6:4 broken-link"])
  }

  @Test func `Two files whose names are one to Swift have each its own text and problems`() throws {
    var talk = try Conversation("-- site-content/index.md --\n# Home\n")
    let uris = ["caf\u{E9}.md", "cafe\u{301}.md"].map(talk.uri)
    try talk.open(uris[0], "# One\n\n[[gone]]\n")
    try talk.open(uris[1], "# Two\n\nand\n\n[[gone]]\n")
    try talk.settle()
    let outcome = try talk.end()
    #expect(outcome.problems(uris[0]) == ["0:0 duplicate-id", "0:0 duplicate-url", "2:0 broken-link"])
    #expect(outcome.problems(uris[1]) == ["4:0 broken-link"])
  }

  @Test func `A path may be spelled in many ways, and a link to a folder makes no second document`() throws {
    let folder = try TemporaryFolder("-- site-content/personas/x.md --\n# X\n\n[[gone]]\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/site-content/linked", withDestinationPath: "personas")
    var talk = try Conversation(folder)
    for path in ["personas/../y.md", "/y.md", "linked/x.md"] {
      let uri = "file://" + folder.path + "/site-content/" + path
      try talk.open(uri, "# Y\n\n[[gone]]\n")
      try talk.settle()
      try talk.close(uri)
      try talk.settle()
    }
    let outcome = try talk.end()
    let told = Set(outcome.told("textDocument/publishDiagnostics").compactMap { $0["uri"] as? String })
    #expect(
      told == [
        talk.uri("personas/x.md"), talk.uri("linked"), talk.uri("personas/../y.md"),
        "file://" + folder.path + "/site-content/personas/../y.md", "file://" + folder.path + "/site-content//y.md",
      ])
    #expect(outcome.problems("file://" + folder.path + "/site-content//y.md") == [])
  }

  @Test func `All is told under the name by which the editor knows the folder, or the file`() throws {
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n[[gone]]\n-- site-content/b[1].md --\n# B\n[[gone]]\n")
    let other = try TemporaryFolder()
    let link = other.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    var talk = try Conversation(folder, path: link)
    let name = "file://\(link)/site-content/b[1].md"
    try talk.open(name, "# B\n\n[[gone]]\n")
    try talk.settle()
    let outcome = try talk.end()
    #expect(outcome.problems("file://\(link)/site-content/a.md") == ["1:0 broken-link"])
    #expect(outcome.problems("file://\(link)/site-content/b%5B1%5D.md") == [])
    #expect(outcome.problems(name) == ["2:0 broken-link"])
  }

  private let watching: [String: Any] = [
    "workspace": ["didChangeWatchedFiles": ["dynamicRegistration": true, "relativePatternSupport": true]]
  ]

  @Test func `The client is asked to tell what changes on disk`() throws {
    var talk = try Conversation("-- site-content/a.md --\n# A\n[[b]]\n", capabilities: watching)
    let asked = try talk.end().told("client/registerCapability")
    let registration = try #require((asked.first?["registrations"] as? [[String: Any]])?.first)
    let watchers = (registration["registerOptions"] as? [String: Any])?["watchers"] as? [[String: Any]]
    let pattern = watchers?.first?["globPattern"] as? [String: String]
    #expect(pattern == ["baseUri": FileURI(path: talk.folder.path + "/site-content").text, "pattern": "**/*"])
    #expect(try Conversation("-- site-content/a.md --\n# A\n").end().told("client/registerCapability").isEmpty)
    try talk.folder.write("# B\n", to: "site-content/b.md")
    try talk.tell(
      "workspace/didChangeWatchedFiles", ["changes": [["uri": talk.uri("b.md"), "type": 1] as [String: Any]]])
    #expect(try talk.end().told("textDocument/publishDiagnostics").isEmpty)
  }

  @Test(arguments: [true, false])
  func `When a file is saved all is read again, unless the client tells what changes`(_ tells: Bool) throws {
    let folder = try TemporaryFolder("-- site-content/a.md --\n# A\n-- site-content/a.css --\n")
    let server = LanguageServer(content: "site-content", jobs: 1, input: .nullDevice, output: .nullDevice)
    server.introduce(["rootUri": FileURI(path: folder.path).text, "capabilities": tells ? watching : [:]])
    server.findHandbook()
    server.watch()
    server.opened(FileURI(path: folder.path + "/site-content/a.md").text, OpenText(Array("# A\n".utf8)))
    server.settle()
    server.saved("a.md")
    #expect(server.book?.isSettled == tells)
    server.saved("a.css")
    #expect(server.book?.isSettled == false)
    server.settle()
    server.changed([["uri": FileURI(path: folder.path + "/site-content/new.md").text, "type": 1]])
    #expect(server.book?.isSettled == false)
  }

  @Test func `A document that is new is known when something is to be completed in it`() throws {
    var talk = try Conversation("-- site-content/personas/dev.md --\n# Dev\n")
    try talk.open(talk.uri("personas/new.md"), "---\n\n---\n# New\n")
    let position = ["line": 1, "character": 0]
    let parameters: [String: Any] = ["textDocument": ["uri": talk.uri("personas/new.md")], "position": position]
    try talk.ask("textDocument/completion", parameters)
    let answer = try talk.end().heard.first { $0.method == nil && $0.id as? Int == 2 }
    let items = (answer?.object["result"] as? [String: Any])?["items"] as? [[String: Any]]
    #expect(items?.contains { $0["label"] as? String == "hands_off_to" } == true)
  }
}
