import Diagnostics
import Handbook
import Site

extension Handbook {
  /// The node that a user means by an id, a path or a persona's name.
  ///
  /// - Throws: `StopError` when there is none.
  func node(named name: String) throws(StopError) -> Int {
    if let node = graph.node(id: name) { return node }
    if let document = document(at: name) { return graph.nodeOfDocument[document] }
    if let persona = try persona(named: name) { return persona }
    throw StopError(
      .usage, "there is no document `\(name)`",
      help: didYouMean(nearest(to: name, among: graph.nodes.lazy.map(\.id)), or: "`baton graph` prints all ids"))
  }

  /// The node of the persona that a user means by any of its names; `nil` when none is called so.
  ///
  /// - Throws: `StopError` when several are.
  func persona(named name: String) throws(StopError) -> Int? {
    let found = personas(named: name)
    guard found.count > 1 else { return found.first }
    let ids = found.map { "`\(graph.nodes[$0].id)`" }.joined(separator: ", ")
    throw StopError(.usage, "several personas are called “\(name)”", help: "name one by its id: \(ids)")
  }

  /// The document that a user means by an id, a path or a persona's name.
  ///
  /// - Throws: `StopError` when there is none.
  func document(meantBy name: String) throws(StopError) -> Int {
    if let document = graph.nodes[try node(named: name)].document { return document }
    throw StopError(.usage, "`\(name)` is no document", help: "`baton graph` prints all ids")
  }
}
