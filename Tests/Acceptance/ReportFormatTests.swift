import Foundation
import TestSupport
import Testing

/// The reports for other programs, as the specifications of these ask. The tools come from `.ci/setup --tests`.
@Suite struct ReportFormatTests {
  private static let python = Program.repository + "/.venv/bin/python"

  /// Many sorts of mistakes, in files whose names need encoding, in lines whose characters are not bytes.
  private static let book = """
    -- site-content/baton.yml --
    titel: x
    checks: {orphan: warning}
    -- site-content/personas/entwickler.md --
    ---
    type: persona
    primary_tasks: [nobody-knows]
    hands_off_to:
      - qq: 😀 Bau
      - entwickler: ä
    foo: bar
    ---
    # Entwickler
    😀😀 see [[qa]] and [x](nowhere.md) ![](no.png) <script>a</script>

    ### Skipped
    -- site-content/tasks/größe & maß #1/100% fertig.md --
    ---
    persona: Nobody
    phase: zz
    uses_templates: [entwickler]
    ---
    # Aufgabe „eins“

    😀 [y](javascript:alert) [Fill me in] [z](../../personas/entwickler.md#nope)
    {{include: nix.md}}
    -- site-content/tasks/größe & maß #1/zwei, drei:.md --
    # Aufgabe „eins“
    e\u{301}e\u{301} [[no]]
    -- site-content/personas/bom.md --
    \u{FEFF}---
    title: BOM
    hands_off_to: [x]
    ---
    # é [[no]]
    -- site-content/open.md --
    ---
    id: entwickler
    x

    """

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `SARIF is valid by its schema, and its places are places of the files`() throws {
    let folder = try TemporaryFolder(Self.book)
    try folder.write(Data([97, 255, 254, 10]), to: "site-content/not utf8.md")
    let script = Program.repository + "/Tests/Acceptance/Reports/sarif.py"
    let result = try Program.run(script, Program.path, folder.path, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("rules are valid\n"))
    let codes = result.output.split(separator: " ").compactMap { Int($0) }
    #expect(codes.last ?? 0 >= 15, "\(result.output)")
  }

  @Test func `Annotations for GitHub are one line each, whatever files are called`() throws {
    let folder = try TemporaryFolder(Self.book)
    let result = try Program.run("check", "--format", "github", in: folder.path)
    let place = "file=[^:,]+,line=[0-9]+,col=[0-9]+,endLine=[0-9]+,endColumn=[0-9]+,"
    let form = "^::(error|warning|notice) (\(place))?title=[a-z0-9-]+::.+$"
    for line in result.output.split(separator: "\n") {
      #expect(line.range(of: form, options: .regularExpression) != nil, "\(line)")
    }
    #expect(result.output.contains("file=site-content/tasks/größe & maß #1/100%25 fertig.md,"))
    #expect(result.output.contains("file=site-content/tasks/größe & maß #1/zwei%2C drei%3A.md,"))
  }
}
