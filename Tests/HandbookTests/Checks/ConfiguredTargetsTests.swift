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

  // MARK: - Paths

  @Test(arguments: [
    "images/logo.svg", "./images/logo.svg", "/images/logo.svg", "images/../images/logo.svg", "images/plan é.pdf",
  ])
  func `A logo is found however its path is written`(path: String) {
    #expect(messages("logo: \(path)", files) == [])
  }

  @Test func `A logo that is not there is reported`() {
    #expect(messages("logo: ./no.svg", files) == ["warning: there is no file `no.svg`"])
    #expect(messages("logo: ../logo.svg", files) == ["warning: there is no file `../logo.svg`"])
  }

  @Test(arguments: [
    "dev", "personas/dev.md", "./personas/dev.md", "/personas/dev.md", "pages/../personas/dev.md", "images/logo.svg",
    "./images/plan é.pdf", "HTTPS://X.org", "http://x.org", "mailto:a@b.c", "MailTo:a@b.c",
  ])
  func `The navigation names documents, files and addresses`(target: String) {
    #expect(messages("navigation: [\"\(target)\"]", files) == [])
  }

  @Test(arguments: [
    "personas/no.md", "../personas/dev.md", "javascript:alert(1)", "ftp://x.org", "images", "baton.yml",
  ])
  func `What the navigation names and is not there is reported`(target: String) {
    #expect(
      messages("navigation: [\"\(target)\"]", files) == [
        "warning: `navigation` names `\(target)`, and nothing has this id or path"
      ])
  }

  @Test func `A document that the navigation names by any path is no orphan`() {
    let orphans = handbook("-- baton.yml --\nnavigation: [./pages/guide.md, /personas/dev.md]\n" + files).diagnostics
      .filter { $0.code == .orphan }
    #expect(orphans.isEmpty)
  }
}
