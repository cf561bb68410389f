import Foundation
import TestSupport
import Testing

@testable import Site

@Suite struct FileReplacementTests {
  private func replacement(in folder: TemporaryFolder) -> FileReplacement {
    FileReplacement(["a", "b"].map { (folder.path + "/" + $0, Array("new \($0)\n".utf8)) })
  }

  @Test func `All files are replaced, and keep their permissions`() throws {
    let folder = try TemporaryFolder("-- a --\nold a\n-- b --\nold b\n")
    #expect(chmod(folder.path + "/a", 0o600) == 0)
    try replacement(in: folder).run(moving: (folder.path + "/b", folder.path + "/c"))
    #expect(folder.files == ["a", "c"])
    #expect(folder.text(of: "a") == "new a\n")
    #expect(folder.text(of: "c") == "new b\n")
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/a")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `Owner and group are kept`() throws {
    let folder = try TemporaryFolder("-- a --\nold a\n-- b --\nold b\n")
    // A group of one's own is given to a file by everyone, another owner by root only.
    let isRoot = getuid() == 0
    let owner = isRoot ? 12_345 : getuid()
    var groups = [gid_t](repeating: getgid(), count: Int(max(getgroups(0, nil), 1)))
    getgroups(Int32(groups.count), &groups)
    let group = isRoot ? 23_456 : groups.first { $0 != getegid() } ?? getegid()
    #expect(chown(folder.path + "/a", owner, group) == 0)
    #expect(chmod(folder.path + "/a", 0o2664) == 0)
    try replacement(in: folder).run()
    var info = stat()
    #expect(stat(folder.path + "/a", &info) == 0)
    #expect(info.st_uid == owner && info.st_gid == group && info.st_mode & 0o7777 == 0o2664)
    #expect(folder.text(of: "a") == "new a\n")
  }

  @Test func `What was replaced is put back when a later step fails`() throws {
    let folder = try TemporaryFolder("-- a --\nold a\n-- b --\nold b\n")
    let target = folder.path + "/none/c"
    let failure = #expect(throws: Files.Failure.self) {
      try replacement(in: folder).run(moving: (folder.path + "/b", target))
    }
    #expect(failure?.path == target)
    #expect(folder.files == ["a", "b"])
    #expect(folder.text(of: "a") == "old a\n")
    #expect(folder.text(of: "b") == "old b\n")
  }

  @Test func `Nothing is replaced when one of them is not there`() throws {
    let folder = try TemporaryFolder("-- a --\nold a\n")
    #expect(throws: Files.Failure.self) { try replacement(in: folder).run() }
    #expect(folder.files == ["a"])
    #expect(folder.text(of: "a") == "old a\n")
  }
}
