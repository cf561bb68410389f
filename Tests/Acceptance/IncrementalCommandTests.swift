import Foundation
import TestSupport
import Testing

@Suite struct IncrementalCommandTests {
  private func build(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Result {
    try Program.run(
      ["build", "--content", "book", "--output", "site", "--cache-dir", "cache"] + arguments, in: folder.path)
  }

  private func book() throws -> TemporaryFolder {
    try TemporaryFolder(
      "-- book/personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- book/personas/b.md --\n# B\n")
  }

  @Test func `A second build says the same, and stops after reading`() throws {
    let folder = try book()
    let first = try build(folder, "--timings"), second = try build(folder, "--timings")
    #expect(first.problems == second.problems && second.errors.contains("one-sided-handoff"))
    #expect(first.status == second.status)
    #expect(first.errors.contains("publish") && !second.errors.contains("publish"))
    #expect(first.errors.contains("wall ms") && first.errors.contains("cpu ms") && first.errors.contains("MB"))
    #expect(try build(folder, "--timings", "--no-cache").errors.contains("publish"))
  }

  @Test func `A site that is not what a clean build makes is told`() throws {
    let folder = try book()
    let good = try build(folder, "--verify")
    #expect(good.status == 0 && good.errors.contains("files are what a clean build makes"))
    // The same size, the same time: nothing else could tell.
    let page = folder.path + "/site/personas/b/index.html"
    var info = stat()
    stat(page, &info)
    let text = try #require(folder.text(of: "site/personas/b/index.html"))
    let handle = try #require(fopen(page, "r+"))
    fputs(text.replacingOccurrences(of: "<!doctype", with: "<!DOCTYPE"), handle)
    fclose(handle)
    var times = [info.st_atim, info.st_mtim]
    utimensat(AT_FDCWD, page, &times, 0)
    let bad = try build(folder, "--verify")
    #expect(bad.status == 3)
    #expect(bad.errors.contains("1 files differ (personas/b/index.html)") && bad.errors.contains("--no-cache"))
    #expect(try build(folder, "--no-cache", "--verify").status == 0)
  }

  @Test func `With verbose each stage is a line, and else nothing is said of them`() throws {
    let folder = try book()
    let verbose = try build(folder, "--verbose").errors
    #expect(verbose.contains("Parsing documents: 2\n") && verbose.contains("Publishing files: "))
    #expect(!verbose.contains("\r"))
    try folder.write("# New\n", to: "book/n.md")
    #expect(try !build(folder).errors.contains("Parsing"))
  }

  @Test func `A cache folder that can't be written is no failure`() throws {
    let folder = try book()
    try folder.write("a file", to: "cache")
    for _ in 0..<2 { #expect(try build(folder).status == 0) }
  }
}
