import Diagnostics
import TestSupport
import Testing

@testable import Handbook

@Suite struct DocumentFieldsTests {
  private func problems(phases: [String], named: [String]) -> [Diagnostic] {
    let text =
      "-- baton.yml --\nphases: [\(phases.joined(separator: ", "))]\n-- tasks/t.md --\n---\nphase: [\(named.joined(separator: ", "))]\n---\n# T\n"
    return handbook(text).diagnostics.filter { $0.code == .phaseUnknown }
  }

  @Test func `Of many phases the first ones are named`() {
    let phases = (0..<12).map { "Phase number \($0)" }
    #expect(
      problems(phases: phases, named: ["x"]).map(\.help) == [
        "use one of the 12 phases there, such as \(phases.prefix(10).joined(separator: ", ")), or list it"
      ])
    #expect(problems(phases: ["A", "B"], named: ["Xyz"]).map(\.help) == ["use one of A, B, or list it"])
    let long = String(repeating: "a", count: 16_000)
    #expect(problems(phases: [long], named: ["x"]).map(\.help) == ["use one of the 1 phases there, or list it"])
    #expect(
      problems(phases: [long, "B"], named: ["x"]).map(\.help) == [
        "use one of the 2 phases there, such as B, or list it"
      ])
  }

  @Test func `Many phases that none lists are told in time and room that grow with their number`() {
    let time = ContinuousClock().measure {
      let found = problems(
        phases: (0..<4_000).map { "phase number \($0) of the work" }, named: (0..<4_000).map { "q\($0)" })
      #expect(found.count == 4_000)
      #expect(found.allSatisfy { ($0.help?.utf8.count ?? 0) < 1_000 })
    }
    #expect(time < .seconds(10), "\(time)")
  }

  @Test func `Phases with joining words in their names are read in time that grows with their number`() {
    let phases = (0..<8_000).map { "p\($0) and q\($0)" }
    let time = ContinuousClock().measure { #expect(problems(phases: phases, named: phases).isEmpty) }
    #expect(time < .seconds(10), "\(time)")
  }

  @Test func `Many categories without a heading are told in time that grows with their number`() {
    let names = (0..<6_000).map { "p\($0)" }
    let headings = names.map { "## q\($0)\n\n- [ ] x\n\n" }.joined()
    let text = "-- checklists/c.md --\n---\ncategories: [\(names.joined(separator: ", "))]\n---\n# C\n\n\(headings)"
    let time = ContinuousClock().measure {
      let found = handbook(text).diagnostics.filter { $0.code == .checklistCategoryWithoutItems }
      #expect(found.count == 6_000)
    }
    #expect(time < .seconds(15), "\(time)")
  }

  @Test func `Many words on one handoff are joined in time that grows with their number`() {
    let words = (0..<20_000).map { "q: w\($0)" }.joined(separator: ", ")
    let book = handbook("-- personas/x.md --\n# X\n\n**Hands off to**: \(words)\n").value
    let edge = book.graph.edges.first { $0.kind == .handoff }
    let time = ContinuousClock().measure { #expect(edge?.label?.hasSuffix("; w19999") == true) }
    #expect(edge?.declarations.count == 20_000)
    #expect(time < .seconds(2), "\(time)")
  }
}
