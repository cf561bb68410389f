import Foundation
import TestSupport
import Testing

@testable import Preview

@Suite struct SiteFolderTests {
  private func folder() throws -> (files: TemporaryFolder, site: SiteFolder) {
    let files = try TemporaryFolder(
      "-- site/index.html --\nhome\n-- site/a b/index.html --\npage\n-- site/x.css --\ncss\n-- site/.hidden --\nh\n-- secret --\ns\n-- site/404.html --\nlost\n"
    )
    try FileManager.default.createSymbolicLink(atPath: files.path + "/site/out", withDestinationPath: "../secret")
    return (files, SiteFolder(path: files.path + "/site"))
  }

  @Test func `Files, folders and redirects`() throws {
    let (files, site) = try folder()
    #expect(site.answer("/") == .file(Array("home\n".utf8), type: "text/html; charset=utf-8"))
    #expect(site.answer("/x.css?v=1") == .file(Array("css\n".utf8), type: "text/css; charset=utf-8"))
    #expect(site.answer("/a%20b/") == .file(Array("page\n".utf8), type: "text/html; charset=utf-8"))
    #expect(site.answer("/a%20b?q=1") == .redirect("a%20b/?q=1"))
    #expect(site.answer("/nothing") == .notFound)
    #expect(site.answer("/x.css/") == .notFound)
    withExtendedLifetime(files) {}
  }

  @Test(arguments: [
    "/../secret", "/%2e%2e/secret", "/%2E%2E/secret", "/..%2fsecret", "/%2e%2e%2fsecret", "/x.css/../../secret",
    "/a%20b/%2e%2e/%2e%2e/secret",
    "/..%5csecret", "/..\\secret", "/%5c..%5csecret", "/x.css%00.html", "/%00", "/.%2e/secret", "/%2e./secret",
    "//../secret",
    "/out", "/.hidden", "/%2ehidden", "secret", "", "/%zz", "/%", "/%c0%ae%c0%ae/secret", "/%252e%252e/secret", "*",
    "/./../secret",
    "http://127.0.0.1/../secret",
  ])
  func `Nothing outside the site is served`(target: String) throws {
    let (files, site) = try folder()
    if case .file(let bytes, _) = site.answer(target) {
      Issue.record("\(target) gave \(String(decoding: bytes, as: UTF8.self))")
    }
    withExtendedLifetime(files) {}
  }
}

@Suite struct ByteRangeTests {
  @Test(arguments: [
    ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=0-", .part(0..<10)), ("bytes=9-", .part(9..<10)),
    ("bytes=10-", .unsatisfiable),
    ("bytes=5-99", .part(5..<10)), ("bytes=-3", .part(7..<10)), ("bytes=-99", .part(0..<10)),
    ("bytes=-0", .unsatisfiable),
    ("bytes=5-3", .whole), ("bytes=0-1,3-4", .whole), ("items=0-1", .whole), ("bytes=a-b", .whole), ("bytes=", .whole),
    ("bytes=99999999999999999999-", .whole),
  ])
  func `Ranges are read as the standard says`(header: String, range: ByteRange) {
    #expect(ByteRange(header, count: 10) == range)
  }
}

@Suite struct PreviewServerTests {
  /// Sends bytes and reads the answer until the server closes.
  private func exchange(_ port: Int, _ request: String) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    _ = request.withCString { send(descriptor, $0, strlen($0), 0) }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private func request(_ line: String, _ headers: String..., host: String = "127.0.0.1") -> String {
    ([line + " HTTP/1.1", "Host: \(host)", "Connection: close"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
  }

  @Test func `It answers as a web server should`() async throws {
    let files = try TemporaryFolder(
      "-- index.html --\n<body>home</body>\n-- x.txt --\n0123456789\n-- 404.html --\n<p>lost\n-- a/index.html --\na\n")
    let server = try await PreviewServer.start(folder: files.path, host: "127.0.0.1", port: 0)
    let port = server.port
    let home = try exchange(port, request("GET /"))
    #expect(home.hasPrefix("HTTP/1.1 200 OK\r\n") && home.contains("home<script src=\"/__baton/reload.js\""))
    let head = try exchange(port, request("HEAD /x.txt"))
    #expect(head.contains("Content-Length: 11\r\n") && head.hasSuffix("\r\n\r\n"))
    let tag = String(head.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }?.dropFirst(6) ?? "")
    #expect(try exchange(port, request("GET /x.txt", "If-None-Match: \(tag)")).hasPrefix("HTTP/1.1 304 "))
    let part = try exchange(port, request("GET /x.txt", "Range: bytes=2-4"))
    #expect(
      part.hasPrefix("HTTP/1.1 206 ") && part.contains("Content-Range: bytes 2-4/11\r\n")
        && part.hasSuffix("\r\n\r\n234"))
    #expect(try exchange(port, request("GET /x.txt", "Range: bytes=99-")).hasPrefix("HTTP/1.1 416 "))
    #expect(try exchange(port, request("GET /a")).contains("Location: a/\r\n"))
    let missing = try exchange(port, request("GET /no/where"))
    #expect(missing.hasPrefix("HTTP/1.1 404 ") && missing.contains("<p>lost"))
    #expect(try exchange(port, request("POST /")).hasPrefix("HTTP/1.1 405 "))
    #expect(try exchange(port, request("GET /", host: "evil.example")).hasPrefix("HTTP/1.1 421 "))
    #expect(try exchange(port, request("GET /", host: "localhost:\(port)")).hasPrefix("HTTP/1.1 200 "))
    #expect(
      try exchange(port, "nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400")
        || (try exchange(port, "nonsense\r\n\r\n")).isEmpty)
    await server.stop()
  }

  @Test func `When the port is taken, the next one is`() async throws {
    let files = try TemporaryFolder("-- index.html --\nx\n")
    let first = try await PreviewServer.start(folder: files.path, host: "127.0.0.1", port: 0)
    let second = try await PreviewServer.start(folder: files.path, host: "127.0.0.1", port: first.port)
    #expect(second.port > first.port && second.port <= first.port + 20)
    await first.stop()
    await second.stop()
  }
}
