import Foundation
import TestSupport
import Testing

/// `baton check --external`, with a web server on the loopback address. It needs any Python.
@Suite struct ExternalLinkTests {
  /// A server that runs until the last reference to it goes.
  private final class Server: Sendable {
    let port: Int
    let folder: TemporaryFolder
    private let process: Process
    private let files: [URL]

    init() throws {
      folder = try TemporaryFolder()
      let script = Program.repository + "/Tests/Acceptance/Links/server.py"
      let (process, output, errors) = try Program.start(
        ["python3", script, folder.path + "/log"], executable: "/usr/bin/env")
      (self.process, files) = (process, [output, errors])
      var port: Int?
      let deadline = Date().addingTimeInterval(30)
      while port == nil, process.isRunning, Date() < deadline {
        usleep(20_000)
        port = Int(String(decoding: try Data(contentsOf: output), as: UTF8.self).trimmingCharacters(in: .newlines))
      }
      self.port = try #require(port, "the server did not start")
    }

    deinit {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for file in files { try? FileManager.default.removeItem(at: file) }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    /// The requests so far.
    var log: [String] { (folder.text(of: "log") ?? "").split(separator: "\n").map(String.init) }
  }

  private func check(_ folder: TemporaryFolder, _ arguments: String..., allowsPrivate: Bool = true) throws
    -> Program.Result
  {
    try Program.run(
      ["check", "--external", "--cache-dir", folder.path + "/cache"] + (allowsPrivate ? ["--external-private"] : [])
        + arguments,
      in: folder.path, environment: ["no_proxy": "*"])
  }

  /// The message of each problem that is about a link to the web.
  private func messages(_ result: Program.Result) -> [String] {
    result.output.split(separator: "\n").filter { $0.hasSuffix("[external-link]") }.map(String.init)
  }

  @Test func `Each place of each address that does not answer is told, in order`() throws {
    let server = try Server()
    let folder = try TemporaryFolder(
      """
      -- site-content/b.md --
      # B

      [ok](\(server.url("good#part"))) [auto](\(server.url("to-good"))) [ü](<\(server.url("größe"))>)
      ![gone](\(server.url("missing"))) and \(server.url("missing?a=b&c=d#x")).
      <a href="\(server.url("to-bad"))">raw</a> [head](\(server.url("no-head"))) [e](\(server.url("endless")))
      -- site-content/a.md --
      # A [t](\(server.url("missing")))

      ## S [in a heading](\(server.url("missing")))

      - [l](\(server.url("loop"))) `\(server.url("code"))`
      - [f](\(server.url("to-file")))
      - [p](\(server.url("to-password")))
      - [u](http://name:word@127.0.0.1:\(server.port)/own)
      - [c](\(server.url("closed")))
      - [g](\(server.url("no-head-gone")))
      - [n](http://127.0.0.1:1/)
      - [h](http://nobody.invalid/)
      -- site-content/templates/t.md --
      # T

      [m](\(server.url("missing")))

      """)
    let result = try check(folder)
    let found = messages(result).map { $0.replacingOccurrences(of: server.url(""), with: "/") }
    #expect(result.status == 0)
    #expect(
      found == [
        "site-content/a.md:1:5: warning: `/missing` answers 404 (not found) [external-link]",
        "site-content/a.md:3:6: warning: `/missing` answers 404 (not found) [external-link]",
        "site-content/a.md:5:3: warning: `/loop` leads on and on, more than 10 times [external-link]",
        "site-content/a.md:6:3: warning: `/to-file` leads on to something other than http and https [external-link]",
        "site-content/a.md:7:3: warning: `/to-password`, or where it leads, holds a name or a password, so it was not asked for [external-link]",
        "site-content/a.md:8:3: warning: `http://name:word@127.0.0.1:\(server.port)/own`, or where it leads, holds a name or a password, so it was not asked for [external-link]",
        "site-content/a.md:9:3: warning: the host of `/closed` closed the connection without an answer [external-link]",
        "site-content/a.md:10:3: warning: `/no-head-gone` answers 410 (gone) [external-link]",
        "site-content/a.md:11:3: warning: the host of `http://127.0.0.1:1/` takes no connection [external-link]",
        "site-content/a.md:12:3: warning: the host of `http://nobody.invalid/` is not known [external-link]",
        "site-content/b.md:4:1: warning: `/missing` answers 404 (not found) [external-link]",
        "site-content/b.md:4:\(40 + "\(server.port)".count): warning: `/missing?a=b&c=d#x` answers 404 (not found) [external-link]",
        "site-content/b.md:5:10: warning: `/to-bad` leads on to `/missing`, which answers 404 (not found) [external-link]",
        "site-content/templates/t.md:3:1: note: `/missing` answers 404 (not found) [external-link]",
      ])
    #expect(server.log.count { $0.hasPrefix("HEAD /missing ") } == 2, "once for its own sake, once behind a redirect")
    #expect(server.log.count { $0.hasPrefix("GET /missing bytes=0-0 ") } == 2, "and by GET, as some know nothing else")
    #expect(server.log.contains { $0.hasPrefix("GET /no-head bytes=0-0 []") })
    #expect(server.log.allSatisfy { $0.contains(" [] ") }, "no cookie and no password is sent")
    #expect(!server.log.contains { $0.contains("/own") || $0.contains("/code") })
    #expect(messages(try check(folder, "--no-cache")) == messages(result), "every run says the same")
    #expect(try check(folder, "--strict").status == 1)
  }

  @Test func `Nothing of a private network is asked for unless that is allowed`() throws {
    let server = try Server()
    let names = [
      "127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0", "[::1]", "10.0.0.1",
      "169.254.169.254", "LOCALHOST",
    ]
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n" + names.map { "[x](http://\($0):\(server.port)/good)\n" }.joined())
    let result = try check(folder, "--external-timeout", "2", allowsPrivate: false)
    #expect(server.log.isEmpty)
    #expect(messages(result).isEmpty, "\(result.output)")
    #expect(result.errors == "10 links to the web were not tried: 10 into private networks (--external-private)\n")
  }

  @Test func `Without the option, and with the check turned off, the network is left alone`() throws {
    let server = try Server()
    let folder = try TemporaryFolder("-- site-content/a.md --\n# A\n\n[x](\(server.url("missing")))\n")
    for command in ["check", "build"] {
      #expect(try !Program.run(command, in: folder.path).output.contains("external-link"))
    }
    try folder.write("checks: {external-link: off}\n", to: "site-content/baton.yml")
    #expect(messages(try check(folder)).isEmpty)
    #expect(server.log.isEmpty)
    try folder.write("checks: {external-link: error}\n", to: "site-content/baton.yml")
    #expect(try check(folder).status == 1)
    try folder.write(
      "# A\n\n<!-- baton-disable external-link -->\n[x](\(server.url("missing")))\n", to: "site-content/a.md")
    #expect(try check(folder).status == 0)
  }

  @Test func `What was learned is remembered, and a damaged memory is forgotten`() throws {
    let server = try Server()
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n[x](\(server.url("missing"))) [y](\(server.url("good")))\n")
    let first = try check(folder)
    #expect(server.log.count == 3, "HEAD and GET for one, HEAD for the other")
    #expect(try check(folder).output == first.output)
    #expect(server.log.count == 3, "the second time nothing is asked")
    let memory = try #require(folder.files.first { $0.hasSuffix(".link-answers") })
    let bytes = try #require(FileManager.default.contents(atPath: folder.path + "/" + memory))
    for damaged in [Data(), bytes.prefix(20), bytes.dropLast() + [7], Data(repeating: 255, count: 99)] {
      try folder.write(damaged, to: memory)
      let count = server.log.count
      #expect(try check(folder).output == first.output)
      #expect(server.log.count == count + 3)
    }
  }

  @Test func `Bounds hold, and what they leave out is told in one line`() throws {
    let server = try Server()
    let slow = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n[x](\(server.url("slow"))) [y](\(server.url("missing")))\n")
    let timedOut = try check(slow, "--external-timeout", "1", "--external-limit", "1")
    #expect(messages(timedOut).count == 1)
    #expect(timedOut.output.contains("gave no answer within 1 s"))
    #expect(timedOut.errors == "1 link to the web was not tried: 1 beyond the first 1 (--external-limit)\n")
    let over = try check(slow, "--external-time", "1", "--no-cache")
    #expect(over.errors == "1 link to the web was not tried: 1 as the time was over (--external-time)\n")

    let other = try Server()
    let many = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n" + (1...9).map { "<\(other.url("wait/\($0)"))>\n" }.joined())
    #expect(try check(many).status == 0)
    let active = other.log.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
    #expect(active.count == 9 && active.max() == 2, "two at a time to one host")

    let busy = try TemporaryFolder("-- site-content/a.md --\n# A\n\n[x](\(server.url("busy")))\n")
    #expect(try check(busy).errors.contains("1 as the server has had too many requests"))
    #expect(try check(busy, "--external-time", "0").status == 2)
  }

  @Test func `Who waits for a free connection behind a redirect is not late`() throws {
    let (slow, others) = (try Server(), [try Server(), try Server(), try Server()])
    let folder = try TemporaryFolder("-- site-content/a.md --\n# A\n\n")
    let links = others.flatMap { server in
      (1...2).map { "<\(server.url("to?" + slow.url("late/\(server.port)/\($0)")))>\n" }
    }
    try folder.write("# A\n\n" + links.joined(), to: "site-content/a.md")
    let result = try check(folder, "--external-timeout", "3")
    #expect(messages(result).isEmpty, "\(result.output)")
    let active = slow.log.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
    #expect(active.count == 6 && active.max() == 2, "two at a time to one host, six in all")
  }

  @Test func `A server that asks to be left alone behind a redirect is, and who led there is not`() throws {
    let (busy, leading) = (try Server(), try Server())
    let folder = try TemporaryFolder("-- site-content/a.md --\n")
    let links =
      [leading.url("to?" + busy.url("busy"))] + (1...4).map { leading.url("wait/\($0)") }
      + [leading.url("to?" + busy.url("missing"))]
    try folder.write("# A\n\n" + links.map { "<\($0)>\n" }.joined(), to: "site-content/a.md")
    let result = try check(folder)
    #expect(messages(result).isEmpty, "\(result.output)")
    #expect(result.errors == "2 links to the web were not tried: 2 as the server has had too many requests\n")
    #expect(leading.log.count == 6 && busy.log.count == 1)
  }

  @Test func `GET is tried where HEAD has no answer at all`() throws {
    let server = try Server()
    let ways = ["closes", "hangs", "loops", "talks"].map { "get-only/\($0)" }
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n"
        + (ways + ["empty", "cut-off", "other-protocol"]).map { "- <\(server.url($0))>\n" }.joined())
    #expect(
      messages(try check(folder, "--external-timeout", "1")) == [
        "site-content/a.md:9:3: warning: `\(server.url("other-protocol"))` gave no answer that can be read [external-link]"
      ])
    #expect(server.log.count { $0.hasPrefix("GET ") } == 7)
  }

  @Test func `What is wrong behind a redirect is told of where it led`() throws {
    let server = try Server()
    let targets = [
      "http://nobody.invalid/a?token=x", "http://127.0.0.1:1/", server.url("closed"), server.url("other-protocol"),
      "missing?a b", server.url("to") + "?missing",
    ]
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n" + targets.map { "- [x](<\(server.url("to?" + $0))>)\n" }.joined())
    let ends = messages(try check(folder)).map { message in
      message.replacingOccurrences(of: server.url(""), with: "/").split(separator: "leads on to ").last ?? ""
    }
    #expect(
      ends == [
        "`http://nobody.invalid/a`, whose host is not known [external-link]",
        "`http://127.0.0.1:1/`, whose host takes no connection [external-link]",
        "`/closed`, whose host closed the connection without an answer [external-link]",
        "`/other-protocol`, which gave no answer that can be read [external-link]",
        "`/missing`, which answers 404 (not found) [external-link]",
        "`/missing`, which answers 404 (not found) [external-link]",
      ])
  }

  @Test func `An address is read as browsers read it`() throws {
    let server = try Server()
    let hosts = ["１２７．0。0.1", "127.0.\u{AD}0.1", "%31%327.0.0.1"]
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n"
        + hosts.map { "- <http://\($0):\(server.port)\\good?\($0.unicodeScalars.count)>\n" }.joined())
    let result = try check(folder)
    #expect(messages(result).isEmpty, "\(result.output)")
    #expect(server.log.count { $0.hasPrefix("HEAD /good?") } == 3)
  }

  @Test func `What was learned counts only for those who ask in the same way`() throws {
    let server = try Server()
    let folder = try TemporaryFolder(
      "-- site-content/a.md --\n# A\n\n<\(server.url("late/1"))>\n<\(server.url("missing"))>\n")
    #expect(messages(try check(folder, "--external-timeout", "1")).first?.contains("no answer within 1 s") == true)
    let count = server.log.count
    #expect(messages(try check(folder, "--external-timeout", "1")).count == 2)
    #expect(server.log.count == count)
    let longer = messages(try check(folder, "--external-timeout", "5"))
    #expect(longer.count == 1, "who waits longer gets the late answer: \(longer)")
    #expect(server.log.count == count + 1)
    let outside = try check(folder, allowsPrivate: false)
    #expect(messages(outside).isEmpty && outside.errors.contains("2 into private networks"))
    try folder.write("# A\n\n<\(server.url("slow"))>\n", to: "site-content/a.md")
    for seconds in ["2", "1"] {
      let message = messages(try check(folder, "--external-timeout", seconds)).first
      #expect(message?.contains("gave no answer within 2 s") == true, "it is told how long was waited")
    }
  }
}
