import Buffers
import Diagnostics
import Foundation
import Markup
import Snapshot
import TestSupport
import TestTools
import Testing

@testable import Handbook

@Suite struct DocumentSnapshotTests {
  private static let text = """
    ---
    id: qa
    tags: [a, b]
    phase: Design → Testing (twice), any (so far)
    aliases: [Tester]
    core_actions: [{Look: at it}, Ask]
    hands_off_to: [{dev: Defects}]
    odd: [x, y] # baton-disable unknown-field
    ---
    # QA Engineer - The Witness

    **Primary tasks**: [T](../tasks/t.md), `u`
    **Key questions**: Why [this](b.md), not [[dev]]?
    **Own**:
    - *one*
    - two

    **Label**: value

    First paragraph with [[dev#top|a link]], `dev` and ![picture](a.png "title").

    ## Items

    - [ ] one <!-- baton-disable broken-link, unknown-reference -->
    - [x] two[^n]

    <!-- baton-disable-next-line -->

    | a | b |
    | - | - |
    | 1 | 2 |

    ```mermaid
    graph LR
      A -->|yes| B
    ```

    {{diagram: map}}

    [^n]: A note.
    """

  private func document(_ text: String = text, _ path: String = "personas/qa.md") -> (Document, SourceFile) {
    let source = SourceFile(path: path, bytes: Array(text.utf8))
    return (parseDocument(source, configuration: Configuration()).value, source)
  }

  private func bytes(of document: Document) -> [UInt8] {
    var writer = SnapshotWriter()
    document.write(to: &writer)
    return writer.bytes
  }

  private func read(_ bytes: [UInt8], _ source: SourceFile) throws -> Document {
    try bytes.withUnsafeBytes { bytes in
      var reader = SnapshotReader(bytes)
      return try Document(from: &reader, source: source)
    }
  }

  @Test func `A document is read back as it was`() throws {
    let (document, source) = document()
    let copy = try read(bytes(of: document), source)
    #expect(String(reflecting: copy.text) == String(reflecting: document.text))
    #expect(copy.fields == document.fields && copy.unknownFields == document.unknownFields)
    #expect(copy.kind == document.kind && copy.name == document.name && copy.title == document.title)
    #expect(copy.source == document.source && copy.id == document.id)
    #expect(copy.comments.silenced == document.comments.silenced && document.comments.silenced?.count == 4)
    #expect(bytes(of: copy) == bytes(of: document))
  }

  @Test func `What can't be read is kept as such`() throws {
    let (document, source) = document("---\ntagline: a: b\n---\n# A\n")
    #expect(document.unreadFields == [.tagline])
    #expect(try read(bytes(of: document), source).unreadFields == [.tagline])
  }

  @Test func `Every document of this repository is read back as it was`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("site-content").path
    let paths = (FileManager.default.subpaths(atPath: root) ?? []).filter { $0.hasSuffix(".md") }
    #expect(paths.count > 50)
    for path in paths {
      let data = try #require(FileManager.default.contents(atPath: root + "/" + path))
      let source = SourceFile(path: path, bytes: Array(data))
      let document = parseDocument(source, configuration: Configuration()).value
      let copy = try read(bytes(of: document), source)
      #expect(bytes(of: copy) == bytes(of: document), "\(path)")
    }
  }

  @Test func `Bytes that were cut off or spoilt are refused, or give some document, but never harm`() throws {
    let (document, source) = document()
    let whole = bytes(of: document)
    for end in whole.indices { #expect(throws: SnapshotError.self) { try read(Array(whole[..<end]), source) } }
    var random = SeededRandom(seed: 3)
    for _ in 0..<20_000 {
      var spoilt = whole
      spoilt[random.below(spoilt.count)] = UInt8(random.below(256))
      guard let copy = try? read(spoilt, source) else { continue }
      // What was accepted can be rendered.
      var html = OutputBuffer()
      copy.text.render(into: &html, resolve: { _ in .text }, diagram: { _, _ in })
    }
  }

  @Test(arguments: [
    ("A note.", "Another note.", true), ("- [ ] one", "- [ ] uno\n- [ ] more", true), ("| 1 | 2 |", "| 3 | 4 |", true),
    ("First paragraph", "Other paragraph", true), ("**Label**: value", "**Label**: worth", false),
    ("## Items", "## Things", false), ("`dev`", "`ops`", false),
    ("Defects", "Faults", false), ("The Witness", "The Judge", false), ("tags: [a", "tags: [c", false),
    ("odd: [x", "odd: [z", false), ("{{diagram: map}}", "{{diagram: phases}}", false),
  ])
  func `What others show of a document is its interface`(old: String, new: String, isSame: Bool) {
    let changed = Self.text.replacingOccurrences(of: old, with: new)
    #expect(changed != Self.text)
    #expect((document().0.interface == document(changed).0.interface) == isSame)
  }
}
