import Diagnostics

/// How many of each a handbook has.
public struct HandbookCounts: Sendable, Equatable {
  /// Documents by kind, without landing pages.
  public var documents: [Kind: Int] = [:]
  /// Handoffs, those to groups and to personas that do not exist among them.
  public var handoffs = 0
  /// Documents that are referred to and do not exist.
  public var missing = 0

  /// Nothing.
  public init() {}

  /// The counts of a handbook.
  public init(of handbook: Handbook) {
    for document in handbook.documents where !document.isLandingPage { documents[document.kind, default: 0] += 1 }
    handoffs = handbook.graph.edges.count { $0.kind == .handoff }
    missing = handbook.graph.nodes.count { $0.isMissing }
  }

  /// Each count with what is counted, in the order in which it is shown.
  public var list: [(title: String, count: Int)] {
    Kind.allCases.map { ($0.heading, documents[$0] ?? 0) }
      + [("Handoffs", handoffs), ("Documents that are referred to and missing", missing)]
  }
}

/// How many problems of one code there are in one file.
public struct FindingCount: Sendable, Hashable {
  /// The stable name of their kind.
  public var code: String
  /// `error`, `warning` or `note`.
  public var severity: String
  /// The file, relative to the content folder; empty for what is about no file.
  public var file: String
  /// How many.
  public var count: Int

  /// A count; see the properties.
  public init(code: String, severity: String, file: String, count: Int) {
    self.code = code
    self.severity = severity
    self.file = file
    self.count = count
  }

  /// The problems of a handbook, counted; in the order of the first of each.
  public static func counts(of findings: [Diagnostic]) -> [FindingCount] {
    var counts: [FindingCount] = []
    // Those of a file stand together mostly, and are of a few codes.
    var (file, places): (FileName, [Int]) = (FileName(""), [])
    var placesInFile: [FileName: [Int]] = [:]
    for finding in findings {
      let next = FileName(finding.range?.file ?? "")
      if next != file {
        placesInFile[file] = places
        (file, places) = (next, placesInFile[next] ?? [])
      }
      let (code, severity) = (finding.code.rawValue, finding.severity.rawValue)
      if let place = places.first(where: { counts[$0].code == code && counts[$0].severity == severity }) {
        counts[place].count += 1
      } else {
        places.append(counts.count)
        counts.append(FindingCount(code: code, severity: severity, file: file.text, count: 1))
      }
    }
    return counts
  }
}
