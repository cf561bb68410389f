/// Numbers nodes as they come, in room proportional to how many have come: a table of slots, at most half of them taken.
struct NodeMap: Sendable {
  /// The nodes by their numbers.
  private var nodes: [Int32] = []
  /// For each slot the number of the node in it, -1 for an empty one.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  /// How many nodes have come.
  var count: Int { nodes.count }

  /// The number of a node, if it has come.
  func number(of node: Int) -> Int? {
    let number = slots[slot(of: Int32(node))]
    return number < 0 ? nil : Int(number)
  }

  /// The number of a node; the next one where it has not come before.
  mutating func number(adding node: Int) -> Int {
    let node = Int32(node)
    let slot = slot(of: node)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(nodes.count)
    nodes.append(node)
    if 2 * nodes.count > slots.count { grow() }
    return nodes.count - 1
  }

  /// The slot that a node is in, or the empty one that it would take.
  private func slot(of node: Int32) -> Int {
    let mask = slots.count - 1
    // Knuth's multiplicative hash: nodes that stand together are spread.
    var slot = Int(UInt32(bitPattern: node) &* 2_654_435_761 >> 8) & mask
    while slots[slot] >= 0, nodes[Int(slots[slot])] != node { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for (number, node) in nodes.enumerated() { slots[slot(of: node)] = Int32(number) }
  }
}
