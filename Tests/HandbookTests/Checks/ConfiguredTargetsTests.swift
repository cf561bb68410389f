import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ConfiguredTargetsTests {
  private func messages(_ configuration: String, _ files: String) -> [String] {
    handbook("-- baton.yml --\n\(configuration)\n\(files)").diagnostics.filter { $0.range?.file == configurationFile }
      .map { "\($0.severity.rawValue): \($0.message)" }
  }

  private let files = """
    -- index.md --
    # Home
    -- images/logo.svg --
    x
    -- images/plan é.pdf --
    x
    -- pages/guide.md --
    ---
    aliases: [handout]
    ---
    # Guide
    -- personas/dev.md --
    ---
    title: The Hands
    aliases: [Coder]
    ---
    # Maker - The Hands
    """

  // MARK: - Groups

  @Test(arguments: [
    ("dev: [dev]", "error: `dev` names both the group `dev` and personas/dev.md"),
    ("Dev: [dev]", "error: `dev` names both the group `dev` and personas/dev.md"),
    ("maker: [dev]", "warning: `maker` names both the group `maker` and personas/dev.md"),
    ("coder: [dev]", "warning: `coder` names both the group `coder` and personas/dev.md"),
    ("the hands: [dev]", "warning: `the hands` names both the group `the-hands` and personas/dev.md"),
    ("all: {title: CODER, members: [dev]}", "warning: `coder` names both the group `all` and personas/dev.md"),
    ("guide: [dev]", "warning: `guide` names both the group `guide` and pages/guide.md"),
    ("handout: [dev]", "warning: `handout` names both the group `handout` and pages/guide.md"),
  ])
  func `A group that is called like a document is reported`(group: String, message: String) {
    #expect(messages("groups: {\(group)}", files) == [message])
  }

  @Test func `A group may have the title of a document that no field takes by it`() {
    #expect(messages("groups: {g: {title: guide, members: [dev]}, index-cards: [dev]}", files) == [])
  }
}
