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

  // MARK: - Links

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: book + "/" + name, withDestinationPath: target)
  }

  /// Builds after a change, and holds the site against a clean one.
  private func expectClean(
    _ changes: Set<String>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> BuildReport {
    let report = try session.build(changes: changes)
    session.finish()
    let options = BuildOptions(content: book, output: folder.path + "/site")
    #expect(try differences(of: report, from: options).isEmpty, sourceLocation: sourceLocation)
    return report
  }

  @Test func `A new text is shown by all links to it`() throws {
    try folder.write("# Lead\n\nFirst.\n\nOld.\n", to: "book/pages/lead.md")
    try link("pages/chief.md", to: "lead.md")
    try link("notes.txt", to: "pages/chief.md")
    _ = try session.build()
    try folder.write("# Lead\n\nFirst.\n\nNew.\n", to: "book/pages/lead.md")
    let report = try expectClean([book + "/pages/lead.md"])
    #expect(report.changedFiles.contains("pages/chief/index.html") && report.changedFiles.contains("notes.txt"))
    #expect(folder.text(of: "site/pages/chief/index.md")?.contains("New.") == true)
  }

  @Test func `What a link led to that was not followed may go`() throws {
    try folder.write("exclude: [drafts]\n", to: "book/baton.yml")
    try folder.write("# Plan\n", to: "book/drafts/plan.md")
    try link("plan.md", to: "drafts/plan.md")
    let message = "a symbolic link to a file that is left out is not followed"
    #expect(try session.build().diagnostics.map(\.message) == [message])
    try FileManager.default.removeItem(atPath: book + "/drafts")
    let report = try expectClean([book + "/drafts"])
    #expect(report.diagnostics.map(\.message) == ["the symbolic link leads nowhere, and is left out"])
  }

  // MARK: - Themes that are named by an option

  @Test(arguments: ["book-look", "book/look", "look"])
  func `A file of a named theme that is gone shows`(theme: String) throws {
    try folder.write("exclude: [look]\n", to: "book/baton.yml")
    try folder.write("p {}\n", to: theme + "/static/theme.css")
    var options = BuildOptions(content: book, output: folder.path + "/site", theme: folder.path + "/" + theme)
    options.cacheFolder = folder.path + "/cache"
    let session = BuildSession(options)
    _ = try session.build()
    let file = folder.path + "/" + theme + "/static/theme.css"
    try FileManager.default.removeItem(atPath: file)
    #expect(try session.build(changes: [file]).changedFiles.contains("theme/theme.css"))
  }

  @Test func `A file of the theme that is gone shows where the content folder is the current one`() throws {
    // A path that begins with a dot is not yet one below `.`.
    let session = BuildSession(BuildOptions(content: ".", output: folder.path + "/site"))
    #expect(session.path(inContent: "../theme/x") == nil)
    #expect(session.path(inContent: "./theme/x") == "theme/x")
    #expect(self.session.path(inContent: book + "-look/x") == nil)
    #expect(self.session.path(inContent: book + "/look/x") == "look/x")
  }

  // MARK: - Failures

  @Test func `Texts of the whole handbook that can't be written call for a build`() throws {
    try folder.write("# A\n\nFirst.\n\nOld.\n", to: "book/pages/a.md")
    _ = try session.build()
    try folder.write("# A\n\nFirst.\n\nNew.\n", to: "book/pages/a.md")
    _ = try session.build(changes: [book + "/pages/a.md"])
    try folder.write("in the way", to: "site/.baton-new/x")
    #expect(session.finish().isToBeBuilt)
    #expect(folder.text(of: "site/llms-full.txt")?.contains("Old.") == true)
    try FileManager.default.removeItem(atPath: folder.path + "/site/.baton-new")
    _ = try expectClean([])
    #expect(folder.text(of: "site/llms-full.txt")?.contains("New.") == true)
    #expect(!session.finish().isToBeBuilt)
  }
}
