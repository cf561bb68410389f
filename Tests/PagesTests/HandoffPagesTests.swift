import Foundation
import Handbook
import TestSupport
import Testing

@testable import Pages

@Suite struct HandoffPagesTests {
  /// The pages of a handbook, by path.
  private struct Site {
    let plan: SitePlan
    private let renderer: PageRenderer

    init(_ text: String) {
      let book = handbook(text).value
      let theme = Theme.load(overrides: [:]).value
      plan = sitePlan(of: book, theme: theme).value
      renderer = PageRenderer(handbook: book, plan: plan, theme: theme)
    }

    subscript(path: String) -> String {
      guard let route = plan.routes.first(where: { $0.path == path }) else { return "no page" }
      return String(decoding: renderer.render(route).bytes, as: UTF8.self)
    }

    /// What stands between two texts in a page, the first time.
    func part(_ path: String, _ begin: String, _ end: String) -> String {
      let page = self[path]
      guard let from = page.range(of: begin), let to = page.range(of: end, range: from.upperBound..<page.endIndex)
      else {
        return ""
      }
      return String(page[from.upperBound..<to.lowerBound])
    }
  }

  private let attack = "</script><script>alert(1)</script><!-- & ' \\\""

  private var book: String {
    """
    -- baton.yml --
    groups:
      pair: [c, d]
    -- personas/a.md --
    ---
    hands_off_to:
      - b: '\(attack.replacingOccurrences(of: "'", with: "''"))'
      - ghost
    ---
    # Ann &lt;/script>
    -- personas/b.md --
    ---
    hands_off_to:
      - c: plan
      - pair: news
    receives_from: []
    ---
    # Bob
    -- personas/c.md --
    ---
    receives_from: [b]
    ---
    # Cy
    -- personas/d.md --
    ---
    receives_from: [a: wish]
    ---
    # Di
    """
  }

  /// Personas in a ring, each handing to the next.
  private func ring(_ count: Int) -> String {
    (0..<count).map { "-- personas/p\($0).md --\n---\nhands_off_to: [p\(($0 + 1) % count): w\($0)]\n---\n# P\($0)\n" }
      .joined()
  }

  // MARK: - Routes

  @Test func `A handbook with two personas and a handoff has a page of handoffs, and one for each who hands on`() {
    let site = Site(book)
    #expect(
      site.plan.routes.filter { $0.path.hasPrefix("handoffs/") }.map(\.path) == [
        "handoffs/", "handoffs/a/", "handoffs/b/",
      ])
    #expect(site[""].contains("href=\"./handoffs/\""))
    #expect(site["personas/a/"].contains("<a href=\"../../handoffs/a/\">How work gets from here to others</a>"))
    #expect(!site["personas/c/"].contains("How work gets from here"))
    #expect(site.part("personas/c/", "<nav class=\"navigation\"", "</nav>").contains("href=\"../../handoffs/\""))
  }

  @Test(arguments: [
    "-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n",
    "-- personas/a.md --\n# A\n-- personas/b.md --\n# B\n",
    "-- personas/a.md --\n---\nhands_off_to: [a]\n---\n# A\n-- personas/b.md --\n# B\n",
  ])
  func `Without two personas or a handoff between any there is no such page, and no link to one`(book: String) {
    let site = Site(book)
    #expect(site.plan.routes.allSatisfy { !$0.path.hasPrefix("handoffs/") })
    #expect(!site[""].contains("handoffs/") && !site["personas/a/"].contains("handoffs/"))
  }

  @Test func `What the content folder has keeps its place`() {
    let plan = Site(ring(2) + "-- handoffs/index.md --\n# Ours\n-- handoffs-2/p1.md --\n---\nid: mine\n---\n# Mine\n")
      .plan
    #expect(plan.pathOfDocument.first == "handoffs-2/p1/")
    #expect(plan.pathOfDocument.contains("handoffs/"))
    #expect(plan.pathOfHandoffs == "handoffs-2/")
    #expect(plan.pathOfChains.values.sorted() == ["handoffs-2/p0/", "handoffs-2/p1-2/"])
  }

  // MARK: - Matrix

  @Test func `The matrix has a caption, a header for each row and column, and as many cells`() {
    let site = Site(book)
    let table = site.part("handoffs/", "<table>", "</table>")
    #expect(table.contains("<caption"))
    #expect(table.components(separatedBy: "<th scope=\"row\">").count - 1 == 2)
    #expect(table.components(separatedBy: "<th scope=\"col\">").count - 1 == 5)
    #expect(table.components(separatedBy: "<td").count - 1 == 2 * 5 + 1)
  }

  @Test func `Cells tell what is passed, who alone says so, or how far it is`() {
    let table = Site(book).part("handoffs/", "<table>", "</table>")
    for cell in [
      "&lt;!-- &amp; &#39; \\&quot; <em class=\"only\">giver only</em></td>",
      "<td class=\"given\">wish <em class=\"only\">receiver only</em></td>",
      "<td class=\"given\">→ yes</td>",
      "<td class=\"given\">plan</td>",
      "<td class=\"given\">news</td>",
      "<a href=\"../handoffs/a/#to-c\">2 steps<span class=\"unseen\"> from Ann &lt;/script&gt; to Cy</span></a>",
      "<a href=\"../handoffs/b/#to-d\">1 step<",
      "<td class=\"same\"></td>",
      "Ghost <span class=\"flag\">missing</span>",
    ] {
      #expect(table.contains(cell), "\(cell)")
    }
    #expect(Site(book)["handoffs/"].contains("<dt class=\"only\">giver only, receiver only</dt>"))
    #expect(
      !Site(
        "-- personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- personas/b.md --\n---\nreceives_from: [a]\n---\n# B\n"
      )["handoffs/"].contains("only</dt>"))
  }

  @Test func `More than forty become a list`() {
    #expect(Site(ring(40))["handoffs/"].contains("<table>"))
    let page = Site(ring(41))["handoffs/"]
    #expect(!page.contains("<table>"))
    #expect(page.contains("w40 (giver only)"))
  }

  @Test func `The legend speaks of groups only where the matrix has some`() {
    let note = "chains run between personas, not groups"
    #expect(Site(book)["handoffs/"].contains(note))
    #expect(!Site(ring(3))["handoffs/"].contains(note))
  }

  // MARK: - From one to another

  @Test func `Without scripts, every linked pair has its chains under an anchor`() {
    let site = Site(book)
    let page = site["handoffs/a/"]
    #expect(page.contains("<a class=\"reference kind persona\" href=\"#to-c\">Cy</a>"))
    let way = site.part("handoffs/a/", "<h3 id=\"to-c\">", "</section>")
    #expect(way.components(separatedBy: "<li>").count - 1 == 2)
    #expect(way.contains("&lt;/script&gt;") && way.contains("<span class=\"note\">plan</span>"))
    // D has it straight from A, so the chain by way of the group is no shortest one.
    #expect(site.part("handoffs/a/", "<h3 id=\"to-d\">", "<h3").contains("wish"))
    #expect(site.part("handoffs/b/", "<h3 id=\"to-d\">", "</section>").contains("(handoff to Pair)"))
    #expect(site.part("handoffs/", "<p>All ways from one giver:</p>", "</ul>").contains("href=\"../handoffs/b/\""))
    #expect(site["handoffs/"].contains("<form id=\":ways\" hidden>"))
  }

  @Test func `What a missing persona lacks is not taken from elsewhere`() {
    let way = Site(book).part("handoffs/a/", "<h3 id=\"to-ghost\">", "</section>")
    #expect(way.components(separatedBy: "missing\">").count - 1 == 2 && !way.contains("<a "))
  }

  @Test func `The script's data holds every handoff, and no text of an author ends the element`() throws {
    struct Data: Decodable {
      struct Person: Decodable {
        var id, name, url: String
        var members: [Int]?
      }
      struct Passing: Decodable {
        var from, to: Int
        var text, only: String?
      }
      var people: [Person]
      var handoffs: [Passing]
    }
    let json = Site(book).part("handoffs/", "<script type=\"application/json\" id=\":handoff-data\">", "</script>")
    #expect(!json.contains("<") && !json.contains(">") && !json.contains("&"))
    let data = try JSONDecoder().decode(Data.self, from: Foundation.Data(json.utf8))
    let passings = data.handoffs.map { passing in
      [data.people[passing.from].id, data.people[passing.to].id, passing.text ?? "", passing.only ?? ""]
    }
    #expect(
      passings == [
        ["a", "b", attack, "giver only"], ["a", "d", "wish", "receiver only"], ["a", "ghost", "", ""],
        ["b", "c", "plan", ""], ["b", "pair", "news", ""],
      ])
    #expect(data.people.first { $0.id == "pair" }?.members?.map { data.people[$0].id } == ["c", "d"])
    #expect(data.people.first?.name == "Ann </script>" && data.people.first?.url == "../personas/a/")
  }

  @Test func `Pages of large teams stay small: far receivers get a line, the farthest are counted`() {
    let site = Site(ring(60))
    let page = site["handoffs/p0/"]
    #expect(page.contains("<li id=\"to-p59\">") && page.contains("by way of <a href=\"#to-p58\">P58</a>"))
    #expect(page.contains("<h3 id=\"to-p9\">") && !page.contains("can be reached"))
    #expect(page.utf8.count < 120_000)
    let large = Site(ring(700))["handoffs/p0/"]
    #expect(large.contains("can be reached") && large.utf8.count < 80_000)
  }
}
