import Foundation
import Synchronization
import Testing

@testable import Preview

/// Collects what a watcher reports while a test changes files.
private final class Recorder: Sendable {
  private let watcher: FileWatcher
  private let folder: TemporaryFolder
  private let seen = Mutex((changes: FileChanges(), batches: 0))

  init(
    _ folder: TemporaryFolder, roots: [String] = [""], excluding excluded: [String] = [],
    method: FileWatcher.Method = .notifications, limit: Int = .max, fallback: @escaping @Sendable () -> Void = {}
  ) async throws {
    self.folder = folder
    watcher = try await FileWatcher(
      roots: roots.map { $0.isEmpty ? folder.path : folder($0) }, excluding: excluded.map { folder($0) },
      method: method, watchLimit: limit, fallback: fallback)
    let batches = watcher.batches
    Task { [weak self] in
      for await batch in batches { self?.add(batch) }
    }
  }

  deinit { watcher.stop() }

  private func add(_ batch: FileChanges) {
    seen.withLock { seen in
      seen.changes.formUnion(batch)
      seen.batches += 1
    }
  }

  var changes: FileChanges { seen.withLock { $0.changes } }
  var batches: Int { seen.withLock { $0.batches } }

  /// Waits until all of `names` were reported, and forgets them; expects that none of `others` was.
  func expect(
    _ names: String..., butNot others: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let paths = Set(names.map { folder($0) })
    try await expectEventually("\(names) are reported", sourceLocation: sourceLocation) {
      changes.paths.isSuperset(of: paths)
    }
    let seen = seen.withLock { seen in
      defer { seen = (FileChanges(), 0) }
      return seen.changes
    }
    #expect(seen.paths.isDisjoint(with: others.map { folder($0) }), sourceLocation: sourceLocation)
  }
}

@Suite struct FileWatcherTests {
  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func filesThatAreWrittenCreatedRenamedAndRemoved(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["a.md": "1", "deep/er/b.md": "1", "c.md": "1"])
    let recorder = try await Recorder(folder, method: method)
    try folder.write("22", to: "a.md")
    try await recorder.expect("a.md", butNot: ["deep/er/b.md", "c.md"])
    try folder.write("22", to: "deep/er/b.md")
    try await recorder.expect("deep/er/b.md", butNot: ["a.md"])
    try folder.write("", to: "deep/new.md")
    try await recorder.expect("deep/new.md")
    try folder.rename("c.md", to: "deep/d.md")
    try await recorder.expect("c.md", "deep/d.md")
    try folder.remove("deep/d.md")
    try await recorder.expect("deep/d.md")
    try folder.link("link.md", to: "a.md")
    try await recorder.expect("link.md")
    #expect(!recorder.changes.everything)
  }

  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func foldersThatCome(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["a.md": "1"])
    let recorder = try await Recorder(folder, method: method)
    try folder.write("1", to: "x/y/z/deep.md")
    try await recorder.expect("x/y/z/deep.md")
    try folder.write("22", to: "x/y/z/deep.md")
    try await recorder.expect("x/y/z/deep.md")
    try folder.write("1", to: "x/y/other.md")
    try await recorder.expect("x/y/other.md")
  }

  @Test func foldersThatAreRenamedKeepBeingWatchedUnderTheirNewName() async throws {
    let folder = try TemporaryFolder(["a/b/c.md": "1"])
    let recorder = try await Recorder(folder)
    try folder.rename("a", to: "z")
    try await recorder.expect("a", "z", "z/b/c.md")
    try folder.write("22", to: "z/b/c.md")
    try await recorder.expect("z/b/c.md", butNot: ["a/b/c.md"])
    try folder.write("1", to: "a/b/c.md")
    try await recorder.expect("a", "a/b/c.md")
    try folder.remove("z")
    try await recorder.expect("z")
    try folder.write("22", to: "a/b/c.md")
    try await recorder.expect("a/b/c.md")
  }

  @Test func foldersThatChangePlaces() async throws {
    let folder = try TemporaryFolder(["a/one.md": "1", "b/two.md": "2"])
    let recorder = try await Recorder(folder)
    for _ in 0..<5 {
      try folder.rename("a", to: "t")
      try folder.rename("b", to: "a")
      try folder.rename("t", to: "b")
    }
    try await recorder.expect("a", "b")
    try folder.write("x", to: "a/two.md")
    try await recorder.expect("a/two.md")
    try folder.write("x", to: "b/one.md")
    try await recorder.expect("b/one.md")
  }

  @Test func foldersThatLeaveAreNotWatched() async throws {
    let folder = try TemporaryFolder(["in/a/x.md": "1", "in/b.md": "1"])
    let recorder = try await Recorder(folder, roots: ["in"])
    try folder.rename("in/a", to: "away")
    try await recorder.expect("in/a")
    try folder.write("22", to: "away/x.md")
    try folder.write("22", to: "in/b.md")
    try await recorder.expect("in/b.md", butNot: ["away/x.md", "in/a/x.md"])
  }

  @Test func editorsThatSaveByRename() async throws {
    let folder = try TemporaryFolder(["a.md": "1"])
    let recorder = try await Recorder(folder)
    for round in 0..<3 {
      // As Vim saves: the old one as a backup, the new one in its place.
      try folder.write("", to: ".a.md.swp")
      try folder.rename("a.md", to: "a.md~")
      try folder.write("text \(round)", to: "a.md")
      try folder.remove("a.md~")
      try await recorder.expect("a.md", butNot: [".a.md.swp", "a.md~"])
      // As others save: a new file renamed over the old one.
      try folder.write("text", to: "a.md.tmp-x")
      try folder.rename("a.md.tmp-x", to: "a.md")
      try await recorder.expect("a.md")
    }
  }

  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func whatIsLeftOut(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["a.md": "1", "output/x.html": "1", ".git/index": "1", "theme/skip.txt": "1"])
    // The folder may be named in another way, and may not be there yet.
    let recorder = try await Recorder(
      folder, excluding: ["theme/../output", "later", "theme/skip.txt"], method: method)
    try folder.write("22", to: "output/x.html")
    try folder.write("22", to: "later/x.html")
    try folder.write("22", to: ".git/index")
    try folder.write("22", to: ".hidden.md")
    try folder.write("22", to: "theme/skip.txt")
    try folder.write("22", to: "#a.md#")
    try folder.write("22", to: "a.md___jb_tmp___")
    // These are published.
    try folder.write("22", to: "a.swp")
    try folder.write("22", to: "data___")
    try folder.write("22", to: "a.md")
    try await recorder.expect(
      "a.md", "a.swp", "data___",
      butNot: [
        "output/x.html", "later", "later/x.html", ".git/index", ".hidden.md", "theme/skip.txt", "#a.md#",
        "a.md___jb_tmp___",
      ])
  }

  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func singleFilesAndSeveralRoots(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["content/a.md": "1", "theme/t.html": "1", "baton.yml": "1", "other.yml": "1"])
    let recorder = try await Recorder(folder, roots: ["content", "theme", "baton.yml", "missing.yml"], method: method)
    try folder.write("22", to: "other.yml")
    try folder.write("22", to: "baton.yml")
    try await recorder.expect("baton.yml", butNot: ["other.yml"])
    try folder.write("22", to: "theme/t.html")
    try folder.write("22", to: "content/a.md")
    try await recorder.expect("theme/t.html", "content/a.md")
    try folder.write("1", to: "missing.yml")
    try await recorder.expect("missing.yml", butNot: ["other.yml"])
  }

  @Test func rootsThatGoAndComeBack() async throws {
    let folder = try TemporaryFolder(["in/content/a.md": "1"])
    let recorder = try await Recorder(folder, roots: ["in/content", "in/later"])
    try folder.rename("in/content", to: "in/old")
    try await expectEventually("a root that goes is everything") { recorder.changes.everything }
    try folder.write("1", to: "in/content/b.md")
    try await recorder.expect("in/content/b.md")
    try folder.write("22", to: "in/content/b.md")
    try await recorder.expect("in/content/b.md")
    try folder.write("1", to: "in/later/c/d.md")
    try await recorder.expect("in/later/c/d.md")
    // With the folder that holds it away, too.
    try folder.remove("in")
    try await expectEventually("it is gone") { recorder.changes.everything }
    try folder.write("1", to: "in/content/e.md")
    try await expectEventually("it is back") { recorder.batches > 1 }
    try await expectEventually("it is watched again") {
      try folder.write("22", to: "in/content/e.md")
      return recorder.changes.paths.contains(folder("in/content/e.md"))
    }
  }

  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func rootsInWhosePlaceAnotherFolderComes(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["v1/a.md": "1", "v2/a.md": "22", "par/c/a.md": "1"])
    try folder.link("cur", to: "v1")
    let recorder = try await Recorder(folder, roots: ["cur", "par/c"], method: method)
    func expectNews(_ what: Comment) async throws {
      try await expectEventually(what) { !recorder.changes.isEmpty }
    }
    // A link that leads elsewhere now.
    try folder.link("next", to: "v2")
    try folder.rename("next", to: "cur")
    try await expectNews("the other folder is seen")
    try await expectEventually("it is watched") {
      try folder.write(UUID().uuidString, to: "v2/a.md")
      return recorder.changes.paths.contains(folder("cur/a.md"))
    }
    try await recorder.expect("cur/a.md")
    // A folder further up that makes room for another.
    try folder.rename("par", to: "aside")
    try folder.write("333", to: "par/c/a.md")
    try await expectNews("the folder's successor is seen")
    try await expectEventually("it is watched") {
      try folder.write(UUID().uuidString, to: "par/c/a.md")
      return recorder.changes.paths.contains(folder("par/c/a.md"))
    }
    // A link that goes, and one that comes later.
    try folder.remove("cur")
    // Longer than between two looks, so that its absence is seen.
    try await Task.sleep(for: .milliseconds(1_500))
    try folder.link("cur", to: "v1")
    try await expectEventually("it is watched when it comes") {
      try folder.write(UUID().uuidString, to: "v1/a.md")
      return recorder.changes.paths.contains(folder("cur/a.md"))
    }
  }

  @Test(arguments: [FileWatcher.Method.notifications, .polling])
  func rootsThatBecomeKnownLater(method: FileWatcher.Method) async throws {
    let folder = try TemporaryFolder(["in/a.md": "1", "in/.look/t.html": "1", "in/.git/x": "1"])
    let more = Mutex<[String]>([])
    let watcher = try await FileWatcher(roots: [folder("in")], and: { more.withLock(\.self) }, method: method)
    let seen = Mutex(FileChanges())
    let collecting = Task { for await batch in watcher.batches { seen.withLock { $0.formUnion(batch) } } }
    more.withLock { $0 = [folder("in/.look")] }
    try await expectEventually("it is watched") {
      try folder.write(UUID().uuidString, to: "in/.look/t.html")
      try folder.write(UUID().uuidString, to: "in/.git/x")
      return seen.withLock { $0.paths.contains(folder("in/.look/t.html")) }
    }
    #expect(!seen.withLock { $0.paths.contains(folder("in/.git/x")) })
    watcher.stop()
    await collecting.value
  }

  @Test func aCheckoutOfManyFilesIsFewBatches() async throws {
    let folder = try TemporaryFolder(["a.md": "1"])
    let recorder = try await Recorder(folder)
    for index in 0..<500 { try folder.write("text", to: "folder\(index % 50)/sub/\(index).md") }
    try await expectEventually("all are reported") {
      let paths = recorder.changes.paths
      return (0..<500).allSatisfy { paths.contains(folder("folder\($0 % 50)/sub/\($0).md")) }
    }
    #expect(recorder.batches < 50)
  }

  @Test func nothingIsReportedTwice() async throws {
    let folder = try TemporaryFolder(["a.md": "1", "b.md": "1"])
    let recorder = try await Recorder(folder)
    try folder.write("22", to: "a.md")
    try await recorder.expect("a.md")
    try folder.write("22", to: "b.md")
    try await recorder.expect("b.md", butNot: ["a.md"])
  }

  @Test func theWatchLimitLeadsToPolling() async throws {
    let folder = try TemporaryFolder(["a/1.md": "1", "b/2.md": "1", "c/3.md": "1"])
    let counter = Counter()
    let recorder = try await Recorder(folder, limit: 2) { counter.count() }
    try await expectEventually("the fallback is told") { counter.value == 1 }
    try folder.write("22", to: "b/2.md")
    try await recorder.expect("b/2.md", butNot: ["a/1.md"])
    try folder.write("1", to: "d/e/4.md")
    try await recorder.expect("d/e/4.md")
  }

  @Test func theWatchLimitReachedLater() async throws {
    let folder = try TemporaryFolder(["a/1.md": "1"])
    let counter = Counter()
    let recorder = try await Recorder(folder, limit: 3) { counter.count() }
    try folder.write("22", to: "a/1.md")
    try await recorder.expect("a/1.md")
    #expect(counter.value == 0)
    try folder.write("1", to: "b/c/d/2.md")
    try await expectEventually("what was missed is everything") { recorder.changes.everything && counter.value == 1 }
    try await expectEventually("changes are found") {
      try folder.write(UUID().uuidString, to: "b/c/d/2.md")
      return recorder.changes.paths.contains(folder("b/c/d/2.md"))
    }
  }

  @Test func theBatchesEndWhenItStops() async throws {
    let folder = try TemporaryFolder()
    for method in [FileWatcher.Method.notifications, .polling] {
      let watcher = try await FileWatcher(roots: [folder.path], method: method)
      watcher.stop()
      watcher.stop()
      for await _ in watcher.batches {}
    }
  }
}
