import Foundation
import Handbook

/// The handoffs as the script of the page of handoffs reads them: personas and groups by number, in the graph's order.
struct HandoffData: Encodable {
  struct Person: Encodable {
    var id: String
    var name: String
    /// From the page of handoffs; empty without a page.
    var url: String
    /// A group's members, as numbers of persons.
    var members: [Int]?
  }

  struct Passing: Encodable {
    /// The number of who gives.
    var from: Int
    /// The number of who receives.
    var to: Int
    var text: String?
    /// Which end alone declares it, in words.
    var only: String?
  }

  var people: [Person] = []
  /// Those between two personas first, so that they go before a group's.
  var handoffs: [Passing] = []

  init(links: Links, handoffs shared: HandoffLinks) {
    let graph = links.handbook.graph
    let edges = graph.edges.filter { $0.kind == .handoff && $0.from != $0.to }
    var takesPart = Array(repeating: false, count: graph.nodes.count)
    for node in shared.network.people { takesPart[node] = true }
    for edge in edges {
      takesPart[edge.from] = true
      takesPart[edge.to] = true
    }
    var number = Array(repeating: -1, count: graph.nodes.count)
    let nodes = takesPart.indices.filter { takesPart[$0] }
    for (index, node) in nodes.enumerated() { number[node] = index }
    people = nodes.map { index in
      let node = graph.nodes[index]
      let members = node.members.map { number[graph.nodeOfDocument[$0]] }.filter { $0 >= 0 }
      return Person(
        id: node.id, name: node.name, url: links.url(ofNode: index) ?? "", members: node.kind == .group ? members : nil)
    }
    func isOfGroup(_ edge: GraphEdge) -> Bool {
      graph.nodes[edge.from].kind == .group || graph.nodes[edge.to].kind == .group
    }
    handoffs = (edges.filter { !isOfGroup($0) } + edges.filter(isOfGroup)).map { edge in
      Passing(from: number[edge.from], to: number[edge.to], text: edge.label, only: shared.onlyEnd(edge))
    }
  }

  /// The data as JSON that can stand in a `script` element: no text in it can end the element or begin a comment.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let bytes = try? encoder.encode(self) else { return "{}" }
    var safe: [UInt8] = []
    safe.reserveCapacity(bytes.count)
    // Outside of strings, JSON has none of these.
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): safe += Array("\\u003c".utf8)
      case UInt8(ascii: ">"): safe += Array("\\u003e".utf8)
      case UInt8(ascii: "&"): safe += Array("\\u0026".utf8)
      default: safe.append(byte)
      }
    }
    return String(decoding: safe, as: UTF8.self)
  }
}
