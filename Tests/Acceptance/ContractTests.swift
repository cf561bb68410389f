import Foundation
import TestSupport
import Testing

/// What scripts rely on: where results and messages go, and with which status a command ends.
@Suite struct ContractTests {
  private static let book = """
    -- book/personas/a.md --
    ---
    hands_off_to: [b]
    ---
    # Ann
    -- book/personas/b.md --
    ---
    receives_from: [a]
    ---
    # Bob

    """

  /// A handbook with one warning.
  private static let warned = book + "-- book/c.md --\n# C\n\n[x](no.md)\n"

  /// A graph to draw.
  private static let graph = "-- graph.json --\n{\"nodes\": [{\"id\": \"a\"}]}\n"

  private func run(_ arguments: [String], _ book: String = book) throws -> Program.Result {
    let folder = try TemporaryFolder(book + Self.graph)
    return try Program.run(arguments, in: folder.path)
  }

  // MARK: - Results

  @Test(arguments: [
    ["graph"], ["graph", "--format", "svg"], ["graph", "--format", "dot"], ["bundle", "a"], ["path", "a", "b"],
    ["check"], ["check", "--format", "json"], ["check", "--format", "sarif"], ["render", "book/personas/a.md"],
    ["diagram", "graph.json"], ["--help"],
  ])
  func `A result that cannot be written is the machine's failure`(arguments: [String]) throws {
    let folder = try TemporaryFolder(Self.book + Self.graph)
    let place = arguments == ["--help"] ? [] : ["--content", "book"]
    let command = "\"$0\" \"$@\" > /dev/full"
    let result = try Program.run(
      ["-c", command, Program.path] + arguments + place, in: folder.path, executable: "/bin/sh")
    #expect(result.status == 3)
    #expect(result.errors.hasPrefix("error: cannot write to standard output: No space left on device\n"))
  }

  @Test(arguments: [
    (["new", "task", "x", "--content", "book"], "the file was", "book/tasks/x.md"),
    (["init", "new"], "the 8 files were", "new/index.md"),
  ])
  func `Where the names of new files can't be printed, that they were written is said`(
    arguments: [String], what: String, file: String
  ) throws {
    let folder = try TemporaryFolder(Self.book)
    let result = try Program.run(
      ["-c", "\"$0\" \"$@\" > /dev/full", Program.path] + arguments, in: folder.path, executable: "/bin/sh")
    #expect(result.status == 3)
    #expect(result.errors.contains("No space left on device, but \(what) written\n"), "\(result.errors)")
    #expect(folder.text(of: file) != nil)
  }

  @Test(arguments: ["render", "diagram"])
  func `Input without an end is wrong usage`(command: String) throws {
    for arguments in ["/dev/zero", "- < /dev/zero"] {
      let result = try Program.run(
        "-c", "ulimit -v 8000000; \"$0\" \(command) \(arguments)", Program.path, executable: "/bin/sh")
      #expect(result.status == 2)
      #expect(result.errors.contains(" holds more than 256 MB\n"), "\(result.errors.prefix(300))")
    }
  }

  @Test func `A figure that does not exist is refused before anything is printed`() throws {
    let result = try run(["check", "--content", "book", "--fail-under", "nope=3"], Self.book)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: there is no figure `nope`\n"), "\(result.errors)")
  }

  @Test func `A reader that has enough is no failure to speak of`() throws {
    let folder = try TemporaryFolder(Self.book)
    for prefix in ["", "trap '' PIPE; "] {
      let command = prefix + "{ \"$0\" graph --content book; echo $? > status; } | true"
      let result = try Program.run(["-c", command, Program.path], in: folder.path, executable: "/bin/bash")
      #expect(result.errors.isEmpty)
      #expect(["141\n", "0\n"].contains(folder.text(of: "status")))
    }
  }

  // MARK: - Quiet

  @Test(arguments: [
    (["check", "--strict"], "error: there is 1 warning, and --strict allows none\n"),
    (["check", "--max-warnings", "0"], "error: there is 1 warning, and --max-warnings allows 0\n"),
    (["build", "--strict"], "error: there is 1 warning, and --strict allows none\n"),
  ])
  func `What fails for warnings alone says so however quiet it is`(arguments: [String], message: String) throws {
    let result = try run(arguments + ["--quiet", "--content", "book"], Self.warned)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors == message)
    let passed = try run([arguments[0], "--quiet", "--content", "book"], Self.warned)
    #expect(passed.status == 0 && passed.output.isEmpty && passed.errors.isEmpty)
  }

  @Test(arguments: ["json", "sarif", "github"])
  func `What machines read is complete however quiet it is`(format: String) throws {
    let arguments = ["check", "--content", "book", "--format", format]
    let result = try run(arguments + ["--quiet"], Self.warned)
    #expect(result.output.contains("broken-link"))
    #expect(result.output == (try run(arguments, Self.warned)).output)
  }

  // MARK: - Colour

  @Test(arguments: [
    ["graph", "--focus", "nobody"], ["build", "--theme", "nope"], ["diagram", "none.json"], ["path", "a", "nobody"],
    ["check", "--fail-under", "tasks=9"], ["diff", "HEAD"],
  ])
  func `Errors have the colour that was asked for`(arguments: [String]) throws {
    let arguments = arguments + ["--content", "book"]
    #expect(try run(arguments + ["--color", "always"]).errors.hasPrefix("\u{1B}[1;31merror:\u{1B}[0m "))
    #expect(try run(arguments + ["--color", "never"]).errors.hasPrefix("error: "))
    // In a terminal, which script(1) makes.
    guard isThere("/usr/bin/script") else { return }
    let folder = try TemporaryFolder(Self.book)
    let command = ([Program.path] + arguments + ["--color", "never"]).joined(separator: " ")
    let result = try Program.run(
      "-qec", command, "/dev/null", in: folder.path, environment: ["TERM": "xterm", "NO_COLOR": ""],
      executable: "/usr/bin/script")
    #expect(result.output.contains("error: ") && !result.output.contains("\u{1B}"))
  }

  // MARK: - Files that the user names

  private static let naming = [
    ["diagram"], ["render"], ["check", "--content", "book", "--baseline"], ["build", "--content", "book", "--former"],
    ["check", "--content", "book", "--former"],
  ]

  @Test(arguments: naming) func `A file that is not there is wrong usage`(arguments: [String]) throws {
    let result = try run(arguments + ["gone.json"])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: cannot read gone.json: No such file or directory\n  help: "))
    #expect(try run(arguments + ["book"]).status == 2)
  }

  @Test(arguments: naming) func `A file that must not be read is the machine's failure`(arguments: [String]) throws {
    let folder = try TemporaryFolder(Self.book + "-- shut.json --\n{}\n")
    #expect(chmod(folder.path + "/shut.json", 0) == 0)
    // Root may read all files, but not this one.
    let file = getuid() == 0 ? "/proc/sys/net/ipv4/route/flush" : "shut.json"
    guard FileManager.default.fileExists(atPath: file.hasPrefix("/") ? file : folder.path + "/" + file) else { return }
    let result = try Program.run(arguments + [file], in: folder.path)
    #expect(result.status == 3)
    #expect(result.errors.hasPrefix("error: cannot read \(file): Permission denied\n"))
  }

  @Test func `A file may be a pipe`() throws {
    let folder = try TemporaryFolder(Self.book)
    let command = "\(Program.path) graph --content book | \(Program.path) diagram /dev/stdin"
    let piped = try Program.run("-c", command, in: folder.path, executable: "/bin/sh")
    #expect(piped.status == 0 && piped.output.hasPrefix("<svg "), "\(piped.errors)")
  }

  @Test(arguments: [["graph", "--focus", "Amb"], ["bundle", "Amb"], ["path", "Amb", "qa"]])
  func `A name of several personas is not guessed at`(arguments: [String]) throws {
    let folder = try TemporaryFolder(
      "-- book/personas/a.md --\n# Amb - A\n-- book/personas/b.md --\n# Amb - B\n-- book/personas/qa.md --\n# QA\n")
    let result = try Program.run(arguments + ["--content", "book"], in: folder.path)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors == "error: several personas are called “Amb”\n  help: name one by its id: `a`, `b`\n")
  }

  @Test func `A content folder that is not there is named, not its repository`() throws {
    let result = try run(["diff", "HEAD", "--content", "nowhere"])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: there is no content folder nowhere\n  help: "))
    #expect(try run(["diff", "HEAD", "--content", "book"]).errors.hasPrefix("error: book is in no git repository\n"))
  }

  // MARK: - Configuration

  @Test(arguments: [
    ["graph"], ["graph", "--format", "dot"], ["bundle", "a"], ["path", "a", "b"], ["check"],
    ["build", "--output", "site"],
  ])
  func `What is wrong with the configuration is told, and the rest is done`(arguments: [String]) throws {
    let folder = try TemporaryFolder(Self.book)
    for (text, problem) in [
      ("titel: x\n", "book/baton.yml:1:1: error [unknown-configuration-key]"),
      ("title: [x\n", "book/baton.yml:1:8: error [invalid-configuration]"),
      ("theme: look\n", "book/baton.yml:1:8: error [invalid-configuration]"),
    ] {
      try folder.write(text, to: "book/baton.yml")
      let result = try Program.run(arguments + ["--content", "book"], in: folder.path)
      #expect(result.status == 2)
      #expect(result.problems.contains(problem), "\(result.errors)")
      #expect(arguments[0] == "build" ? folder.files.contains("site/index.html") : !result.output.isEmpty)
    }
    try folder.write("titel: x\nchecks: {unknown-configuration-key: note}\n", to: "book/baton.yml")
    let result = try Program.run(arguments + ["--content", "book"], in: folder.path)
    #expect(result.status == 0)
  }

  @Test(arguments: ["json", "sarif", "github"])
  func `A theme that is not there is told to machines too, beside all else`(format: String) throws {
    let result = try run(
      ["check", "--content", "book", "--format", format], Self.warned + "-- book/baton.yml --\ntheme: look\n")
    #expect(result.status == 2 && result.errors.isEmpty)
    #expect(result.output.contains("invalid-configuration") && result.output.contains("broken-link"))
    #expect(result.output.contains("`theme` names `look`"))
  }

  @Test func `With mistakes in the configuration no text of an author is changed`() throws {
    let folder = try TemporaryFolder(
      "-- book/personas/a.md --\n---\nhands_off_to: [b]\n---\n# A\n-- book/personas/b.md --\n# B\n")
    try folder.write("grups: {crew: [a]}\n", to: "book/baton.yml")
    for arguments in [["rename", "a", "c"], ["check", "--fix"]] {
      let files = folder.files.map(folder.text)
      let result = try Program.run(arguments + ["--content", "book"], in: folder.path)
      #expect(result.status == 2)
      #expect(result.problems.contains("book/baton.yml:1:1: error [unknown-configuration-key]"))
      #expect(result.errors.contains("mistakes in baton.yml"))
      #expect(folder.files.map(folder.text) == files)
    }
  }

  @Test func `Of what is not there, no share is told`() throws {
    let output = try run(["check", "--coverage", "--content", "book"]).output
    #expect(output.contains("\ntasks-with-persona: none to count\n"), "\(output)")
    #expect(!output.contains("0 of 0"))
  }

  // MARK: - Numbers and names

  @Test(arguments: [
    (
      ["graph", "--focus", "a", "--depth", "-1"],
      "'-1' is invalid for '--depth <n>': it takes a whole number not below 0"
    ),
    (["bundle", "a", "--depth", "-1"], "'--depth <n>': it takes a whole number not below 0"),
    (["path", "a", "b", "--limit", "-3"], "'--limit <n>': it takes a whole number not below 1"),
    (["check", "--limit", "-3"], "'--limit <n>': it takes a whole number not below 0"),
    (["check", "--max-warnings", "-1"], "'--max-warnings <n>': it takes a whole number not below 0"),
    (["check", "--max-warnings", "99999999999999999999"], "it takes a whole number not below 0"),
    (["check", "--fail-under", "-5"], "--fail-under takes a percentage from 0 to 100, and `-5` is none"),
    (["check", "--external-time", "-5"], "'--external-time <s>': it takes a whole number from 1 to 86400"),
    (["check", "--external-timeout", "9999"], "'--external-timeout <s>': it takes a whole number from 1 to 600"),
    (["check", "--external-limit", "0"], "'--external-limit <n>': it takes a whole number not below 1"),
    (["build", "--jobs", "-1"], "'--jobs <n>': it takes a whole number from 1 to 256"),
    (["build", "--jobs", "1.5"], "'--jobs <n>': it takes a whole number from 1 to 256"),
    (["build", "--jobs", "99999999999999999999"], "'--jobs <n>': it takes a whole number from 1 to 256"),
    (["serve", "--port", "-1"], "'-1' is invalid for '--port <n>': it takes a whole number from 0 to 65535"),
    (["serve", "--port", "70000"], "'--port <n>': it takes a whole number from 0 to 65535"),
    (["build", "--output", ""], "--output takes the name of a folder"),
    (["build", "--base-url", "https://"], "the name of a host"),
    (["build", "--base-url", "https:///handbook/"], "the name of a host"),
    (["check", "--base-url", "http://?x"], "the name of a host"),
    (["build", "--base-url", "https://example.org/?x"], "an address without `?` and `#`"),
    (["build", "--base-url", "https://example.org/a b"], "an address without spaces"),
  ])
  func `A wrong value is named`(arguments: [String], message: String) throws {
    let result = try run(arguments + ["--content", "book"])
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  // MARK: - Characters

  @Test func `Control characters become no part of pictures and of what terminals show`() throws {
    let folder = try TemporaryFolder(
      """
      -- book/personas/a.md --
      ---
      title: "A\\x01\\eB"
      hands_off_to: [b: "x\\x02\\uFFFEy"]
      ---
      -- book/personas/b.md --
      # B\u{1}ob

      `x\u{1B}[0m \u{7F}y` &#2;

      -- graph.json --
      {"nodes": [{"id": "a", "label": "A\\u0001B"}, {"id": "b"}], "edges": [{"from": "a", "to": "b", "label": "\\u001b"}]}

      """)
    let path = try Program.run("path", "a", "b", "--content", "book", in: folder.path)
    #expect(path.output.contains("1. A\u{FFFD}\u{FFFD}B → B\u{FFFD}ob: x\u{FFFD}"))
    let pictures = [
      try Program.run("graph", "--format", "svg", "--content", "book", in: folder.path).output,
      try Program.run("diagram", "graph.json", in: folder.path).output,
    ]
    let built = try Program.run("build", "--content", "book", "--output", "site", in: folder.path)
    #expect(built.status == 0)
    let page = folder.text(of: "site/personas/a/index.html") ?? ""
    #expect(page.contains("A\u{FFFD}\u{FFFD}B"))
    for file in folder.files where file.hasSuffix(".html") {
      let text = folder.text(of: file) ?? ""
      #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 127 }, "\(file)")
    }
    #expect(folder.text(of: "site/personas/b/index.html")?.contains("B\u{FFFD}ob</h1>") == true)
    #expect(folder.text(of: "site/personas/b/index.html")?.contains("x\u{FFFD}[0m \u{FFFD}y") == true)
    #expect(folder.text(of: "site/personas/b/index.md")?.contains("x\u{1B}[0m \u{7F}y") == true)
    let published = folder.files.filter { $0.hasSuffix(".svg") }.compactMap { folder.text(of: $0) }
    #expect(!published.isEmpty)
    for text in pictures + published {
      #expect(text.hasPrefix("<svg"))
      #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0xFFFE })
    }
    #expect(pictures.allSatisfy { $0.contains("\u{FFFD}") })
  }
}
