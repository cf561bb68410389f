import Foundation
import TestSupport
import Testing

@testable import Site

/// Files are added all or none, and never in the place of another.
@Suite struct AddFilesTests {
  /// The number of what failed, 0 when nothing did.
  private func add(_ files: [(String, String)], to folder: TemporaryFolder) -> Int32 {
    do throws(Files.Failure) {
      try addFiles(files.map { ($0.0, Array($0.1.utf8)) }, to: folder.path)
      return 0
    } catch {
      return error.number
    }
  }

  /// All names below a folder, hidden ones and empty folders among them.
  private func names(_ folder: TemporaryFolder) -> [String] {
    (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
  }

  @Test func `Files and their folders are made`() throws {
    let folder = try TemporaryFolder()
    #expect(add([("a/b/c.md", "C"), ("a/d.md", "D"), ("e.md", "")], to: folder) == 0)
    #expect(names(folder) == ["a", "a/b", "a/b/c.md", "a/d.md", "e.md"])
    #expect(folder.text(of: "a/b/c.md") == "C" && folder.text(of: "a/d.md") == "D")
    #expect(Files.entry(at: folder.path + "/e.md") == .file(size: 0))
  }

  @Test func `One that is there stays, and nothing else is added`() throws {
    let folder = try TemporaryFolder("-- a/d.md --\nOld\n")
    #expect(add([("a/b/c.md", "C"), ("x.md", "X"), ("a/d.md", "D")], to: folder) == EEXIST)
    #expect(names(folder) == ["a", "a/d.md"])
    #expect(folder.text(of: "a/d.md") == "Old\n")
    #expect(symlink("nowhere", folder.path + "/link.md") == 0)
    #expect(add([("link.md", "D")], to: folder) == EEXIST)
    #expect(names(folder) == ["a", "a/d.md", "link.md"])
  }

  @Test func `Nothing is written by way of a link, or below a file`() throws {
    let (folder, other) = (try TemporaryFolder("-- file --\nx\n"), try TemporaryFolder())
    #expect(symlink(other.path, folder.path + "/tasks") == 0)
    for path in ["tasks/a.md", "new/a.md/../../tasks/b/a.md", "file/a.md"] {
      #expect([ENOTDIR, ELOOP, ENOENT].contains(add([("new/x.md", "X"), (path, "A")], to: folder)), "\(path)")
    }
    #expect(names(folder) == ["file", "tasks"])
    #expect(names(other).isEmpty)
  }

  @Test func `Of many that write one file at once, one succeeds, and its file is whole`() async throws {
    let folder = try TemporaryFolder()
    let count = await withTaskGroup(of: (Int, Int32).self) { group in
      for number in 0..<16 {
        group.addTask { (number, self.add([("new/a.md", "\(number)")], to: folder)) }
      }
      var done: [Int] = []
      for await (number, failure) in group {
        if failure == 0 { done.append(number) } else { #expect(failure == EEXIST || failure == ENOENT) }
      }
      return done
    }
    #expect(count.count == 1)
    #expect(folder.text(of: "new/a.md") == count.first.map(String.init))
    #expect(names(folder) == ["new", "new/a.md"])
  }
}
