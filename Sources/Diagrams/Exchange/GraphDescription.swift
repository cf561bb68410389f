import Diagnostics
import Foundation
import Handbook
import Markup

/// A graph as `baton diagram` reads it: JSON with nodes and edges, of which all but the ids may be missing. What `baton graph`
/// prints is one, too.
public struct GraphDescription: Decodable, Sendable {
  struct Node: Decodable, Sendable {
    var id: String
    var label: String?
    var subtitle: String?
    var href: String?
    var `class`: String?
    var width: Double?
    var height: Double?
    // What `baton graph` writes.
    var kind: String?
    var title: String?
    var name: String?
    var url: String?
    var missing: Bool?
  }

  struct Edge: Decodable, Sendable {
    var from: String
    var to: String
    var label: String?
    var kind: String?
  }

  var nodes: [Node]
  var edges: [Edge]?
  var direction: String?
}

/// Why a text is no graph that can be drawn, as a sentence without a full stop.
public struct GraphDescriptionError: Error, Sendable {
  /// What is wrong.
  public var message: String
  /// The way to the value that it is about.
  var path: [JSONPlaces.Step]?
  /// Where the text stops being JSON.
  var offset: Int?

  /// An error about all of a graph.
  public init(message: String) { self.message = message }

  init(_ path: [JSONPlaces.Step], _ message: String) {
    self.message = path.inWords + message
    self.path = path
  }

  /// Where it is in the text that was read; columns count characters. `nil` where that is not known.
  public func place(in json: [UInt8]) -> SourcePosition? {
    guard let offset = offset ?? path.flatMap({ JSONPlaces.look(for: $0, in: json).value }) else { return nil }
    let starts = LineTable(Array(json[..<offset])).starts
    let line = String(decoding: json[min(starts[starts.count - 1], offset)..<offset], as: UTF8.self)
    return SourcePosition(line: starts.count, column: line.count + 1)
  }
}

extension [JSONPlaces.Step] {
  /// The way as people write it: `nodes[3].width`.
  fileprivate var inWords: String {
    let words = reduce(into: "") { words, step in
      switch step {
      case .name(let name): words += words.isEmpty ? name : ".\(name)"
      case .index(let index): words += "[\(index)]"
      }
    }
    return words.isEmpty ? "the graph" : words
  }
}

extension GraphDescription {
  /// Reads a graph.
  ///
  /// - Throws: `GraphDescriptionError` when it is no JSON, or no graph.
  public init(json: [UInt8]) throws(GraphDescriptionError) {
    do {
      self = try JSONDecoder().decode(GraphDescription.self, from: Data(json))
    } catch let error as DecodingError {
      throw Self.error(error, json)
    } catch {
      throw Self.noJSON(json)
    }
  }

  private static func noJSON(_ json: [UInt8]) -> GraphDescriptionError {
    var error = GraphDescriptionError(message: "this is no JSON")
    var mistake = JSONPlaces.look(in: json).mistake
    if mistake == nil {
      do {
        _ = try UTF8Span(validating: json.span)
      } catch {
        mistake = JSONPlaces.Mistake(offset: error.byteOffsets.lowerBound, expected: "UTF-8")
      }
    }
    guard let mistake else { return error }
    error.message += ": there must be \(mistake.expected)"
    error.offset = mistake.offset
    return error
  }

  private static func error(_ error: DecodingError, _ json: [UInt8]) -> GraphDescriptionError {
    func steps(_ path: [any CodingKey]) -> [JSONPlaces.Step] {
      path.map { key in key.intValue.map { .index($0) } ?? .name(key.stringValue) }
    }
    switch error {
    case .keyNotFound(let key, let context):
      return GraphDescriptionError(steps(context.codingPath), " must have `\(key.stringValue)`")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let word =
        type == [String: Any].self
        ? "an object"
        : type == String.self
          ? "a string" : type == Double.self ? "a number" : type == Bool.self ? "true or false" : "a list"
      return GraphDescriptionError(steps(context.codingPath), " must be \(word)")
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? noJSON(json) : GraphDescriptionError(steps(context.codingPath), " can't be read")
    @unknown default: return noJSON(json)
    }
  }

  /// The graph as a picture.
  ///
  /// - Throws: `GraphDescriptionError` when two nodes have one id, an edge leads nowhere, or a size or direction is impossible.
  public func picture() throws(GraphDescriptionError) -> Picture {
    guard direction == nil || direction == "down" || direction == "right" else {
      throw GraphDescriptionError([.name("direction")], " must be `down` or `right`")
    }
    var picture = Picture(title: "Diagram", summary: "", isHorizontal: direction.map { $0 == "right" })
    var indices: [String: Int] = [:]
    for (number, node) in nodes.enumerated() {
      guard indices.updateValue(number, forKey: node.id) == nil else {
        throw GraphDescriptionError(
          [.name("nodes"), .index(number), .name("id")], ": the id `\(node.id)` is taken by another node")
      }
      for (name, length) in [("width", node.width), ("height", node.height)] {
        guard let length, !(length > 0 && length <= 1e6) else { continue }
        throw GraphDescriptionError(
          [.name("nodes"), .index(number), .name(name)], " must be more than 0 and at most 1000000")
      }
      picture.nodes.append(Picture.Node(node))
    }
    for (number, edge) in (edges ?? []).enumerated() {
      guard let from = indices[edge.from], let to = indices[edge.to] else {
        let (end, id) = indices[edge.from] == nil ? ("from", edge.from) : ("to", edge.to)
        throw GraphDescriptionError([.name("edges"), .index(number), .name(end)], ": there is no node `\(id)`")
      }
      let label = edge.label.flatMap { $0.isEmpty ? nil : $0 }
      let (a, b) = (picture.nodes[from].title, picture.nodes[to].title)
      picture.edges.append(
        Picture.Edge(
          from: from, to: to, label: label, kind: className(edge.kind) ?? "handoff",
          sentence: "\(a) → \(b)" + (label.map { ": \($0)" } ?? "")))
    }
    picture.summary = picture.edges.count == 1 ? "1 arrow" : "\(picture.edges.count) arrows"
    picture.summary += picture.nodes.count == 1 ? " and 1 box." : " between \(picture.nodes.count) boxes."
    return picture
  }
}

extension Picture.Node {
  fileprivate init(_ node: GraphDescription.Node) {
    let title = node.label ?? node.name ?? node.title ?? node.id
    // A persona of `baton graph` has a name and, below it, a title.
    let second = node.label == nil && node.name != nil ? node.title : nil
    self.init(
      title: title.isEmpty ? node.id : title, subtitle: node.subtitle ?? (second == title ? nil : second),
      kind: className(node.class ?? node.kind) ?? "page")
    url = (node.href ?? node.url).flatMap { isSafeURL($0) ? $0 : nil }
    isMissing = node.missing ?? false
    width = node.width
    height = node.height
  }
}

/// A name that is safe in a class: letters, digits, `-` and `_`, with spaces between several.
private func className(_ name: String?) -> String? {
  guard let name else { return nil }
  let safe = name.unicodeScalars.filter {
    $0 == " " || $0 == "-" || $0 == "_" || ("a"..."z").contains($0) || ("A"..."Z").contains($0)
      || ("0"..."9").contains($0)
  }
  let words = String(String.UnicodeScalarView(safe)).split(separator: " ").joined(separator: " ")
  return words.isEmpty ? nil : words
}
