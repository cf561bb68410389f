/// A connected part of a graph: a graph of its own, and what its nodes and edges are called in the whole.
struct Component: Sendable {
  var graph: Graph
  var nodes: [Int]
  var edges: [Int]
}

/// The connected parts of a graph, in the order of their first nodes. O(nodes + edges).
func components(of graph: Graph) -> [Component] {
  let (partOf, count) = partNumbers(graph)
  if count == 1 {
    return [Component(graph: graph, nodes: Array(graph.nodes.indices), edges: Array(graph.edges.indices))]
  }
  var parts = [Component](
    repeating: Component(graph: Graph(nodes: [], edges: []), nodes: [], edges: []), count: count)
  var local = [Int](repeating: 0, count: graph.nodes.count)
  for (node, part) in partOf.enumerated() {
    local[node] = parts[part].nodes.count
    parts[part].nodes.append(node)
    parts[part].graph.nodes.append(graph.nodes[node])
  }
  for (number, edge) in graph.edges.enumerated() {
    let part = partOf[edge.from]
    var copy = edge
    copy.from = local[edge.from]
    copy.to = local[edge.to]
    parts[part].graph.edges.append(copy)
    parts[part].edges.append(number)
  }
  return parts
}

/// For each node the number of its part, and how many parts there are.
private func partNumbers(_ graph: Graph) -> (partOf: [Int], count: Int) {
  var parent = Array(graph.nodes.indices)
  func root(_ node: Int) -> Int {
    var node = node
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }
  for edge in graph.edges {
    let (a, b) = (root(edge.from), root(edge.to))
    parent[max(a, b)] = min(a, b)
  }
  // A root is the first node of its part, so it has a number before the others ask for it.
  var partOf = [Int](repeating: 0, count: graph.nodes.count)
  var count = 0
  for node in graph.nodes.indices {
    let top = root(node)
    if top == node {
      partOf[node] = count
      count += 1
    } else {
      partOf[node] = partOf[top]
    }
  }
  return (partOf, count)
}

/// A connected part that is drawn.
struct PlacedComponent: Sendable {
  var nodes: [Int]
  var edges: [Int]
  var drawing: Drawing
}

/// Puts the parts beside each other in rows no wider than `width`, in their order; tall ones first would save room, but tear
/// apart what authors wrote together.
func packComponents(_ parts: [PlacedComponent], of graph: Graph, width: Double, spacing: Double) -> Drawing {
  // A graph that is connected is its only part.
  if parts.count == 1 { return parts[0].drawing }
  var drawing = Drawing(
    size: Size(width: 0, height: 0), direction: .down,
    nodes: Array(repeating: Rectangle(x: 0, y: 0, width: 0, height: 0), count: graph.nodes.count),
    edges: Array(
      repeating: Drawing.Edge(path: Drawing.Path(start: Point(x: 0, y: 0), segments: []), label: nil),
      count: graph.edges.count))
  var (x, y, rowHeight) = (0.0, 0.0, 0.0)
  for part in parts {
    if x > 0, x + part.drawing.size.width > width {
      (x, y, rowHeight) = (0, y + rowHeight + spacing, 0)
    }
    let (dx, dy) = (x, y)
    for (index, node) in part.nodes.enumerated() { drawing.nodes[node] = part.drawing.nodes[index].moved(dx, dy) }
    for (index, edge) in part.edges.enumerated() {
      drawing.edges[edge] = part.drawing.edges[index]
      drawing.edges[edge].path.change { Point(x: $0.x + dx, y: $0.y + dy) }
      drawing.edges[edge].label = drawing.edges[edge].label?.moved(dx, dy)
    }
    rowHeight = max(rowHeight, part.drawing.size.height)
    drawing.size.width = max(drawing.size.width, x + part.drawing.size.width)
    drawing.size.height = max(drawing.size.height, y + rowHeight)
    x += part.drawing.size.width + spacing
  }
  return drawing
}

extension Rectangle {
  func moved(_ dx: Double, _ dy: Double) -> Rectangle { Rectangle(x: x + dx, y: y + dy, width: width, height: height) }
}
