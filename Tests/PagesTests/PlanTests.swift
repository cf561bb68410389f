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

  @Test(arguments: [
    (["index.md", "Index.md"], "index.md"), (["INDEX.MD", "README.md"], "INDEX.MD"),
    (["README.md", "Index.md"], "Index.md"),
    (["ReadMe.md", "README.md"], "README.md"), (["readme.MD"], "readme.MD"),
    (["README.md", "Readme.md", "index.md"], "index.md"),
  ])
  func `Of several landing pages of a folder, that with the exact name wins, whatever the order`(
    names: [String], landing: String
  ) {
    for (folder, path) in [("", ""), ("a/", "a/"), ("tasks/", "tasks/")] {
      let text = names.sorted().map { "-- \(folder)\($0) --\n# \($0)\n" }.joined()
      let book = handbook(text + "-- z.md --\n# Z\n\n[x](\(folder.isEmpty ? "." : folder))\n").value
      let planned = sitePlan(of: book, theme: Theme.load(overrides: [:]).value)
      #expect(planned.diagnostics.isEmpty)
      let index = book.documents.firstIndex { $0.file == folder + landing }
      #expect(index.map { planned.value.pathOfDocument[$0] } == path, "\(folder)")
      if case .document(let found, _) = book.resolutions[book.documents.count - 1].links[0] { #expect(found == index) }
      #expect(planned.value.homeDocument == (folder.isEmpty ? index : nil))
      for path in planned.value.pathOfDocument where !path.isEmpty { #expect(path.hasSuffix("/")) }
      #expect(!planned.value.routes.contains { $0.path.hasPrefix("-") })
    }
  }

  @Test func `A file whose name is its address keeps it, whatever other names become the same`() {
    let names = ["!plan-release", "\"plan-release", "plan release", "plan-release", "plan?release"]
    let planned = plan(names.map { "-- tasks/\($0).md --\n# A\n" }.joined())
    #expect(
      planned.plan.pathOfDocument == [
        "tasks/plan-release-2/", "tasks/plan-release-3/", "tasks/plan-release-4/", "tasks/plan-release/",
        "tasks/plan-release-5/",
      ])
    #expect(planned.problems.count == 4)
    #expect(plan("-- a b/x.md --\n# A\n-- a-b/x.md --\n# B\n").plan.pathOfDocument == ["a-b/x-2/", "a-b/x/"])
    #expect(plan("-- a b/index.md --\n# A\n-- a-b/index.md --\n# B\n").plan.pathOfDocument == ["a-b-2/", "a-b/"])
  }

  @Test(arguments: [("", "./"), ("404.html", "./"), ("a/", "../"), ("a/b/", "../../")])
  func `The way to the root is as long as the path is deep`(path: String, root: String) {
    #expect(URLPath.root(from: path) == root)
  }

  @Test func `URLs are percent-encoded`() {
    #expect(URLPath.encoded("a b/ü%?#.png") == "a%20b/%C3%BC%25%3F%23.png")
  }
}
