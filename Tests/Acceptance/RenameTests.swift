import Foundation
import TestSupport
import Testing

/// `baton rename`: all that refers to a document follows it, and every other byte stays.
@Suite struct RenameTests {
  /// Renames a document, and expects the files as they shall be then.
  private func expect(
    _ old: String, _ new: String, in before: String, becomes after: String, status: Int32 = 0, says: String = ""
  ) throws {
    let folder = try TemporaryFolder(before)
    let result = try Program.run("rename", old, new, "--content", ".", in: folder.path)
    #expect(result.status == status, "\(result.errors)")
    #expect(says.isEmpty || result.errors.contains(says), "\(result.errors)")
    let expected = try TemporaryFolder(after)
    #expect(folder.files == expected.files)
    for file in expected.files { #expect(folder.text(of: file) == expected.text(of: file)) }
    let left = try Program.run("check", "--content", ".", in: folder.path).output
    #expect(!left.contains("[broken-link]") && !left.contains("[include-failed]"), "\(left)")
  }

  @Test func `Includes follow a file`() throws {
    try expect(
      "escalation", "esc",
      in: """
        -- parts/escalation.md --
        ---
        aliases:
          - old
        ---
        # Escalation

        ## Who

        Ask.
        -- personas/qa.md --
        # QA

        {{include: ../parts/escalation.md}}

        {{include:  ../parts/escalation.md#who }}

        `{{include: ../parts/escalation.md}}`

        """,
      becomes: """
        -- parts/esc.md --
        ---
        aliases:
          - old
          - escalation
        ---
        # Escalation

        ## Who

        Ask.
        -- personas/qa.md --
        # QA

        {{include: ../parts/esc.md}}

        {{include:  ../parts/esc.md#who }}

        `{{include: ../parts/escalation.md}}`

        """)
  }

  @Test func `Links follow a file however they are written`() throws {
    try expect(
      "b", "new-b",
      in: """
        -- tasks/b.md --
        ---
        id: b
        aliases: []
        ---
        # B
        -- tasks/ab.md --
        # AB
        -- tasks/a.md --
        # A

        See [the b][r] and [b], [b.md][] and [B.MD].

        [b.md](b.md "b.md"), [a link that goes
        on](<../tasks/b.md#b>), [x](b), [x](b.html), [ab](ab.md), <a href="b.md">b</a>, **b**, b.md.

        > A quote [with][Q].
        >
        > [q]:
        >   b.md

        [r]: b.md
        [r]: b.md "the second one is not used"
        [b]: ../tasks/b.md "b.md"
        [b.md]: <./b.md>

        ```
        [r]: b.md
        [x](b.md)
        ```

        """,
      becomes: """
        -- tasks/new-b.md --
        ---
        id: new-b
        aliases: [b]
        ---
        # B
        -- tasks/ab.md --
        # AB
        -- tasks/a.md --
        # A

        See [the b][r] and [b], [b.md][] and [B.MD].

        [b.md](new-b.md "b.md"), [a link that goes
        on](<../tasks/new-b.md#b>), [x](new-b), [x](new-b.html), [ab](ab.md), <a href="new-b.md">b</a>, **b**, b.md.

        > A quote [with][Q].
        >
        > [q]:
        >   new-b.md

        [r]: new-b.md
        [r]: b.md "the second one is not used"
        [b]: ../tasks/new-b.md "b.md"
        [b.md]: <./new-b.md>

        ```
        [r]: b.md
        [x](b.md)
        ```

        """)
  }

  @Test func `A path with percent signs and escapes follows`() throws {
    try expect(
      "my_old id", "new",
      in: """
        -- my_old id.md --
        ---
        aliases: [x, y]
        ---
        # My
        -- a.md --
        # A

        [x](my_old%20id.md), [y](<my_old id.md>), [z](<my\\_old id.md>)

        """,
      becomes: """
        -- new.md --
        ---
        aliases: [x, y, my_old id]
        ---
        # My
        -- a.md --
        # A

        [x](new.md), [y](<new.md>), [z](<new.md>)

        """)
  }

  @Test(arguments: [
    ("aliases: [Counter]", "aliases: [Counter, desk]"),
    ("aliases: [ Counter , ]  # old", "aliases: [ Counter , desk ]  # old"),
    ("aliases: [\"a]\", 'it''s', b's]", "aliases: [\"a]\", 'it''s', b's, desk]"),
    ("aliases: [\n  Counter, # [old\n  Till # ]\n  ]", "aliases: [\n  Counter, # [old\n  Till, desk # ]\n  ]"),
    ("aliases: []", "aliases: [desk]"),
    ("aliases: Counter", "aliases: Counter, desk"),
    ("aliases: Counter, Till # old", "aliases: Counter, Till, desk # old"),
    ("aliases: \"Counter\"", "aliases: \"Counter, desk\""),
    ("aliases: 'Counter' # it's \"old\"", "aliases: 'Counter, desk' # it's \"old\""),
    ("aliases:", "aliases:\n  - desk"),
    ("aliases:\n- Counter", "aliases:\n- Counter\n- desk"),
    ("tags: [a]", "tags: [a]\naliases:\n  - desk"),
    ("aliases: [desk]", "aliases: [desk]"),
  ])
  func `The old id becomes an alias however aliases are written`(before: String, after: String) throws {
    for end in ["\n", "\r\n", "\r"] {
      let folder = try TemporaryFolder()
      let document = { (aliases: String) in
        "---\nname: Front\n\(aliases)\n---\n# Desk\n".replacingOccurrences(of: "\n", with: end)
      }
      try folder.write(document(before), to: "personas/desk.md")
      let result = try Program.run("rename", "desk", "front-desk", "--content", ".", in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(folder.text(of: "personas/front-desk.md") == document(after))
    }
  }

  @Test(arguments: ["aliases: {a: b}", "aliases: |\n  Counter", "**Aliases:** Counter"])
  func `An alias that cannot be added is told`(aliases: String) throws {
    let isLabel = aliases.hasPrefix("**")
    let text = isLabel ? "# Desk\n\n\(aliases)\n" : "---\n\(aliases)\n---\n# Desk\n"
    let link = "-- personas/a.md --\n# A\n\n[[desk]]\n"
    try expect(
      "desk", "front", in: "-- personas/desk.md --\n\(text)\(link)",
      becomes: "-- personas/front.md --\n\(text)\(link.replacing("desk", with: "front"))", status: 1,
      says: "error: personas/front.md: the alias `desk` could not be added to `aliases`\n")
  }

  @Test(arguments: [
    ("index", "personas/index.md would be the landing page of its folder"),
    ("README", "personas/README.md would be the landing page of its folder"),
    ("null", "`null` can't be an id: front matter reads it as nothing"),
    ("tester", "`tester` is a name of personas/qa.md"), ("QA", "`QA` is a name of personas/qa.md"),
    ("squad", "`squad` is the name of a group"), ("plan", "the id `plan` is taken in tasks/plan.md"),
    ("former", "`former` is a name of tasks/plan.md"),
    ("PLAN", "the id `PLAN` is that of tasks/plan.md in another case"),
    ("all-personas", "`all-personas` is the name of a group"),
    (".\u{301}x", "`.\u{301}x` can't be an id: it takes letters, digits, `-`, `_` and `.`"),
  ])
  func `An id that means something else already is refused`(new: String, message: String) throws {
    let book = """
      -- baton.yml --
      groups: {squad: [dev]}
      -- personas/dev.md --
      # Dev
      -- personas/qa.md --
      ---
      aliases: [tester]
      ---
      # QA - The Tester
      -- tasks/plan.md --
      ---
      persona: tester
      aliases: [former]
      ---
      # Plan

      """
    try expect("dev", new, in: book, becomes: book, status: 2, says: "error: \(message)\n")
  }

  @Test func `A link to a heading of its own stays`() throws {
    try expect(
      "dev", "builder", in: "-- personas/dev.md --\n---\naliases: [dev]\n---\n# Dev\n\n[top](#x)\n\n## x\n",
      becomes: "-- personas/builder.md --\n---\naliases: [dev]\n---\n# Dev\n\n[top](#x)\n\n## x\n")
  }

  @Test func `Ids behind what goes over several lines follow`() throws {
    try expect(
      "b", "c",
      in:
        "-- a.md --\n# A\n\nRun `make\nall` first,\nthen [[b]], [x](b.md).\n\n> [!NOTE]\n> See [x](b.md), [[b]].\n-- b.md --\n# B\n",
      becomes:
        "-- a.md --\n# A\n\nRun `make\nall` first,\nthen [[c]], [x](c.md).\n\n> [!NOTE]\n> See [x](c.md), [[c]].\n"
        + "-- c.md --\n---\naliases:\n  - b\n---\n\n# B\n")
  }

  @Test func `A landing page without front matter gets one`() throws {
    try expect(
      "tools/index", "kit", in: "-- tools/index.md --\n# Tools\n-- a.md --\n# A\n\n[[tools/index]]\n",
      becomes: "-- tools/index.md --\n---\nid: kit\naliases:\n  - tools/index\n---\n\n# Tools\n"
        + "-- a.md --\n# A\n\n[[kit]]\n")
  }

  @Test func `A file that cannot be written leaves all as it was`() throws {
    let folder = try TemporaryFolder(
      "-- book/a/a.md --\n# A\n\n[[old]]\n-- book/old.md --\n# Old\n-- book/z/z.md --\n# Z\n\n[[old]]\n")
    let before = folder.files.map { folder.text(of: $0) }
    // Root may write everywhere, so nobody runs the command.
    var command = [Program.path, "rename", "old", "new", "--content", "book"]
    if getuid() == 0 {
      guard isThere("/usr/bin/setpriv") else { return }
      command = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + command
      for path in ["book", "book/a", "book/a/a.md", "book/old.md", "book/z/z.md"] {
        #expect(chown("\(folder.path)/\(path)", 65534, 65534) == 0)
      }
    }
    #expect(chmod(folder.path + "/book/z", 0o555) == 0)
    let result = try Program.run(
      Array(command.dropFirst()), in: folder.path, environment: ["XDG_CACHE_HOME": folder.path + "/none"],
      executable: command[0])
    #expect(chmod(folder.path + "/book/z", 0o755) == 0)
    #expect(result.status == 3)
    #expect(result.errors.hasPrefix("error: cannot write "), "\(result.errors)")
    #expect(result.errors.contains("/book/z/z.md: Permission denied\n"))
    #expect(folder.files == ["book/a/a.md", "book/old.md", "book/z/z.md"])
    #expect(folder.files.map { folder.text(of: $0) } == before)
  }

  @Test func `A name may be as long as names can be`() throws {
    let long = String(repeating: "l", count: 250)
    try expect(
      "b", "c", in: "-- \(long).md --\n# A\n\n[[b]]\n-- b.md --\n# B\n",
      becomes: "-- \(long).md --\n# A\n\n[[c]]\n-- c.md --\n---\naliases:\n  - b\n---\n\n# B\n")
  }
}
