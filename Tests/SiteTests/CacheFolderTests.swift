import Foundation
import TestSupport
import Testing

@testable import Site

@Suite struct CacheFolderTests {
  @Test func `Only what builds left behind long ago is removed`() throws {
    let fingerprint = String(repeating: "0a", count: 16)
    let ours = ["\(fingerprint).site", "\(fingerprint).documents", "\(fingerprint).site.4711"]
    let others = ["notes.txt", "\(fingerprint).txt", "0a.site", "\(fingerprint).site.old", "my.documents", ".site"]
    let folder = try TemporaryFolder("-- book/a.md --\n# A\n")
    for name in ours + others {
      try folder.write("x", to: "mine/" + name)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -90 * 86_400)], ofItemAtPath: folder.path + "/mine/" + name)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/mine")
    var options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site")
    options.cacheFolder = folder.path + "/mine"
    _ = try build(options)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/mine")
    #expect(Set(left).isSuperset(of: others) && Set(left).isDisjoint(with: ours))
    #expect(left.count == others.count + 3)
    let permissions = try FileManager.default.attributesOfItem(atPath: folder.path + "/mine")[.posixPermissions]
    #expect(permissions as? Int == 0o755)
  }

  @Test func `What is used is kept`() throws {
    let folder = try TemporaryFolder("-- book/a.md --\n# A\n")
    var options = BuildOptions(content: folder.path + "/book", output: folder.path + "/site")
    options.cacheFolder = folder.path + "/cache"
    _ = try build(options)
    let cache = folder.path + "/cache"
    let site = try #require(try FileManager.default.contentsOfDirectory(atPath: cache).first { $0.hasSuffix(".site") })
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -20 * 86_400)], ofItemAtPath: cache + "/" + site)
    #expect(try build(options).changedFiles == [])
    let date = try FileManager.default.attributesOfItem(atPath: cache + "/" + site)[.modificationDate] as? Date
    #expect(try #require(date).timeIntervalSinceNow > -3_600)
  }
}
