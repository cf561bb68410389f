import Buffers
import Diagrams
import Foundation
import TestSupport
import TestTools
import Testing

/// Small graphs and their pictures, which a reviewer can read. To accept new pictures: `BATON_ACCEPT=1 swift test --filter GoldenTests`.
@Suite struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Goldens")

  private static func names() -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private func svg(_ name: String) throws -> String {
    let json = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".json"))
    let drawn = try #require(try GraphDescription(json: Array(json)).picture().drawn())
    var bytes = OutputBuffer()
    drawn.renderSVG(id: name, url: { _ in nil }, into: &bytes)
    return String(decoding: bytes.array, as: UTF8.self)
  }

  @Test func `There are ten of them`() { #expect(Self.names().count >= 10) }

  @Test(arguments: names()) func `The picture is as it was`(name: String) throws {
    let picture = try svg(name)
    let file = Self.folder.appendingPathComponent(name + ".svg")
    if ProcessInfo.processInfo.environment["BATON_ACCEPT"] == "1" {
      try picture.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(picture == (try String(contentsOf: file, encoding: .utf8)))
  }
}

/// What `baton diagram` reads and writes.
@Suite struct GraphDescriptionTests {
  private func read(_ json: String) throws -> Picture { try GraphDescription(json: Array(json.utf8)).picture() }

  @Test(arguments: [
    ("", "1:1: this is no JSON: there must be a value"),
    ("{", "1:2: this is no JSON: there must be a name in double quotes, or `}`"),
    ("{\"nodes\": [\r\n  {\"id\": \"é\"}, x]}", "2:16: this is no JSON: there must be a value"),
    ("{\r\"a\": [1 2]}", "2:9: this is no JSON: there must be `,` or `]`"),
    (#"{"a": 1 "b": 2}"#, "1:9: this is no JSON: there must be `,` or `}`"),
    (#"{"a" 1}"#, "1:6: this is no JSON: there must be a `:` behind the name"),
    (#"{'a': 1}"#, "1:2: this is no JSON: there must be a name in double quotes, or `}`"),
    (#"{"a": "b"#, "1:7: this is no JSON: there must be quotes at the end of this string too"),
    (
      "{\"nodes\": [{\"id\": \"b\n\"}]}",
      "1:21: this is no JSON: there must be no control character in a string: an escape such as `\\n`"
    ),
    (#"{"nodes": [{"id": "\x"}]}"#, #"1:20: this is no JSON: there must be an escape such as `\n` or `\u00e9`"#),
    (#"{"nodes": [{"id": "a", "width": 1e999}]}"#, "1:33: this is no JSON: there must be a value"),
    ("{} {}", "1:4: this is no JSON: there must be nothing more"),
    (String(repeating: "[", count: 100_000), "1:513: this is no JSON: there must be no more than 512 levels"),
    ("[]", "1:1: the graph must be an object"), ("{}", "1:1: the graph must have `nodes`"),
    ("\u{FEFF}{}", "1:1: the graph must have `nodes`"),
    (#"{"nodes": [{}]}"#, "1:12: nodes[0] must have `id`"), (#"{"nodes": 3}"#, "1:11: nodes must be a list"),
    (#"{"nodes": [{"id": 1}]}"#, "1:19: nodes[0].id must be a string"),
    (#"{"nodes": [{"id": "a"}, {"id": "a"}]}"#, "1:32: nodes[1].id: the id `a` is taken by another node"),
    (
      #"{"nodes": [{"id": "a"}], "edges": [{"from": "a", "to": "b"}]}"#, "1:56: edges[0].to: there is no node `b`"
    ),
    (#"{"nodes": [{"id": "a", "width": 0}]}"#, "1:33: nodes[0].width must be more than 0 and at most 1000000"),
    (#"{"nodes": [{"id": "a", "width": "x"}]}"#, "1:33: nodes[0].width must be a number"),
    (#"{"nodes": [{"id": "a", "height": -1e300}]}"#, "1:34: nodes[0].height must be more than 0 and at most 1000000"),
    (#"{"nodes": [{"id": "a", "height": NaN}]}"#, "1:34: this is no JSON: there must be a value"),
    (#"{"nodes": [], "direction": "up"}"#, "1:28: direction must be `down` or `right`"),
  ]) func `A graph that is none is told why, and where`(json: String, message: String) {
    do {
      _ = try read(json)
      Issue.record("it was read")
    } catch let error as GraphDescriptionError {
      let place = error.place(in: Array(json.utf8)).map { "\($0.line):\($0.column): " } ?? ""
      #expect(place + error.message == message)
    } catch {
      Issue.record("another error")
    }
  }

  @Test func `A byte that is not UTF-8 has a place too`() {
    let json = Array(#"{"nodes": [{"id": "é"#.utf8) + [0xFF] + Array(#""}]}"#.utf8)
    let error = #expect(throws: GraphDescriptionError.self) { try GraphDescription(json: json) }
    #expect(error?.message == "this is no JSON: there must be UTF-8")
    #expect(error?.place(in: json)?.column == 21)
  }

  @Test func `No bytes make the search for a place fail`() {
    var random = SeededRandom(seed: 1)
    let parts = #"{}[]",:\ntrue-0.e9"#.utf8.map(\.self) + [0, 10, 13, 0x80, 0xC3, 0xEF, 0xBB, 0xBF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
      do {
        _ = try GraphDescription(json: bytes)
      } catch {
        _ = error.place(in: bytes)
      }
    }
  }

  @Test func `What an author writes is text, not markup, and no script`() throws {
    let picture = try read(
      #"{"nodes": [{"id": "a", "label": "<b>", "class": "x\"><script>", "href": "javascript:alert(1)"}], "edges": []}"#)
    let svg = String(decoding: try #require(picture.drawn()).standaloneSVG(style: "a < b { }</style>"), as: UTF8.self)
    #expect(!svg.contains("<script") && !svg.contains("javascript:") && !svg.contains("<b>"))
    #expect(svg.components(separatedBy: "</style>").count == 2)
  }

  @Test func `Long labels, control characters and many edges are drawn`() throws {
    let long = String(repeating: "word ", count: 2_000)
    let edges = Array(repeating: #"{"from": "a", "to": "b"}"#, count: 3_000).joined(separator: ",")
    let picture = try read(
      #"{"nodes": [{"id": "a", "label": "\#(long)"}, {"id": "b", "label": "\u0000\u202e\n"}], "edges": [\#(edges)]}"#)
    #expect(picture.drawn()?.drawing.edges.count == 3_000)
  }

  @Test func `A given size is kept, and its text stays inside`() throws {
    let picture = try read(
      #"{"nodes": [{"id": "a", "label": "A text that is much longer than its box", "subtitle": "second", "width": 90, "height": 20}]}"#
    )
    let drawn = try #require(picture.drawn())
    #expect(drawn.drawing.nodes[0].width == 90 && drawn.drawing.nodes[0].height == 20)
    var svg = OutputBuffer()
    drawn.renderSVG(id: "x", url: { _ in nil }, into: &svg)
    #expect(String(decoding: svg.array, as: UTF8.self).contains("…</text>"))
  }

  @Test func `The drawing as data ends on the boxes, with labels or null`() throws {
    let graph = try GraphDescription(
      json: Array(
        #"{"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"from": "a", "to": "b", "label": "x"}, {"from": "b", "to": "a"}], "direction": "down"}"#
          .utf8))
    let drawn = try #require(try graph.picture().drawn())
    let data = try JSONSerialization.jsonObject(with: Data(drawn.json(ids: graph.ids))) as? [String: Any]
    let edges = try #require(data?["edges"] as? [[String: Any]])
    #expect((edges[0]["label"] as? [String: Any])?["text"] as? String == "x")
    #expect(edges[1]["label"] is NSNull)
    let nodes = try #require(data?["nodes"] as? [[String: Any]])
    let top = try #require(nodes[0]["y"] as? Double) + (nodes[0]["height"] as? Double ?? 0)
    let points = try #require(edges[0]["points"] as? [[Double]])
    #expect(abs((points.first?[1] ?? 0) - top) < 0.5)
  }
}
