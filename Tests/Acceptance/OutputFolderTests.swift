import Foundation
import TestSupport
import Testing

/// What a build may touch: whoever writes a document or a file into the output folder decides nothing beyond these folders.
@Suite struct OutputFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder("-- book/index.md --\n# Home\n") }

  @discardableResult
  private func build(_ arguments: String...) throws -> Program.Result {
    try Program.run(["build", "--content", "book", "--output", "site"] + arguments, in: folder.path)
  }

  /// Writes a file under exactly this name, which Foundation may write in another way.
  private func write(_ text: String, to name: [UInt8]) throws {
    let path = Array(folder.path.utf8) + [UInt8(ascii: "/")] + name + [0]
    let file = try #require(path.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { fopen($0.baseAddress, "w") })
    fputs(text, file)
    fclose(file)
  }

  private func rename(_ old: String, _ new: String) {
    #expect(Glibc.rename(folder.path + "/" + old, folder.path + "/" + new) == 0)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + name, withDestinationPath: target)
  }

  private func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }

  // MARK: - Folders above the content

  @Test(arguments: ["/", "//", "/.", ".", "book"])
  func `A folder that holds the content is none for the output`(output: String) throws {
    let result = try Program.run("build", "--content", "book", "--output", output, in: folder.path, seconds: 20)
    #expect(result.status == 2)
    #expect(result.errors.contains(" holds the content folder\n"), "\(result.errors.prefix(300))")
  }

  // MARK: - Manifests

  @Test func `A manifest that names files elsewhere removes none of them`() throws {
    try folder.write("mine", to: "other/deep/p.txt")
    let header = "Written by Baton. The files listed here are replaced by the next build.\n"
    let paths = [
      "../other/deep/p.txt", "../book/index.md", "a/../../other/deep/p.txt", folder.path + "/other/deep/p.txt",
    ]
    try folder.write(header + paths.joined(separator: "\n") + "\n", to: "site/.baton-site")
    for arguments in [[], ["--no-cache"]] {
      #expect(
        try Program.run(["build", "--content", "book", "--output", "site"] + arguments, in: folder.path).status == 0)
    }
    #expect(folder.text(of: "other/deep/p.txt") == "mine")
    #expect(folder.text(of: "book/index.md") != nil)
  }

  @Test(arguments: ["a\r\n../src/main.txt", "a\n../src/main.txt", "a\u{FFFC}b.txt", "a\r\nb.txt", "a\u{FFFC}n.txt"])
  func `Names that look like the end of a line are names`(name: String) throws {
    try folder.write("precious", to: "src/main.txt")
    try folder.write("asset", to: "book/" + name)
    let names = folder.files
    #expect(try build().status == 0)
    try folder.write("# Home again\n", to: "book/index.md")
    #expect(try build().status == 0)
    try remove("book/" + name)
    #expect(try build("--verify").status == 0)
    #expect(folder.files.filter { !$0.hasPrefix("site/") } == names.filter { $0 != "book/" + name })
    #expect(!folder.files.contains("site/" + name))
  }

  @Test func `A name that is written with its accent in another way is another name`() throws {
    let (composed, decomposed): ([UInt8], [UInt8]) = (Array("caf\u{E9}.txt".utf8), Array("cafe\u{301}.txt".utf8))
    try write("1", to: Array("book/".utf8) + composed)
    #expect(try build().status == 0)
    try write("1", to: Array("book/".utf8) + decomposed)
    let old = (Array("\(folder.path)/book/".utf8) + composed + [0]).map { CChar(bitPattern: $0) }
    #expect(unlink(old) == 0)
    #expect(try build("--verify").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/site")
      .filter { $0.hasPrefix("caf") }
    #expect(names.map { Array($0.utf8) } == [decomposed])
  }

  @Test func `A name may begin with an accent, which is one character with the slash before it`() throws {
    for number in 0..<60 { try folder.write("# P\n", to: "book/pages/p\(number).md") }
    #expect(try build().status == 0)
    func makeFolder(_ name: String) { #expect(mkdir(folder.path + "/" + name, 0o755) == 0) }
    func isThere(_ name: String) -> Bool { access(folder.path + "/" + name, F_OK) == 0 }
    makeFolder("book/new")
    try write("1", to: Array("book/new/\u{301}x.png".utf8))
    #expect(try build("--verify").status == 0)
    #expect(isThere("site/new/\u{301}x.png"))
    // A file of others is brought into the folder that takes the place of this one.
    makeFolder("site/own")
    try write("1", to: Array("site/own/\u{301}y.txt".utf8))
    for number in 0..<60 { try folder.write("# Q\n", to: "book/pages/p\(number).md") }
    #expect(try build().status == 0)
    #expect(isThere("site/own/\u{301}y.txt") && isThere("site/new/\u{301}x.png"))
    let elsewhere = ["build", "--content", "book", "--output", "out/\u{301}site"]
    for _ in 0..<2 { #expect(try Program.run(elsewhere, in: folder.path).status == 0) }
    #expect(isThere("out/\u{301}site/new/\u{301}x.png"))
  }

  @Test func `The manifest keeps its time when it says the same`() throws {
    for number in 0..<40 { try folder.write("# P\n\nOne.\n", to: "book/pages/p\(number).md") }
    #expect(try build().status == 0)
    func time() throws -> Date? {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/site/.baton-site")
      return attributes[.modificationDate] as? Date
    }
    let before = try time()
    usleep(20_000)
    for number in 0..<40 { try folder.write("# P\n\nTwo.\n", to: "book/pages/p\(number).md") }
    #expect(try build().status == 0)
    #expect(try time() == before)
  }

  // MARK: - Strangers

  @Test func `A link in the output folder is not followed`() throws {
    try folder.write("asset", to: "book/files/a.txt")
    #expect(try build().status == 0)
    try folder.write("precious", to: "precious/a.txt")
    try remove("site/files")
    try link("site/files", to: "../precious")
    for _ in 0..<2 {
      let result = try build()
      #expect(result.status == 2 && result.errors.contains("site/files was not written by Baton"), "\(result.errors)")
      #expect(folder.text(of: "precious/a.txt") == "precious")
      try? remove("book/files")
    }
  }

  @Test func `A file of others stays in a folder whose place a file needs`() throws {
    try folder.write("# P\n", to: "book/personas/p.md")
    #expect(try build().status == 0)
    try folder.write("mine", to: "site/personas/own.html")
    try remove("book/personas")
    try folder.write("asset", to: "book/personas")
    let result = try build()
    #expect(result.status == 2 && result.errors.contains("site/personas/own.html was not written"), "\(result.errors)")
    #expect(folder.text(of: "site/personas/own.html") == "mine")
    #expect(folder.text(of: "site/personas/p/index.html") != nil)
  }

  @Test func `Files that others write while the site is swapped are kept`() throws {
    for number in 0..<60 { try folder.write("# P\n", to: "book/pages/p\(number).md") }
    #expect(try build().status == 0)
    var written = 0
    for round in 0..<4 {
      for number in 0..<60 { try folder.write("# P\n\nRound \(round).\n", to: "book/pages/p\(number).md") }
      let (process, _, _) = try Program.start(["build", "--content", "book", "--output", "site"], in: folder.path)
      while process.isRunning {
        // Between two tries the folder may be exchanged: such a file is not written at all.
        if (try? Data().write(to: URL(fileURLWithPath: folder.path + "/site/u\(written).txt"))) != nil { written += 1 }
        usleep(300)
      }
      #expect(process.terminationStatus == 0)
    }
    let kept = Set(folder.files)
    #expect(written > 20)
    #expect((0..<written).filter { !kept.contains("site/u\($0).txt") } == [])
  }

  // MARK: - The content folder

  @Test func `A baton.yml that leads out of the content folder is not read`() throws {
    try folder.write("title: Secret\nfooter: Secret\n", to: "secret.yml")
    try link("book/baton.yml", to: "../secret.yml")
    let result = try build()
    #expect(result.status == 0)
    #expect(result.problems == ["book/baton.yml:1:1: warning [symbolic-link]"])
    #expect(!result.errors.contains("Secret"), "\(result.errors)")
    #expect(!folder.files.contains { $0.hasPrefix("site") && folder.text(of: $0)?.contains("Secret") == true })
    try remove("book/baton.yml")
    try folder.write("title: Ours\n", to: "book/settings/site.txt")
    try link("book/baton.yml", to: "settings/site.txt")
    #expect(try build().status == 0)
    #expect(folder.text(of: "site/index.html")?.contains("Ours") == true)
  }

  @Test func `A folder whose name has its accent in another way is not the content folder`() throws {
    #expect(mkdir(folder.path + "/cafe\u{301}", 0o755) == 0 && mkdir(folder.path + "/caf\u{E9}", 0o755) == 0)
    try write("title: Secret\n", to: Array("cafe\u{301}/baton.yml".utf8))
    try write("# Home\n", to: Array("caf\u{E9}/index.md".utf8))
    #expect(symlink("../cafe\u{301}/baton.yml", folder.path + "/caf\u{E9}/baton.yml") == 0)
    #expect(symlink("../cafe\u{301}/baton.yml", folder.path + "/caf\u{E9}/a.txt") == 0)
    let result = try Program.run(["build", "--content", "caf\u{E9}", "--output", "site"], in: folder.path)
    #expect(result.problems.count { $0.hasSuffix("warning [symbolic-link]") } == 2, "\(result.problems)")
    #expect(folder.text(of: "site/index.html")?.contains("Secret") == false)
    #expect(folder.text(of: "site/a.txt") == nil)
  }

  @Test func `A name that is no UTF-8 is reported`() throws {
    try write("# D\n", to: Array("book/doc".utf8) + [0xFF] + Array(".md".utf8))
    let result = try build("--verify")
    #expect(result.status == 1)
    #expect(result.problems == ["book/doc\u{FFFD}.md:1:1: error [unreadable-file]"])
  }

  @Test func `Sites and the backups of editors in the content folder are no content`() throws {
    for output in ["book/public", "book/docs/site"] {
      _ = try Program.run(["build", "--content", "book", "--output", output], in: folder.path)
    }
    for name in ["draft.md~", "#draft.md#", "draft.md___jb_tmp___", "draft.md___jb_old___", ".\u{301}draft.txt"] {
      try folder.write("# Draft\n", to: "book/" + name)
    }
    let result = try Program.run(["check", "--content", "book"], in: folder.path)
    #expect(result.status == 0 && (result.output + result.errors).contains("1 document, "), "\(result)")
    #expect(try build().status == 0)
    #expect(!folder.files.contains { $0.hasPrefix("site") && ($0.contains("draft") || $0.contains("public")) })
  }

  // MARK: - Renamed files

  @Test func `A page follows the name of its file`() throws {
    try folder.write("hello\n", to: "book/guide/README.md")
    #expect(try build().status == 0)
    rename("book/guide/README.md", "book/guide/index.md")
    #expect(try build("--verify").status == 0)
    #expect(folder.text(of: "site/guide/index.md")?.contains("# Index") == true)
  }

  @Test func `The link to edit a page follows the name of its file`() throws {
    try folder.write("repository: https://example.org/edit\n", to: "book/baton.yml")
    try folder.write("---\nid: guide\ntitle: Guide\n---\n# Guide\n", to: "book/guide/README.md")
    #expect(try build().status == 0)
    rename("book/guide/README.md", "book/guide/index.md")
    #expect(try build("--verify").status == 0)
    #expect(folder.text(of: "site/guide/index.html")?.contains("guide/index.md") == true)
  }
}
