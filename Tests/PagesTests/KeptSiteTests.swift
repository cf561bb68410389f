import Handbook
import Snapshot
import Synchronization
import TestSupport
import TestTools
import Testing

@testable import Pages

/// A handbook and what its pages share, written as bytes and read back.
@Suite struct KeptSiteTests {
  private static let text = """
    -- baton.yml --
    phases: [Design, Build]
    groups: {both: [dev, qa]}
    logo: a.png
    -- index.md --
    # Book

    {{diagram: map}}
    -- personas/dev.md --
    ---
    aliases: [Coder]
    tagline: Makes it
    primary_tasks: [fix (daily), nothing]
    hands_off_to: [{qa: Fixes; tested}, both, {all-personas: News}, {stranger: Papers}]
    ---
    # Developer - Maker

    See [[qa#ways]], [a](../a.png#x), [none](none.md), [tasks](../tasks/) and `fix`.
    -- personas/qa.md --
    ---
    receives_from: [{dev: Fixes}]
    phase: Design to Build
    ---
    # QA Engineer

    ## Ways
    -- tasks/fix.md --
    ---
    persona: Coder
    phase: build
    uses_templates: [form]
    ---
    # Fix a Defect
    -- tasks/again.md --
    ---
    id: fix
    ---
    # Fix Again
    -- templates/form.md --
    # Form

    {name}
    -- checklists/index.md --
    # Our Lists
    -- a.png --
    png
    """

  private func bytes(_ inputs: PageInputs) -> [UInt8] {
    var writer = SnapshotWriter()
    inputs.handbook.write(to: &writer) { _ in }
    inputs.write(to: &writer) { _ in }
    return writer.bytes
  }

  private func inputs(_ book: Handbook, _ theme: Theme) -> PageInputs {
    let renderer = PageRenderer(handbook: book, plan: sitePlan(of: book, theme: theme).value, theme: theme)
    return PageInputs(
      renderer: renderer, contents: book.documents.map { Fingerprint($0.source) }, surroundings: Fingerprint([1]),
      jobs: 2)
  }

  private func read(
    _ bytes: [UInt8], _ book: Handbook, _ theme: Theme, _ asked: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> PageInputs {
    try bytes.withUnsafeBytes { buffer in
      var reader = SnapshotReader(buffer)
      let copy = try Handbook(
        from: &reader, in: bytes[...], configuration: book.configuration, assets: book.assets,
        files: book.documents.map(\.file)
      ) { index in
        asked(index)
        return book.documents[index]
      }
      let inputs = try PageInputs(from: &reader, handbook: copy, theme: theme, findings: [], former: nil, jobs: 1)
      #expect(reader.isAtEnd)
      return inputs
    }
  }

  @Test func `A site is read back as it was`() throws {
    let theme = Theme.load(overrides: [:]).value
    let book = handbook(Self.text).value
    let before = inputs(book, theme)
    let after = try read(bytes(before), book, theme)
    let (graph, copy) = (book.graph, after.handbook.graph)
    #expect(String(reflecting: copy.nodes) == String(reflecting: graph.nodes))
    #expect(String(reflecting: copy.edges) == String(reflecting: graph.edges))
    #expect(copy.nodeOfDocument == graph.nodeOfDocument && copy.groupsOfDocument == graph.groupsOfDocument)
    #expect(graph.nodes.indices.allSatisfy { copy.incoming($0).elementsEqual(graph.incoming($0)) })
    #expect(after.handbook.phases == book.phases)
    for index in book.documents.indices {
      let (a, b) = (after.handbook.resolutions[index], book.resolutions[index])
      #expect(String(reflecting: a) == String(reflecting: b))
      #expect(after.handbook.documents[index].id == book.documents[index].id)
      #expect(after.handbook.documents[index].aliases == book.documents[index].aliases)
    }
    #expect(after.plan.routes == before.plan.routes && after.plan.pathOfChains == before.plan.pathOfChains)
    for route in before.plan.routes {
      #expect(after.fingerprint(of: route) == before.fingerprint(of: route), "\(route.path)")
      #expect(after.renderer.render(route).bytes == before.renderer.render(route).bytes, "\(route.path)")
    }
  }

  @Test func `A page asks for its own document, and for none that it only refers to`() throws {
    let theme = Theme.load(overrides: [:]).value
    let book = handbook(Self.text).value
    final class Asked: Sendable { let documents = Mutex<Set<Int>>([]) }
    let asked = Asked()
    let after = try read(bytes(inputs(book, theme)), book, theme) { index in
      asked.documents.withLock { _ = $0.insert(index) }
    }
    let route = try #require(after.plan.routes.first { $0.path == "personas/dev/" })
    _ = (after.renderer.render(route).bytes, after.fingerprint(of: route))
    let files = asked.documents.withLock { $0.map { book.documents[$0].file } }
    #expect(files == ["personas/dev.md"])
  }

  @Test func `Bytes that were cut off or changed are told, or read as something`() throws {
    let theme = Theme.load(overrides: [:]).value
    let book = handbook(Self.text).value
    let whole = bytes(inputs(book, theme))
    for length in stride(from: 0, to: whole.count, by: 7) {
      #expect(throws: SnapshotError.self) { try read(Array(whole[..<length]), book, theme) }
    }
    var random = SeededRandom(seed: 7)
    for _ in 0..<3_000 {
      var spoilt = whole
      for _ in 0..<3 {
        spoilt[random.below(spoilt.count)] = UInt8(random.below(256))
      }
      var copy: PageInputs?
      try? spoilt.withUnsafeBytes { buffer in
        var reader = SnapshotReader(buffer)
        let handbook = try Handbook(
          from: &reader, in: spoilt[...], configuration: book.configuration, assets: book.assets,
          files: book.documents.map(\.file), document: { book.documents[$0] })
        copy = try PageInputs(from: &reader, handbook: handbook, theme: theme, findings: [], former: nil, jobs: 1)
      }
      if let copy { for resolution in copy.handbook.resolutions { _ = resolution.links } }
    }
  }
}
