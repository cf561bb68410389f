import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct PlanTests {
  private func plan(_ text: String) -> (plan: SitePlan, problems: [String]) {
    let book = handbook(text)
    let plan = sitePlan(of: book.value, theme: Theme.load(overrides: [:]).value)
    return (plan.value, plan.diagnostics.map(\.short))
  }

  @Test(arguments: [
    ("personas/devops.md", "personas/devops/"), ("a/index.md", "a/"), ("a/README.md", "a/"), ("index.md", ""),
    ("README.md", ""),
    ("Some Folder/My task #1?.md", "Some-Folder/My-task-1/"), ("ÄÖ/ß.md", "ÄÖ/ß/"), ("a/..b.md", "a/b/"),
    ("100%.md", "100/"),
  ])
  func `A document's URL is its path without suffix`(file: String, path: String) {
    let planned = plan("-- \(file) --\n# T\n")
    #expect(planned.plan.pathOfDocument == [path])
    #expect(planned.problems.isEmpty)
  }

  @Test func `Every kind that has documents has an index, which a landing page introduces`() {
    let planned = plan("-- personas/a.md --\n# A\n-- personas/index.md --\n# Team\n-- x/tasks/t.md --\n# T\n").plan
    #expect(planned.indexedKinds == [.persona, .task])
    #expect(planned.indexDocuments == [.persona: 1])
    #expect(
      planned.routes.filter(\.isPage).map(\.path) == [
        "", "404.html", "health/", "personas/", "personas/a/", "tasks/", "x/tasks/t/",
      ])
  }

  @Test func `Who comes second to a URL gets a number`() {
    let planned = plan(
      "-- a.md --\n# A\n-- a/index.md --\n# B\n-- a/index.html --\nasset\n-- theme/theme.css --\nmine\n")
    #expect(planned.plan.pathOfDocument == ["a/", "a-2/"])
    #expect(planned.plan.pathOfAsset == ["a/index.html": "a/index-2.html", "theme/theme.css": "theme/theme-2.css"])
    #expect(planned.problems.count == 3)
    let files = planned.plan.routes.map(\.file)
    #expect(Set(files).count == files.count)
  }

  @Test func `Many that want one URL are numbered in time that grows with their number`() {
    let names = (0..<4_000).map { number in String((0..<12).map { number >> $0 & 1 == 0 ? "?" : "#" }) }
    let book = handbook(names.map { "-- a\($0).md --\n# A\n" }.joined()).value
    let theme = Theme.load(overrides: [:]).value
    let time = ContinuousClock().measure {
      let paths = sitePlan(of: book, theme: theme).value.pathOfDocument
      #expect(paths == ["a/"] + (2...4_000).map { "a-\($0)/" })
    }
    #expect(time < .seconds(10), "\(time)")
  }

  @Test func `Nothing stands in a file, whatever folders are called`() {
    let planned = plan(
      "-- theme/theme.css/a.md --\n# A\n-- theme/theme.css/b/c.png --\n\n-- 404.html/d.md --\n# D\n-- theme/theme.css/a.png --\n\n"
    )
    #expect(planned.plan.pathOfDocument == ["404.html-2/d/", "theme/theme.css-2/a/"])
    #expect(planned.plan.pathOfAsset["theme/theme.css/b/c.png"] == "theme/theme.css-2/b/c.png")
    #expect(planned.plan.pathOfAsset["theme/theme.css/a.png"] == "theme/theme.css-2/a.png")
    let files = planned.plan.routes.map(\.file)
    for file in files { #expect(!files.contains { $0.hasPrefix(file + "/") }, "\(file)") }
  }

  @Test func `A README beside an index has a page of its own`() {
    #expect(plan("-- a/README.md --\n# R\n-- a/index.md --\n# I\n").plan.pathOfDocument == ["a/README/", "a/"])
  }

  @Test(arguments: [("", "./"), ("404.html", "./"), ("a/", "../"), ("a/b/", "../../")])
  func `The way to the root is as long as the path is deep`(path: String, root: String) {
    #expect(URLPath.root(from: path) == root)
  }

  @Test func `URLs are percent-encoded`() {
    #expect(URLPath.encoded("a b/ü%?#.png") == "a%20b/%C3%BC%25%3F%23.png")
  }
}
