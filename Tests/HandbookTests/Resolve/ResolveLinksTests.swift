import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ResolveLinksTests {
  private let others = """
    -- tasks/t.md --
    # T

    ## Two words
    -- tasks/index.md --
    # All tasks
    -- images/plan.png --
    x
    -- guide/deep/page.md --
    # Page
    -- guide/what?.txt --
    x
    -- checklists/x.txt --
    x

    """

  private func links(_ text: String, in file: String = "guide/a.md") -> (targets: [LinkTarget], problems: [String]) {
    let book = handbook(others + "-- \(file) --\n# A\n\n\(text)\n")
    let index = book.value.documents.firstIndex { $0.file == file } ?? 0
    return (book.value.resolutions[index].links, book.problems)
  }

  /// Documents are sorted by file: guide/a.md 0, guide/deep/page.md 1, tasks/index.md 2, tasks/t.md 3.
  @Test(arguments: [
    ("[x](../tasks/t.md)", LinkTarget.document(3, fragment: nil)),
    ("[x](/tasks/t.md#two-words)", .document(3, fragment: "two-words")),
    ("[x](../tasks/t)", .document(3, fragment: nil)),
    ("[x](../tasks/t.html)", .document(3, fragment: nil)),
    ("[x](../tasks/)", .document(2, fragment: nil)),
    ("[x](deep/page.md)", .document(1, fragment: nil)),
    ("[x](..)", .home),
    ("[x](../images/plan.png)", .asset("images/plan.png", fragment: nil)),
    ("![x](../images/plan.png)", .asset("images/plan.png", fragment: nil)),
    ("[x][y]\n\n[y]: ../tasks/t.md", .document(3, fragment: nil)),
    ("[[t]]", .document(3, fragment: nil)),
    ("[[t#two-words]]", .document(3, fragment: "two-words")),
    ("[[t#Two words|see]]", .document(3, fragment: "two-words")),
    ("`t`", .document(3, fragment: nil)),
    ("`t.md`", .document(3, fragment: nil)),
    ("`something.md`", .text),
    ("`a`", .text),
    ("[x](../tasks/t.md?plain=1#two-words)", .document(3, fragment: "two-words")),
    ("[x](../images/plan.png?raw=true)", .asset("images/plan.png", fragment: nil)),
    ("[x](?x=1#top)", .document(0, fragment: "top")),
    ("[x](what%3F.txt)", .asset("guide/what?.txt", fragment: nil)),
    ("[x](../tasks/t.md#TOP)", .document(3, fragment: "top")),
    ("[x](../checklists/index.md)", .index(.checklist)),
    ("`tasks/index`", .document(2, fragment: nil)),
  ])
  func `Links find what they name`(text: String, target: LinkTarget) {
    let found = links(text)
    #expect(found.targets == [target])
    #expect(found.problems.isEmpty)
  }

  @Test(arguments: [
    "[[Setup.MD]]", "[[Setup]]", "[[Setup.md]]", "`Setup.MD`", "`Setup`", "[x](../tasks/Setup.MD)",
    "[x](../tasks/Setup)",
    "[x](../tasks/Setup.html)",
  ])
  func `The end of a document's name may be in capitals`(text: String) {
    let book = handbook("-- tasks/Setup.MD --\n# T\n-- guide/a.md --\n# A\n\n\(text)\n")
    #expect(book.problems == [])
    #expect(book.value.resolutions.first?.links == [.document(1, fragment: nil)])
  }

  @Test(arguments: ["Setup.MD", "Setup", "'`Setup.Md`'"])
  func `So it may where a field names the document`(id: String) {
    let person = "-- personas/a.md --\n---\nprimary_tasks: [\(id)]\n---\n# A\n"
    let book = handbook("-- tasks/Setup.MD --\n# T\n" + person)
    #expect(book.problems == [])
    #expect(book.edges(.performs) == ["a -> Setup"])
  }

  @Test(arguments: [
    ("[x](nothing.md)", "guide/a.md:3:1: warning: broken-link"),
    ("[x](../../../etc/passwd)", "guide/a.md:3:1: warning: broken-link"),
    ("Text [x](../tasks/t.md#no)", "guide/a.md:3:6: warning: broken-anchor"),
    ("[x](#no)", "guide/a.md:3:1: warning: broken-anchor"),
    ("[[no]]", "guide/a.md:3:1: warning: broken-link"),
    ("![x](no.png)", "guide/a.md:3:1: warning: missing-image"),
  ])
  func `A link to nothing is reported at its place`(text: String, problem: String) {
    #expect(links(text).problems == [problem])
  }

  @Test(arguments: [
    ("[x](../images/)", "the folder `images` has no landing page"),
    ("[x](C:\\Users\\a.md)", "`C:\\Users\\a.md` is a path of one computer, which no page can lead to"),
    ("![[../images/plan.png|300]]", "`../images/plan.png` is a file and no document"),
    ("[x](gone.md?x)", "there is no file `guide/gone.md`"),
  ])
  func `What a link means is told`(text: String, message: String) {
    let book = handbook(others + "-- guide/a.md --\n# A\n\n\(text)\n")
    #expect(book.diagnostics.filter { $0.code == .brokenLink }.map(\.message) == [message])
  }

  @Test func `A landing page that is missing is no other folder's`() {
    let book = handbook(
      others + "-- index.md --\n# Home\n-- README.md --\n# Read\n-- guide/a.md --\n"
        + "[x](../tasks/README.md), [x](deep/index.md), [x](deep/README.md)\n")
    let links = book.diagnostics.filter { $0.code == .brokenLink }
    #expect(links.map(\.suggestion) == ["[x](../tasks/index.md)", nil, nil])
  }

  @Test func `In a template a broken link is a note`() {
    #expect(links("[x](no.md) [[no]] [x](#no)", in: "templates/a.md").problems.allSatisfy { $0.contains(": note: ") })
  }

  @Test func `Mentions are edges, one for each pair`() {
    let book = handbook(others + "-- guide/a.md --\n# A\n\n[[t]], `t`, [x](../tasks/t.md), [[a]]\n")
    #expect(book.edges(.mentions) == ["a -> t"])
    #expect(book.value.graph.edges.first?.declared == ["text"])
  }
}
