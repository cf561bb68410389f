import Diagnostics
import Handbook
import TestSupport
import Testing

@testable import Pages

/// Pictures that a text asks for, the map as a file, and the pages of groups.
@Suite struct EmbeddedPictureTests {
  private func file(_ path: String, of text: String) -> String {
    let book = handbook(text).value
    let theme = Theme.load(overrides: [:]).value
    let plan = sitePlan(of: book, theme: theme).value
    let renderer = PageRenderer(handbook: book, plan: plan, theme: theme)
    guard let route = plan.routes.first(where: { $0.path == path }) else { return "no page" }
    return String(decoding: renderer.render(route).bytes, as: UTF8.self)
  }

  private func team(_ page: String) -> String {
    """
    -- baton.yml --
    phases: [Plan, Do]
    -- personas/ann.md --
    ---
    primary_tasks: [dig]
    hands_off_to:
      - bob: A <hole>
    ---
    # Ann
    -- personas/bob.md --
    # Bob
    -- tasks/dig.md --
    ---
    phase: Do
    ---
    # Dig
    -- checklists/c.md --
    # C
    - [ ] x
    -- pages/show.md --
    # Show
    \(page)

    """
  }

  @Test func `A text shows the pictures that it asks for, and their lists`() {
    let html = file(
      "pages/show/", of: team("{{diagram: map}}\n\n{{diagram: phases}}\n\n{{diagram: ann}}\n\n{{diagram: dig}}"))
    #expect(html.components(separatedBy: "<svg class=\"diagram").count == 5)
    #expect(html.contains("<li>Ann → Bob: A &lt;hole&gt;</li>"))
    #expect(html.contains("<li>Ann, Do: Dig</li>"))
    #expect(!html.contains("{{diagram"))
  }

  @Test(arguments: [
    ("{{diagram: nobody}}", "no document has the id `nobody`"),
    ("{{diagram: c}}", "`c` is a checklist, which has no diagram"),
  ]) func `What has no picture is reported with its place`(line: String, message: String) {
    let diagnostics = handbook(team(line)).diagnostics.filter { !$0.code.isAboutCoverage }
    #expect(diagnostics.first?.message == message)
    #expect(diagnostics.first?.range?.start == SourcePosition(line: 2, column: 1))
    #expect(file("pages/show/", of: team(line)).contains("<span class=\"missing\">"))
  }

  @Test(arguments: ["text {{diagram: map}}", "{{diagram:}}", "`{{diagram: map}}`", "{{diagram: map"])
  func `Anything but a line of its own is text`(line: String) {
    #expect(!file("pages/show/", of: team(line)).contains("<svg class=\"diagram"))
  }

  @Test func `The map is a file of its own, with its style in it`() {
    let svg = file("handoffs.svg", of: team(""))
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("<style>") && svg.contains("personas/ann/\""))
    #expect(file("handoffs.svg", of: "-- personas/a.md --\n# A\n") == "no page")
  }

  @Test func `A large team has a page for each group`() {
    let many = (0..<60).map { number in
      "-- team/\(["north", "south"][number % 2])/personas/p\(number).md --\n---\nhands_off_to: [p\((number + 2) % 60), p\((number + 1) % 60)]\n---\n# P\(number)\n"
    }.joined()
    #expect(file("", of: many).contains("groups/north/\""))
    let north = file("groups/north/", of: many)
    #expect(north.components(separatedBy: "<g class=\"node persona\"").count == 32)
    #expect(north.contains("href=\"../../groups/south/\"") && north.contains("<li>P0 → P2</li>"))
    #expect(file("groups/north/", of: team("")) == "no page")
  }

  @Test func `Where all stand in one folder, tags make the groups`() {
    let many = (0..<60).map { number in
      "-- personas/p\(number).md --\n---\ntags: [\(["Red", "Blue", "Green"][number % 3])]\nhands_off_to: [p\((number + 1) % 60)]\n---\n# P\(number)\n"
    }.joined()
    #expect(file("groups/red/", of: many).contains("<h1>Red</h1>"))
    #expect(file("groups/blue/", of: many).contains("20 personas"))
  }

  @Test func `The same picture twice has ids of its own each time`() {
    let lines = ["map", "map", "phases", "phases", "ann", "ann"].map { "{{diagram: \($0)}}\n\n" }.joined()
    let html = file("pages/show/", of: team(lines))
    let ids = html.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(html.components(separatedBy: "<svg class=\"diagram").count == 7)
    #expect(Set(ids).count == ids.count, "\(ids)")
    for attribute in ["aria-labelledby", "aria-describedby"] {
      let named = html.components(separatedBy: " \(attribute)=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
      #expect(Set(named).isSubset(of: ids), "\(named)")
    }
  }

  @Test func `A text holds at most twenty pictures of the handbook, and the first one too many is told`() {
    let text = team(String(repeating: "{{diagram: ann}}\n\n", count: 30))
    let problems = handbook(text).diagnostics.filter { $0.code == .brokenLink }
    #expect(problems.map(\.message) == ["a document may hold at most 20 diagrams of the handbook"])
    #expect(problems.first?.range?.start.line == 42)
    let html = file("pages/show/", of: text)
    #expect(html.components(separatedBy: "<svg class=\"diagram").count == 21)
    #expect(html.components(separatedBy: "A document may hold at most 20 diagrams").count == 11)
  }

  @Test func `Pictures are shown in a text as far as two megabytes go`() {
    let people = (0..<24).map { number in
      let others = (0..<24).filter { $0 != number }.map { "p\($0): work from \(number) to \($0)" }
      return "-- personas/p\(number).md --\n# P\(number)\n\n**Hands off to**: \(others.joined(separator: ", "))\n"
    }.joined()
    let page = String(repeating: "{{diagram: map}}\n\n", count: 10)
    let html = file("pages/show/", of: people + "-- pages/show.md --\n# Show\n\n\(page)")
    let shown = html.components(separatedBy: "<svg class=\"diagram").count - 1
    #expect(shown > 0 && shown < 10 && html.utf8.count < 2_200_000, "\(shown), \(html.utf8.count)")
    #expect(html.components(separatedBy: "too large to be shown").count == 11 - shown)
  }
}
