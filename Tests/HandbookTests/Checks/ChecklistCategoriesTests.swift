import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ChecklistCategoriesTests {
  /// The problems with categories, each with the word that was probably meant.
  private func problems(_ categories: String, _ text: String) -> [String] {
    let book = handbook("-- checklists/c.md --\n---\ncategories: [\(categories)]\n---\n# C\n\n\(text)")
    return book.diagnostics.filter { $0.code == .checklistCategoryWithoutItems }.map { problem in
      "\(problem.range?.start.column ?? 0)" + (problem.suggestion.map { ": \($0)" } ?? "")
    }
  }

  @Test func `Items of any list are items`() {
    for item in ["- plain", "* plain", "+ plain", "1. plain", "  12) plain", "### Deeper\n\n- [x] done", "> - quoted"] {
      #expect(
        problems("Build, Roll back", "## Build\n\n- [ ] x\n\n## Roll back\n\n\(item)\n\n## End\n") == [], "\(item)")
    }
    for text in ["Text - with a dash.", "-", "1.5 hours", "**bold**", "---"] {
      #expect(
        problems("Build, Roll back", "## Build\n\n- [ ] x\n\n## Roll back\n\n\(text)\n\n## End\n\n- y\n") == ["21"],
        "\(text)")
    }
  }

  @Test func `A heading that is missing is told, whatever the items are`() {
    #expect(problems("Biuld, Missing", "## Build\n\n- plain\n") == ["14: Build", "21"])
    #expect(problems("Build", "Text.\n") == ["14"])
  }
}
