import Foundation
import Testing

@testable import Preview

@Suite struct PathSafetyTests {
  @Test func noSpellingLeadsOut() async throws {
    try await withServer(["site.txt": "public", "a/b.txt": "public"]) { server, folder in
      // Beside and above the served folder, whatever the number of steps.
      let secret = folder.path + "-secret.txt"
      try "secret".write(toFile: secret, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: secret) }
      let name = (secret as NSString).lastPathComponent
      let steps = [
        "..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%25252e%25252e", "..%00", "%00..", "..;", "..%20",
        "..%09", "..%0d", "..%ff", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%f0%80%80%ae%f0%80%80%ae", "%uff0e%uff0e",
        "%ef%bc%8e%ef%bc%8e", "...", "....", "..%2f..", "..%5c..", "..\\..", "%2e%2e%5c", ".%00.", "a/../..", "./..",
        "%2e/%2e%2e", "a%2f..%2f..", "%2fetc", "..%c0%af",
      ]
      let slashes = ["/", "%2f", "%2F", "%5c", "\\", "//", "%252f", "%c0%af", "/./", ";/"]
      for step in steps {
        for slash in slashes {
          for target in ["/\(step)\(slash)\(name)", "/a/\(step)\(slash)\(step)\(slash)\(name)"] {
            let answer = try await ask(server.port, target)
            #expect(answer.status == 400 || answer.status == 404, "\(target)")
            #expect(!answer.text.contains("secret"), "\(target)")
          }
        }
      }
      for target in ["/" + secret, secret, "//" + secret, "/%2f" + secret.dropFirst(), "file://" + secret] {
        let answer = try await ask(server.port, target)
        #expect((400..<500).contains(answer.status) && !answer.text.contains("secret"), "\(target)")
      }
    }
  }

  @Test func nulDoesNotCutAName() async throws {
    try await withServer(["num.txt": "text"]) { server, _ in
      for (target, status) in [("/num.txt%00.html", 400), ("/num.txt%00", 400), ("/num.txt", 200)] {
        let answer = try await ask(server.port, target)
        #expect(answer.status == status)
      }
    }
  }

  @Test func hiddenFilesAreNotServed() async throws {
    try await withServer([".env": "secret", ".git/config": "secret", "a/.b/c.txt": "secret"]) { server, _ in
      for target in ["/.env", "/%2eenv", "/.git/config", "/a/.b/c.txt", "/.git", "/.git/"] {
        let answer = try await ask(server.port, target)
        #expect(answer.status == 404 && !answer.text.contains("secret"), "\(target)")
      }
    }
  }

  @Test func linksAreNotFollowedAndPipesNotOpened() async throws {
    try await withServer(["a/b.txt": "public"]) { server, folder in
      let outside = try TemporaryFolder(["secret.txt": "secret", "index.html": "secret"])
      try folder.link("file.txt", to: outside("secret.txt"))
      try folder.link("folder", to: outside.path)
      try folder.link("a/up", to: "../..")
      try folder.link("loop", to: "loop")
      try folder.link("404.html", to: outside("index.html"))
      #expect(mkfifo(folder("pipe"), 0o600) == 0)
      for target in [
        "/file.txt", "/folder/secret.txt", "/folder/", "/folder", "/a/up/", "/loop", "/loop/", "/pipe", "/a/b.txt/",
      ] {
        let answer = try await ask(server.port, target)
        #expect(answer.status == 404 && !answer.text.contains("secret"), "\(target)")
      }
    }
  }

  @Test func foreignHostsAreRefused() async throws {
    try await withServer(["index.html": "page"]) { server, _ in
      for host in ["evil.example", "evil.example:\(server.port)", "127.0.0.1.evil.example", ""] {
        let answer = try await ask(server.port, "/", "Host: \(host)")
        #expect(answer.status == 421 && !answer.text.contains("page"), "\(host)")
        #expect(try await ask(server.port, "/__baton/events", "Host: \(host)").status == 421)
      }
      #expect(try await ask(server.port, "/", "Host: localhost:1").status == 200)
      #expect(try await ask(server.port, "/", "Host: localhost", "Host: evil.example").status == 400)
      #expect(try await ask(server.port, "http://evil.example/").status == 421)
      #expect(try await ask(server.port, "http://127.0.0.1/").status == 200)
    }
  }

  @Test func otherSitesMayNotEmbedTheContent() async throws {
    try await withServer(["search.json": "[]"]) { server, _ in
      let answer = try await ask(server.port, "/search.json")
      #expect(answer.header("Cross-Origin-Resource-Policy") == "same-origin")
      #expect(answer.header("Access-Control-Allow-Origin") == nil)
    }
  }
}
