import Diagnostics
import Handbook
import TestSupport
import Testing

@Suite struct ParseConfigurationTests {
  private func parse(_ text: String) -> Checked<Configuration> { parseConfiguration(Array(text.utf8)) }

  @Test func `Every setting is read`() {
    let configuration = parse(
      """
      title: Handbook
      description: How we work
      base_url: https://example.org/book
      language: de-CH
      theme: look
      logo: logo.svg
      repository: https://example.org/edit
      phases: [Plan, Do]
      groups:
        leads: [pm, Architect]
        ops: {title: On call, members: devops}
      navigation:
        - guide
        - Start here: index.md
      checks: {orphan-page: off}
      html: trusted
      exclude: ["drafts/**"]
      footer: Made *here*
      """)
    #expect(configuration.value.title == "Handbook")
    #expect(configuration.value.baseURL == "https://example.org/book/")
    #expect(configuration.value.language == "de-CH")
    #expect(configuration.value.phases == ["Plan", "Do"])
    #expect(configuration.value.groups.map(\.id) == ["leads", "ops"])
    #expect(configuration.value.groups.map(\.title) == ["Leads", "On call"])
    #expect(configuration.value.groups.map { $0.members.map(\.value) } == [["pm", "Architect"], ["devops"]])
    #expect(configuration.value.navigation?.map(\.title) == [nil, "Start here"])
    #expect(configuration.value.trustsHTML)
    #expect(configuration.value.exclude == ["drafts/**"])
    #expect(configuration.diagnostics.map(\.short) == ["baton.yml:15:10: error: unknown-configuration-key"])
  }

  @Test func `An unknown setting names the nearest known one`() {
    let configuration = parse("titel: x\n")
    #expect(configuration.diagnostics.map(\.short) == ["baton.yml:1:1: error: unknown-configuration-key"])
    #expect(configuration.diagnostics.first?.suggestion == "title")
  }

  @Test(arguments: [
    ("nav", "navigation"), ("lang", "language"), ("desc", "description"), ("repo", "repository"), ("url", "base_url"),
    ("Title", "title"), ("site_name", "title"), ("baseURL", "base_url"), ("ignore", "exclude"), ("ch", nil),
    ("xyzzy", nil),
  ])
  func `A setting by the name that it has elsewhere, or by a short one, names the right one`(
    key: String, known: String?
  ) {
    let found = parse("\(key): x\n").diagnostics.first
    #expect(found?.code == .unknownConfigurationKey && found?.suggestion == known)
    #expect(known != nil || found?.help?.hasPrefix("remove it; the settings are title, ") == true)
  }

  @Test func `A comma between braces ends no pattern`() {
    #expect(parse("exclude: a, tasks/{b,c}.md, d\n").value.exclude == ["a", "tasks/{b,c}.md", "d"])
    #expect(parse("exclude: [\"{b,c}\", d]\n").value.exclude == ["{b,c}", "d"])
  }

  @Test(arguments: [
    "title: [a]", "language: \"x y\"", "base_url: javascript:alert(1)", "base_url: ftp://x", "html: maybe",
    "groups: [a]", "base_url: https://", "loops: [developer]", "loops: [[developer]]", "loops: {a: b}",
    "groups: {x: {titel: a, members: [qa]}}", "rules: [{every: task, where: {phse: x}, has: tags}]",
    "checks: {broken-link: loud}", "navigation: text", "phases: {a: b}", "repository: \"https://x/\\\"onload\"",
    "logo: https://x.y/z.png", "exclude: [\"!keep.md\"]",
  ])
  func `A value that cannot be used is an error, and leaves the default`(text: String) {
    let configuration = parse(text)
    #expect(configuration.diagnostics.map(\.code) == [.invalidConfiguration])
    #expect(configuration.value.baseURL == nil)
    #expect(!configuration.value.trustsHTML)
  }

  @Test func `Checks change the severity or go`() {
    let book = handbook(
      """
      -- baton.yml --
      checks: {unknown-reference: error, unknown-field: off}
      -- personas/a.md --
      ---
      weather: fine
      primary_tasks: [nothing]
      ---
      # A
      """)
    #expect(book.problems == ["personas/a.md:3:17: error: unknown-reference"])
  }

  @Test func `What looks like another name is reported at its place`() {
    let configuration = parse(
      """
      loops: [developer, qa]
      groups: {x: {titel: a, members: [qa]}}
      rules: [{every: task, where: {phse: x, mine: y}, has: tags}]
      """)
    #expect(
      configuration.diagnostics.map(\.short) == [
        "baton.yml:1:9: error: invalid-configuration", "baton.yml:1:20: error: invalid-configuration",
        "baton.yml:2:14: error: invalid-configuration", "baton.yml:3:31: warning: invalid-configuration",
      ])
    #expect(configuration.diagnostics.map(\.suggestion) == [nil, nil, "title", "phase"])
    #expect(configuration.value.groups.map { $0.members.map(\.value) } == [["qa"]])
  }

  // MARK: - Names of groups

  @Test(arguments: [
    ("{\"\": [dev]}", "a group needs a name", []),
    ("{\" \": [dev]}", "a group needs a name", []),
    ("{Eng: [dev], eng: [qa]}", "`eng` is the name of another group", ["eng"]),
    ("{dev ops: [dev], dev-ops: [qa]}", "`dev-ops` is the name of another group", ["dev-ops"]),
    ("{a: {title: On call, members: [dev]}, on-call: [qa]}", "`On call` is the name of another group", ["a"]),
    ("{all-personas: [dev]}", "`all-personas` is the group of all, and takes no members", []),
    ("{all: {title: All Personas, members: [dev]}}", "`All Personas` is the name of another group", []),
  ])
  func `A group has a name of its own, and the first one of a name is taken`(
    groups: String, message: String, ids: [String]
  ) {
    let configuration = parse("groups: \(groups)\n")
    #expect(configuration.diagnostics.map(\.code) == [.invalidConfiguration])
    #expect(configuration.diagnostics.map(\.message) == [message])
    #expect(configuration.value.groups.map(\.id) == ids)
  }

  @Test func `The group of all may have another title`() {
    let configuration = parse("groups: {all-personas: {title: Everyone, members: []}, b: [dev]}\n")
    #expect(configuration.diagnostics.isEmpty)
    #expect(configuration.value.groups.map(\.title) == ["Everyone", "B"])
  }

  // MARK: - Paths

  @Test(arguments: ["images/logo.svg", "./images/logo.svg", "/images/logo.svg", "a/../images//logo.svg"])
  func `A logo is found by its path, however that is written`(path: String) {
    #expect(parse("logo: \(path)\n").value.logo?.value == "images/logo.svg")
  }

  // MARK: - Empty texts

  @Test(arguments: [
    "title", "description", "theme", "logo", "footer", "language", "repository", "base_url", "phases", "exclude",
    "groups", "navigation", "checks", "rules", "loops", "html",
  ])
  func `An empty text counts as not given`(key: String) {
    for text in ["\"\"", "\"  \""] {
      let configuration = parse("\(key): \(text)\n")
      #expect(configuration.diagnostics.isEmpty)
      #expect(String(describing: configuration.value) == String(describing: Configuration()))
    }
  }

  @Test func `Texts are taken without the spaces around them`() {
    let configuration = parse(
      """
      title: " Handbook "
      base_url: " https://example.org/ "
      phases: ["  Build  ", "", " ", Run]
      groups: {ops: {title: " On call ", members: [" dev "]}}
      navigation: [" guide ", {" Start ": " index.md "}, {"": https://x.org}, {" ": guide}]
      rules: [{every: " task ", has: [" tags "], message: " "}]
      checks: {orphan: " note "}
      """)
    #expect(configuration.diagnostics.isEmpty)
    #expect(configuration.value.title == "Handbook")
    #expect(configuration.value.baseURL == "https://example.org/")
    #expect(configuration.value.phases == ["Build", "Run"])
    #expect(configuration.value.groups.map(\.title) == ["On call"])
    #expect(configuration.value.groups.map { $0.members.map(\.value) } == [["dev"]])
    #expect(configuration.value.navigation?.map(\.title) == [nil, "Start", nil, nil])
    #expect(configuration.value.navigation?.map(\.target.value) == ["guide", "index.md", "https://x.org", "guide"])
    #expect(configuration.value.rules.map(\.wanted) == [["tags"]])
    #expect(configuration.value.rules.map(\.message) == [nil])
    #expect(configuration.value.checks[.orphan] == .some(.note))
  }

  @Test(arguments: [
    "navigation: [\"\"]", "navigation: [{x: \" \"}]", "rules: [{every: \"\", has: tags}]",
    "rules: [{every: task, where: {phase: \"\"}, has: tags}]",
    "rules: [{every: task, where: {phase: [\"\"]}, has: tags}]",
    "rules: [{every: task, where: {phase: {a: b}}, has: tags}]", "checks: {orphan: \"\"}", "loops: [[dev, \"\"]]",
    "loops: [[dev, dev]]", "loops: [[dev, Dev]]", "loops: [dev -> dev]",
  ])
  func `What needs a text is reported where it is empty, and so is a circle of one`(text: String) {
    let configuration = parse(text)
    #expect(configuration.diagnostics.map(\.code) == [.invalidConfiguration])
    #expect(configuration.value.rules.isEmpty && configuration.value.loops.isEmpty)
    #expect(configuration.value.navigation ?? [] == [])
  }

  @Test(arguments: [
    ("en", true), ("pt-BR", true), ("zh-Hant-TW", true), ("de-CH-1996", true), ("x-own", true), ("i-klingon", true),
    ("--", false), ("de-", false), ("-de", false), ("de--CH", false), ("1", false), ("de_CH", false),
    ("German-language", true), ("Plattdeutsch", false), ("de-Plattdeutsch", false),
  ])
  func `A language is a tag`(language: String, isTag: Bool) {
    let configuration = parse("language: \(language)\n")
    #expect(configuration.diagnostics.map(\.code) == (isTag ? [] : [.invalidConfiguration]))
    #expect(configuration.value.language == (isTag ? language : "en"))
  }

  // MARK: - Addresses

  @Test(arguments: [
    ("example.org/x", "an address that begins with https:// or http://"),
    ("ftp://example.org", "an address that begins with https:// or http://"),
    ("https:///x", "an address with the name of a host"),
    ("https://?x", "an address with the name of a host"),
    ("https://example.org/?book=1", "an address without `?` and `#`"),
    ("https://example.org/#book", "an address without `?` and `#`"),
    ("https://example.org/our book/", "an address without spaces, quotes, `<`, `>` and backslashes"),
    ("https://example.org\\\\book", "an address without spaces, quotes, `<`, `>` and backslashes"),
    ("https://example.org/\\\"x", "an address without spaces, quotes, `<`, `>` and backslashes"),
  ])
  func `An address that paths cannot stand behind is refused, with the reason`(address: String, taken: String) {
    for key in ["base_url", "repository"] {
      let configuration = parse("\(key): \"\(address)\"\n")
      #expect(configuration.diagnostics.map(\.message) == ["`\(key)` takes \(taken)"])
      #expect(configuration.value.baseURL == nil && configuration.value.repository == nil)
    }
  }
}
