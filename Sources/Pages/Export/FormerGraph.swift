import Foundation
import Handbook
import Snapshot

/// What a published `graph.json` of an earlier build tells of the handbook as it was then. It may come from anywhere: numbers
/// are bounded, and its texts are shown escaped or not at all.
public struct FormerGraph: Sendable {
  /// How many of each there were.
  public let counts: HandbookCounts
  /// How much was connected.
  public let coverage: [CoverageFigure]
  /// What the checks found; `nil` when the file does not tell, as those of Baton 0.1 do not.
  public let findings: [FindingCount]?
  /// Of the file's bytes.
  public let fingerprint: Fingerprint

  /// Reads the text of a `graph.json`.
  ///
  /// - Throws: `DecodingError` when it is none.
  public init(json: [UInt8]) throws {
    let file = try JSONDecoder().decode(File.self, from: Data(json))
    fingerprint = Fingerprint(json)
    let graph = Graph(file)
    counts = graph.counts
    coverage = graph.coverage
    findings = file.findings?.map {
      FindingCount(code: $0.code, severity: $0.severity, file: $0.file, count: min(max($0.count, 0), 1_000_000))
    }
  }

  /// The file; what else it holds is of no use here.
  private struct File: Decodable {
    var nodes: [Node]
    var edges: [Edge]
    var findings: [Finding]?
  }

  private struct Node: Decodable {
    var id: String
    var kind: String
    var file: String?
    var missing: Bool?
    /// Those of a group; older files do not tell.
    var members: [String]?
  }

  private struct Edge: Decodable {
    var from: String
    var to: String
    var kind: String
    var declared: [String]?
  }

  private struct Finding: Decodable {
    var code: String
    var severity: String
    var file: String
    var count: Int
  }
}

extension FormerGraph {
  /// The graph as far as figures need it: for each node its kind, and the kinds of edges that enter and leave it.
  private struct Graph {
    private struct Vertex {
      var kind: NodeKind?
      var isDocument: Bool
      var isCounted: Bool
      var entering: Set<EdgeKind> = []
      var leaving: Set<EdgeKind> = []
    }

    private var vertices: [Vertex] = []
    private var handoffs = 0
    private var betweenPersonas = 0
    private var agreed = 0

    init(_ file: File) {
      var places: [String: Int] = [:]
      for node in file.nodes where places[node.id] == nil {
        places[node.id] = vertices.count
        let kind = node.kind == NodeKind.group.name ? NodeKind.group : Kind(rawValue: node.kind).map(NodeKind.document)
        let isDocument = kind != nil && kind != .group && node.missing != true
        vertices.append(
          Vertex(
            kind: kind, isDocument: isDocument, isCounted: isDocument && !Document.isLandingPage(node.file ?? "")))
      }
      let groups = Groups(file, places)
      for edge in file.edges {
        guard let kind = EdgeKind(rawValue: edge.kind), let from = places[edge.from], let to = places[edge.to] else {
          continue
        }
        vertices[from].leaving.insert(kind)
        if kind != .handoff { for member in groups.members[from] ?? [] { vertices[member].leaving.insert(kind) } }
        vertices[to].entering.insert(kind)
        guard kind == .handoff else { continue }
        handoffs += 1
        guard from != to, vertices[from].isDocument, vertices[to].isDocument else { continue }
        betweenPersonas += 1
        if edge.declared?.count != 1 || groups.tell(edge, from, to) { agreed += 1 }
      }
    }

    var counts: HandbookCounts {
      var counts = HandbookCounts()
      for vertex in vertices where vertex.isCounted {
        if case .document(let kind)? = vertex.kind { counts.documents[kind, default: 0] += 1 }
      }
      counts.handoffs = handoffs
      counts.missing = vertices.count { $0.kind != nil && $0.kind != .group && !$0.isDocument }
      return counts
    }

    var coverage: [CoverageFigure] {
      coverageFigures(handoffs: (agreed, betweenPersonas)) { kind, entering, leaving in
        let counted = vertices.filter { $0.isCounted && $0.kind == .document(kind) }
        let covered = counted.count { !$0.entering.isDisjoint(with: entering) || !$0.leaving.isDisjoint(with: leaving) }
        return (covered, counted.count)
      }
    }
  }
}

extension FormerGraph {
  /// The groups of a graph, and what is handed between them and others, by the places of nodes.
  private struct Groups {
    /// For each group its members.
    private(set) var members: [Int: [Int]] = [:]
    /// For each member its groups.
    private var groups: [Int: [Int]] = [:]
    private var handoffs: Set<Ends> = []

    private struct Ends: Hashable {
      var from: Int
      var to: Int
    }

    init(_ file: File, _ places: [String: Int]) {
      for node in file.nodes where node.kind == NodeKind.group.name {
        guard let ids = node.members, let place = places[node.id], members[place] == nil else { continue }
        let own = ids.compactMap { places[$0] }
        members[place] = own
        for member in own { groups[member, default: []].append(place) }
      }
      guard !members.isEmpty else { return }
      for edge in file.edges where edge.kind == EdgeKind.handoff.rawValue {
        guard let from = places[edge.from], let to = places[edge.to], members[from] != nil || members[to] != nil
        else { continue }
        handoffs.insert(Ends(from: from, to: to))
      }
    }

    /// Whether the end of a handoff that does not declare it does so of a group.
    func tell(_ edge: Edge, _ from: Int, _ to: Int) -> Bool {
      let isByGiver = edge.declared?.first == Field.handsOffTo.rawValue
      return (groups[isByGiver ? from : to] ?? []).contains { group in
        handoffs.contains(isByGiver ? Ends(from: group, to: to) : Ends(from: from, to: group))
      }
    }
  }
}
