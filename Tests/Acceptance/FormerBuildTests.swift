import Foundation
import TestSupport
import Testing

/// `--former`: what changed since an earlier build.
@Suite struct FormerBuildTests {
  private func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Result {
    try Program.run(
      [arguments[0], "--content", "book"]
        + (arguments[0] == "build" ? ["--output", "site", "--cache-dir", "cache"] : [])
        + arguments.dropFirst(), in: folder.path)
  }

  private func book() throws -> TemporaryFolder {
    try TemporaryFolder("-- book/tasks/a.md --\n# A\n-- book/personas/b.md --\n# B\n")
  }

  @Test func `The page of health follows the former graph, and no other page does`() throws {
    let folder = try book()
    #expect(try run(folder, "build").status == 0)
    let pages = folder.files.filter { $0.hasPrefix("site/") && $0 != "site/health/index.html" }
    func inodes() throws -> [Int] {
      try pages.map {
        try #require(FileManager.default.attributesOfItem(atPath: folder.path + "/" + $0)[.systemFileNumber] as? Int)
      }
    }
    let before = try inodes()
    let graph = try #require(folder.text(of: "site/graph.json"))
    try folder.write(graph, to: "old.json")
    try folder.write(graph.replacingOccurrences(of: "\"kind\": \"task\"", with: "\"kind\": \"page\""), to: "older.json")
    #expect(try run(folder, "build", "--former", "old.json", "--verify").status == 0)
    let first = try #require(folder.text(of: "site/health/index.html"))
    #expect(first.contains("Since the former build: 0 new, 0 mended."))
    #expect(try run(folder, "build", "--former", "older.json", "--verify").status == 0)
    let second = try #require(folder.text(of: "site/health/index.html"))
    #expect(second.contains("<tr><th scope=\"row\">Tasks</th><td>1</td><td>0</td><td class=\"change\">+1</td></tr>"))
    // The graph that is about to be replaced is read first.
    #expect(try run(folder, "build", "--former", "site/graph.json", "--verify").status == 0)
    #expect(folder.text(of: "site/health/index.html") == first)
    #expect(try run(folder, "build", "--verify").status == 0)
    #expect(folder.text(of: "site/health/index.html")?.contains("Before") == false)
    #expect(try inodes() == before)
  }

  @Test func `Coverage is printed beside what it was`() throws {
    let folder = try book()
    #expect(try run(folder, "build").status == 0)
    try folder.write("# A\n\n**Persona**: B\n", to: "book/tasks/a.md")
    let result = try run(folder, "check", "--coverage", "--former", "site/graph.json")
    #expect(result.output.contains("tasks-with-persona: 1 of 1 (100 %), before 0 of 1 (0 %)\n"))
  }

  @Test(arguments: ["build", "check"])
  func `A file that is no graph is wrong usage`(command: String) throws {
    let folder = try book()
    try folder.write("{\"nodes\": 1}", to: "bad.json")
    for (file, message) in [
      ("none.json", "can't read none.json"), ("book", "can't read book"), ("bad.json", "bad.json holds no graph"),
    ] {
      let result = try run(folder, command, "--former", file)
      #expect(result.status == 2)
      #expect(result.errors.contains("graph.json of a site that Baton built"), "\(result.errors)")
      #expect(result.errors.contains(file), "\(message): \(result.errors)")
    }
    #expect(folder.text(of: "site/index.html") == nil)
  }
}
