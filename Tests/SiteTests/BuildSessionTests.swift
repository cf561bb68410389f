import Foundation
import TestSupport
import Testing

@testable import Site

@Suite struct BuildSessionTests {
  private let folder: TemporaryFolder
  private let session: BuildSession
  private var book: String { folder.path + "/book" }

  init() throws {
    folder = try TemporaryFolder(
      "-- book/index.md --\n# Home\n-- look/theme.css --\np {}\n-- book/look/own/static/theme.css --\np {}\n")
    var options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site")
    options.cacheFolder = folder.path + "/cache"
    session = BuildSession(options)
  }

  @Test(arguments: ["../look/theme.css", "nothing", ".."])
  func `The warning of a link goes with the link`(target: String) throws {
    let link = book + "/link.md"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    #expect(try session.build().diagnostics.map(\.code) == [.symbolicLink])
    try FileManager.default.removeItem(atPath: link)
    #expect(try session.build(changes: [link]).diagnostics == [])
  }

  @Test func `A folder that goes takes the warnings of its links along`() throws {
    try folder.write("x", to: "book/deep/.keep")
    try FileManager.default.createSymbolicLink(atPath: book + "/deep/link.md", withDestinationPath: "..")
    #expect(try session.build().diagnostics.map(\.code) == [.symbolicLink])
    try FileManager.default.removeItem(atPath: book + "/deep")
    #expect(try session.build(changes: [book + "/deep"]).diagnostics == [])
  }

  @Test func `A file of the theme that is gone shows`() throws {
    try folder.write("theme: look/own\n", to: "book/baton.yml")
    _ = try session.build()
    #expect(folder.text(of: "site/theme/theme.css") == "p {}\n")
    try FileManager.default.removeItem(atPath: book + "/look/own/static/theme.css")
    #expect(try session.build(changes: [book + "/look/own/static/theme.css"]).changedFiles.contains("theme/theme.css"))
  }

  @Test(arguments: [("look/own", "look/own"), ("./look/own/", "look/own"), ("look/own", "look")])
  func `The folder of the theme that is gone is told of at once`(theme: String, removed: String) throws {
    try folder.write("theme: \(theme)\n", to: "book/baton.yml")
    #expect(try session.build().diagnostics == [])
    #expect(!folder.files.contains { $0.hasPrefix("site/look") })
    try FileManager.default.moveItem(atPath: book + "/" + removed, toPath: folder.path + "/elsewhere")
    #expect(try session.build(changes: [book + "/" + removed]).diagnostics.map(\.code) == [.invalidConfiguration])
    #expect(folder.text(of: "site/theme/theme.css") != "p {}\n")
    try FileManager.default.moveItem(atPath: folder.path + "/elsewhere", toPath: book + "/" + removed)
    #expect(try session.build(changes: [book + "/" + removed]).diagnostics == [])
    #expect(folder.text(of: "site/theme/theme.css") == "p {}\n")
  }
}
