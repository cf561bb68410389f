/// What groups mean for their members: a group is one node of the graph, and what is said of it is true of each persona in it.
extension HandbookGraph {
  /// The nodes of the groups that the document of a node is in, in order.
  public func groups(ofNode node: Int) -> [Int] {
    guard !groupsOfDocument.isEmpty, let document = nodes[node].document else { return [] }
    return groupsOfDocument[document] ?? []
  }

  /// Whether such edges leave a node, or a group that it is in.
  public func hasEdges(from node: Int, orItsGroups isWanted: (EdgeKind) -> Bool) -> Bool {
    outgoing[node].contains { isWanted(edges[$0].kind) }
      || groups(ofNode: node).contains { group in outgoing[group].contains { isWanted(edges[$0].kind) } }
  }

  /// Whether a persona says of a handoff that ends at it, or begins there, that it runs between it and a group that `other` is in.
  ///
  /// - Parameter end: which end of the handoff the persona is.
  func speaks(_ persona: Int, asThe end: HandoffEnd, ofGroupWith other: Int) -> Bool {
    groups(ofNode: other).contains { group in
      end == .giver ? handoff(from: persona, to: group) != nil : handoff(from: group, to: persona) != nil
    }
  }

  /// The index of the handoff between two nodes, by binary search.
  public func handoff(from giver: Int, to receiver: Int) -> Int? {
    var (low, high) = (outgoing[giver].lowerBound, outgoing[giver].upperBound)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle].to < receiver { low = middle + 1 } else { high = middle }
    }
    // Edges between the same two nodes stand by kind.
    while low < outgoing[giver].upperBound, edges[low].to == receiver {
      if edges[low].kind == .handoff { return low }
      low += 1
    }
    return nil
  }
}
