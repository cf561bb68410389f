/// What is not known of a handbook's edges, as fields can't be read which would tell. That they can't is reported; checks say nothing
/// that may be wrong because of it.
struct UnreadEdges {
  private struct Edges: Hashable {
    var kind: EdgeKind
    var target: Kind
  }

  private let handbook: Handbook
  /// The edges that some document may have to each of a kind.
  private var unknown: Set<Edges> = []
  /// Whether some document may hand something on, or receive something, that is not known of.
  private(set) var handoffs: Set<Field> = []

  init(of handbook: Handbook) {
    self.handbook = handbook
    for document in handbook.documents where !document.unreadFields.isEmpty {
      for field in document.unreadFields {
        guard let relation = field.relation else { continue }
        unknown.insert(Edges(kind: relation.edge, target: relation.target))
        if relation.edge == .handoff { handoffs.insert(field) }
      }
    }
  }

  /// Whether there may be edges of one of some kinds at the document with an index that are not known of.
  func mayBe(_ kinds: Set<EdgeKind>, at index: Int) -> Bool {
    let document = handbook.documents[index]
    if document.unreadFields.contains(where: { $0.relation.map { kinds.contains($0.edge) } ?? false }) { return true }
    return !unknown.isEmpty && kinds.contains { unknown.contains(Edges(kind: $0, target: document.kind)) }
  }
}
