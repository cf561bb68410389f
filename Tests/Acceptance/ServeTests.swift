import Foundation
import TestSupport
import Testing

/// `baton serve` as a server: what it answers, and how it starts and ends.
@Suite struct ServeTests {
  private func start(_ text: String = "-- book/personas/a.md --\n# One\n\nText.\n") throws -> ServeProcess {
    try ServeProcess(["--content", "book", "--output", "site", "--port", "0"], in: TemporaryFolder(text))
  }

  @Test func `It answers as a web server does`() throws {
    let long = String(repeating: "A long page is worth compressing. ", count: 1_000)
    let server = try start("-- book/personas/a.md --\n# One\n\n\(long)\n-- book/data.txt --\n0123456789\n")
    let page = try server.ask("/personas/a/")
    #expect(page.status == 200 && page.text.contains("<h1") && page.text.contains("/__baton/reload.js"))
    #expect(page.headers["content-type"] == "text/html; charset=utf-8")
    #expect(page.headers["content-length"] == String(page.body.count))

    let head = try server.ask("/personas/a/", method: "HEAD")
    #expect(head.status == 200 && head.body.isEmpty && head.headers["content-length"] == page.headers["content-length"])

    let tag = try #require(page.headers["etag"])
    let same = try server.ask("/personas/a/", ["If-None-Match": tag])
    #expect(same.status == 304 && same.body.isEmpty && same.headers["etag"] == tag)
    #expect(try server.ask("/personas/a/", ["If-None-Match": "\"other\""]).status == 200)

    let part = try server.ask("/data.txt", ["Range": "bytes=2-4"])
    #expect(part.status == 206 && part.text == "234" && part.headers["content-range"] == "bytes 2-4/11")
    #expect(try server.ask("/data.txt", ["Range": "bytes=99-"]).status == 416)

    let packed = try server.ask("/personas/a/", ["Accept-Encoding": "gzip"])
    #expect(packed.headers["content-encoding"] == "gzip" && packed.body.starts(with: [0x1F, 0x8B]))
    #expect(packed.body.count < page.body.count / 5 && packed.headers["etag"] != tag)

    let bare = try server.ask("/personas/a?from=mail")
    #expect(bare.status == 301 && bare.headers["location"] == "/personas/a/?from=mail")
    let missing = try server.ask("/personas/nobody/")
    #expect(missing.status == 404 && missing.text.contains("Page not found"))
    #expect(try server.ask("/theme/theme.css").headers["content-type"] == "text/css; charset=utf-8")
    #expect(try server.ask("/", method: "POST").status == 405)
  }

  @Test func `Nothing but the site can be read, whatever the address and the name`() throws {
    let server = try start("-- book/personas/a.md --\n# One\n-- secret.txt --\nsecret\n")
    let folder = server.folder
    let site = folder.path + "/site"
    try FileManager.default.createSymbolicLink(atPath: site + "/leak.txt", withDestinationPath: "../secret.txt")
    try FileManager.default.createSymbolicLink(atPath: site + "/up", withDestinationPath: "..")
    let ways = [
      "/../secret.txt", "/%2e%2e/secret.txt", "/personas/%2E%2e/%2e%2E/secret.txt", "/..%2fsecret.txt",
      "/..%5csecret.txt", "/%252e%252e/secret.txt", "/./../secret.txt", "//secret.txt", "/\(folder.path)/secret.txt",
      "/leak.txt", "/up/secret.txt", "/.baton-site", "/%c0%ae%c0%ae/secret.txt", "/..%00/secret.txt",
    ]
    for way in ways {
      let answer = try server.ask(way)
      #expect([400, 404].contains(answer.status), "\(way)")
      #expect(!answer.text.contains("secret\n") && !answer.text.contains("Written by Baton"), "\(way)")
    }
    for host in ["evil.example", "evil.example:\(server.port)", "127.0.0.1.evil.example", "localhost.evil.example"] {
      let answer = try server.ask("/", host: host)
      #expect(answer.status == 421 && !answer.text.contains("One"), "\(host)")
    }
    for host in ["localhost", "127.0.0.1:\(server.port)", "[::1]:\(server.port)"] {
      #expect(try server.ask("/", host: host).status == 200, "\(host)")
    }
  }

  @Test func `Only this machine reaches it unless told otherwise`() throws {
    let server = try start()
    #expect(throws: Failure.self) { try ServeConnection(port: server.port, host: 2) }
    let open = try ServeProcess(
      ["--content", "book", "--output", "site", "--port", "0", "--host", "0.0.0.0"],
      in: TemporaryFolder("-- book/a.md --\n# Open\n"))
    _ = try ServeConnection(port: open.port, host: 2)
  }

  @Test func `A port that is taken is told, and the next one is used`() throws {
    let first = try start()
    let second = try ServeProcess(
      ["--content", "book", "--output", "site", "--port", String(first.port)],
      in: TemporaryFolder("-- book/a.md --\n# Two\n"))
    #expect(second.port > first.port && second.port <= first.port + 20)
    #expect(second.said.contains("Port \(first.port) is taken"))
    #expect(try second.ask("/").status == 200)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `Ctrl-C ends it at once, whatever is open`(number: Int32) throws {
    let server = try start()
    let streams = try (0..<5).map { _ in try server.events() }
    let idle = try ServeConnection(port: server.port)
    idle.send("GET / HTTP/1.1\r\n")
    let end = try server.stop(number)
    #expect(end.status == 0)
    // Half a second is what a rebuild under way may take to end; the rest is for a busy machine.
    #expect(end.seconds < 5)
    for stream in streams { _ = try stream.readToEnd() }
    #expect(server.said.hasSuffix("Ctrl-C stops.\n"))
  }

  @Test func `What makes it impossible is told before anything is served`() throws {
    let folder = try TemporaryFolder("-- book/a.md --\n# A\n-- mine/thesis.txt --\nyears of work\n")
    func serve(_ arguments: String...) throws -> Program.Result {
      try Program.run(["serve", "--port", "0"] + arguments, in: folder.path, seconds: 60)
    }
    let missing = try serve("--content", "nowhere")
    #expect(missing.status == 2 && missing.errors.contains("nowhere"))
    let foreign = try serve("--content", "book", "--output", "mine")
    #expect(foreign.status == 2 && folder.text(of: "mine/thesis.txt") == "years of work\n")
    let elsewhere = try serve("--content", "book", "--output", "site", "--host", "192.0.2.1")
    #expect(elsewhere.status == 3 && elsewhere.errors.contains("cannot listen on 192.0.2.1"))
    #expect(try serve("--content", "book", "--host", "").status == 2)
  }
}
