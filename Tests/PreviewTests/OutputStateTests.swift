import Testing

@testable import Preview

@Suite struct OutputStateTests {
  private let ours = RebuildOutcome(pages: .paths(["a/"]))
  private let nothing = RebuildOutcome(pages: .paths([]), wroteNothing: true)

  /// Writes a file later than whatever was before: the system's times may move by a few milliseconds at once.
  private func write(_ name: String, in folder: TemporaryFolder) async throws {
    try await Task.sleep(for: .milliseconds(20))
    try folder.write("1", to: name)
  }

  @Test func whatOthersWriteIsSeenOnce() async throws {
    let folder = try TemporaryFolder([".site": "1"])
    let state = OutputState(of: folder.path, marker: ".site")
    #expect(!state.hasChanged())
    try await write("new.html", in: folder)
    #expect(state.hasChanged() && !state.hasChanged())
    try await write("draft", in: folder)
    try folder.rename("draft", to: ".site")
    #expect(state.hasChanged() && !state.hasChanged())
  }

  @Test func whatWeWriteIsNoNews() async throws {
    let folder = try TemporaryFolder([".site": "1"])
    let state = OutputState(of: folder.path, marker: ".site")
    #expect(state.completed(nothing) == nothing)
    try await write("new.html", in: folder)
    #expect(state.completed(ours) == ours)
    #expect(!state.hasChanged())
    try await write("newer.html", in: folder)
    #expect(state.completed(nil) == nil)
    #expect(!state.hasChanged())
  }

  @Test func anotherPreviewMayHaveMadeAnyPage() async throws {
    let folder = try TemporaryFolder([".site": "1"])
    let state = OutputState(of: folder.path, marker: ".site")
    try await write("new.html", in: folder)
    #expect(state.completed(nothing)?.pages == .everything, "we wrote nothing, so another one did")
    try await write("newer.html", in: folder)
    #expect(state.completed(ours)?.pages == .everything, "and may do so again")
    #expect(state.completed(nothing) == nothing, "unless nothing was written")
  }

  @Test(arguments: ["", "out/.site"]) func aSiteThatIsGoneIsMissedOnce(removed: String) async throws {
    let folder = try TemporaryFolder(["out/.site": "1"])
    let state = OutputState(of: folder("out"), marker: ".site")
    #expect(!state.isGone() && !state.isGone())
    for _ in 0..<2 {
      try folder.remove(removed.isEmpty ? "out" : removed)
      #expect(!state.isGone(), "it may be on its way")
      #expect(state.isGone() && !state.isGone())
      try folder.write("1", to: "out/.site")
      #expect(!state.isGone())
    }
  }
}
