import Glibc
import NIOCore
import Testing

@testable import Preview

@Suite struct PreviewServerTests {
  private let site = [
    "index.html": "<body>home</body>", "404.html": "<body>nothing here</body>", "a/index.html": "<body>a</body>",
    "a/b c/index.html": "<body>ü</body>", "style.css": "body{}", "data.json": "{}", "empty.txt": "",
    "digits.txt": "0123456789", "unknown.zzz": "?", ".hidden": "secret", ".git/config": "secret",
    "large.css": String(repeating: "a{}", count: 10_000),
  ]

  @Test func servesPagesWithTheScript() async throws {
    try await withServer(site) { server, _ in
      let answer = try await ask(server.port, "/")
      #expect(answer.status == 200)
      #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
      #expect(answer.header("Cache-Control") == "no-cache")
      #expect(answer.header("X-Content-Type-Options") == "nosniff")
      #expect(answer.header("Content-Length") == String(answer.body.count))
      #expect(answer.text.contains(#"home<script src="/__baton/reload.js" data-build=""#))
      #expect(answer.text.hasSuffix(#" defer></script></body>"#))
      #expect(try await ask(server.port, "/a/b%20c/").text.hasPrefix("<body>ü<script"))
      #expect(try await ask(server.port, "/a/index.html").text.hasPrefix("<body>a<script"))
    }
  }

  @Test func otherFilesComeAsTheyAre() async throws {
    try await withServer(site) { server, _ in
      let answer = try await ask(server.port, "/style.css?v=1")
      #expect(answer.text == "body{}")
      #expect(answer.header("Content-Type") == "text/css; charset=utf-8")
      #expect(try await ask(server.port, "/data.json").header("Content-Type") == "application/json; charset=utf-8")
      #expect(try await ask(server.port, "/unknown.zzz").header("Content-Type") == "application/octet-stream")
      let empty = try await ask(server.port, "/empty.txt")
      #expect(empty.status == 200 && empty.header("Content-Length") == "0" && empty.body.isEmpty)
      let script = try await ask(server.port, "/__baton/reload.js")
      #expect(script.text == LiveReload.source && script.header("Content-Type") == "text/javascript; charset=utf-8")
    }
  }

  @Test func foldersGetTheirSlash() async throws {
    try await withServer(site) { server, _ in
      for (target, location) in [
        ("/a", "/a/"), ("/a?x=1&y", "/a/?x=1&y"), ("/a/b%20c", "/a/b%20c/"), ("/%61", "/a/"),
      ] {
        let answer = try await ask(server.port, target)
        #expect(answer.status == 301)
        #expect(answer.header("Location") == location)
      }
      #expect(try await ask(server.port, "/style.css/").status == 404)
      #expect(try await ask(server.port, "//a").status == 404)
    }
  }

  @Test func headIsGetWithoutTheBody() async throws {
    try await withServer(site) { server, _ in
      for target in ["/", "/style.css", "/a", "/missing", "/__baton/reload.js", "/__baton/events", "/large.css"] {
        // Only GET knows ranges.
        let head = try await ask(server.port, target, method: "HEAD", "Range: bytes=0-1")
        #expect(head.body.isEmpty)
        if target == "/__baton/events" { continue }
        #expect(try await ask(server.port, target).headWithoutDate == head.headWithoutDate)
      }
    }
  }

  @Test func whatIsNotThereGetsTheSitesOwnPage() async throws {
    try await withServer(site) { server, folder in
      for target in ["/missing", "/a/missing.png", "/digits.txt/x", "/__baton/other", "/a//index.html"] {
        let answer = try await ask(server.port, target)
        #expect(answer.status == 404)
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.text.hasPrefix("<body>nothing here<script"))
      }
      try folder.remove("404.html")
      let answer = try await ask(server.port, "/missing")
      #expect(answer.status == 404 && answer.text.contains("/__baton/reload.js"))
    }
  }

  @Test func theLinksOfTheSitesOwnPageLeadSomewhereFromAnyFolder() async throws {
    let page = #"<body><a href="./">Home</a><a href="./a/">A</a><img src="./a.png"><a href="b/">./c</a></body>"#
    try await withServer(["404.html": page]) { server, _ in
      let answer = try await ask(server.port, "/some/folders/deep/")
      #expect(answer.status == 404 && answer.header("Content-Length") == String(answer.body.count))
      #expect(
        answer.text.hasPrefix(
          #"<body><a href="/">Home</a><a href="/a/">A</a><img src="/a.png"><a href="b/">./c</a><script"#))
      #expect(try await ask(server.port, "/404.html").text.contains(#"href="./a/""#), "the file is as it was")
    }
  }

  @Test func aSiteThatIsNotBuiltYetIsNotFound() async throws {
    let server = try await PreviewServer(folder: "/nonexistent/site", port: 0)
    #expect(try await ask(server.port, "/").status == 404)
    await server.shutdown()
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
  func otherMethodsAreNotAllowed(_ method: String) async throws {
    try await withServer(site) { server, _ in
      let answer = try await ask(server.port, "/", method: method, "Content-Length: 0")
      #expect(answer.status == 405)
      #expect(answer.header("Allow") == "GET, HEAD")
    }
  }

  @Test func tagsTellWhetherTheContentChanged() async throws {
    try await withServer(site) { server, folder in
      for target in ["/", "/style.css"] {
        let tag = try #require(try await ask(server.port, target).header("ETag"))
        #expect(!tag.hasPrefix("W/"))
        let same = try await ask(server.port, target, "If-None-Match: \"other\", W/\(tag)")
        #expect(same.status == 304 && same.body.isEmpty && same.header("ETag") == tag)
        #expect(same.header("Content-Length") == nil)
        #expect(try await ask(server.port, target, method: "HEAD", "If-None-Match: *").status == 304)
        #expect(try await ask(server.port, target, "If-None-Match: \"other\"").status == 200)
      }
      let (page, style) = (
        try await ask(server.port, "/").header("ETag"), try await ask(server.port, "/style.css").header("ETag")
      )
      server.notify(.reload(.paths(["a/index.html"])))
      #expect(try await ask(server.port, "/").header("ETag") != page, "the page names another build now")
      #expect(try await ask(server.port, "/style.css").header("ETag") == style)
      try folder.write("body{ }", to: "style.css")
      #expect(try await ask(server.port, "/style.css").header("ETag") != style)
    }
  }

  @Test func ranges() async throws {
    try await withServer(site) { server, _ in
      let whole = try await ask(server.port, "/digits.txt")
      #expect(whole.header("Accept-Ranges") == "bytes")
      let tag = try #require(whole.header("ETag"))
      for (range, text, contentRange) in [
        ("0-0", "0", "0-0"), ("3-5", "345", "3-5"), ("9-", "9", "9-9"), ("8-100", "89", "8-9"), ("-2", "89", "8-9"),
        ("-100", "0123456789", "0-9"),
      ] {
        let answer = try await ask(server.port, "/digits.txt", "Range: bytes=\(range)", "If-Range: \(tag)")
        #expect(answer.status == 206 && answer.text == text)
        #expect(answer.header("Content-Range") == "bytes \(contentRange)/10")
        #expect(answer.header("Content-Length") == String(text.utf8.count) && answer.header("ETag") == tag)
      }
      for range in ["10-", "-0", "11-12"] {
        let answer = try await ask(server.port, "/digits.txt", "Range: bytes=\(range)")
        #expect(answer.status == 416 && answer.header("Content-Range") == "bytes */10")
      }
      for headers in [["Range: bytes=1-2,4-5", "A: b"], ["Range: bytes=1-2", "If-Range: \"old\""]] {
        let answer = try await ask(server.port, "/digits.txt", headers[0], headers[1])
        #expect(answer.status == 200 && answer.text == "0123456789")
      }
      #expect(try await ask(server.port, "/digits.txt", "Range: bytes=0-1", "If-None-Match: \(tag)").status == 304)
    }
  }

  @Test func largeTextIsCompressedForThoseWhoAskForIt() async throws {
    try await withServer(site) { server, _ in
      let plain = try await ask(server.port, "/large.css")
      #expect(plain.body.count == 30_000 && plain.header("Vary") == "Accept-Encoding")
      let packed = try await ask(server.port, "/large.css", "Accept-Encoding: gzip, br")
      #expect(packed.header("Content-Encoding") == "gzip" && packed.header("Vary") == "Accept-Encoding")
      #expect(packed.header("Content-Length") == String(packed.body.count))
      #expect(unpacked(packed.body, atMost: 40_000) == plain.body)
      let tag = try #require(packed.header("ETag"))
      #expect(tag != plain.header("ETag"))
      #expect(try await ask(server.port, "/large.css", "Accept-Encoding: gzip", "If-None-Match: \(tag)").status == 304)
      #expect(try await ask(server.port, "/large.css", "If-None-Match: \(tag)").status == 200)
      let part = try await ask(server.port, "/large.css", "Accept-Encoding: gzip", "Range: bytes=0-2")
      #expect(part.status == 206 && part.text == "a{}" && part.header("Content-Encoding") == nil)
      #expect(try await ask(server.port, "/style.css", "Accept-Encoding: gzip").header("Content-Encoding") == nil)
    }
  }

  @Test func aPortThatIsTakenMakesRoom() async throws {
    let folder = try TemporaryFolder(site)
    let first = try await PreviewServer(folder: folder.path, port: 0)
    let second = try await PreviewServer(folder: folder.path, port: first.port)
    #expect(second.port > first.port && second.port <= first.port + 20)
    #expect(second.url == "http://127.0.0.1:\(second.port)/")
    #expect(try await ask(second.port, "/").status == 200)
    await first.shutdown()
    await second.shutdown()
    await second.shutdown()
  }

  /// Whether this machine has addresses of IPv6: whether a socket can be bound to that of the machine itself.
  private static let hasIPv6: Bool = {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
      }
    }
  }()

  @Test(.enabled(if: hasIPv6, "this machine has no IPv6")) func anAddressMayStandInBracketsAsInURLs() async throws {
    let bare = try await PreviewServer(folder: "/nonexistent", host: "::1", port: 0)
    #expect(bare.url == "http://[::1]:\(bare.port)/")
    await bare.shutdown()
    let server = try await PreviewServer(folder: "/nonexistent", host: "[::1]", port: 0)
    #expect(server.url == "http://[::1]:\(server.port)/")
    await server.shutdown()
  }

  /// The statuses of the answers to requests with these fields for the host, `PORT` in them being the port.
  private func statuses(_ hosts: String..., bound: String = "127.0.0.1") async throws -> [Int] {
    var statuses: [Int] = []
    try await withServer(site, host: bound) { server, _ in
      for host in hosts {
        let field = "Host:" + host.replacing("PORT", with: String(server.port))
        statuses.append(try await ask(server.port, "/", field).status)
      }
    }
    return statuses
  }

  @Test func spaceAfterAHostIsNoPartOfIt() async throws {
    let found = try await statuses("localhost ", "localhost\t", "  127.0.0.1:PORT \t ", "localhost evil.example")
    #expect(found == [200, 200, 200, 421])
  }

  @Test func boundToAllAddressesTheMachinesOwnNameIsItsOwn() async throws {
    let name = try #require(machineName())
    let found = try await statuses(name, name + ":PORT", name + ".evil.example", bound: "0.0.0.0")
    #expect(found == [200, 200, 421])
    guard name != "localhost" else { return }
    let alone = try await statuses(name)
    #expect(alone == [421], "from elsewhere nobody reaches it anyway")
  }

  @Test func aHostThatIsNotOursIsAnError() async {
    let error = await #expect(throws: ListenError.self) {
      try await PreviewServer(folder: "/", host: "192.0.2.1", port: 0)
    }
    #expect(error?.reason == "Cannot assign requested address" && error?.host == "192.0.2.1")
    let unknown = await #expect(throws: ListenError.self) {
      try await PreviewServer(folder: "/", host: "no.such.host.invalid", port: 0)
    }
    #expect(unknown?.reason == "no such address is known")
  }
}
