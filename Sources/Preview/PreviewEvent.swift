import Diagnostics

/// What open pages are told.
public enum PreviewEvent: Sendable, Equatable {
  /// These pages and files are not what they were. A page that is among them, or shows one of them, loads again.
  case reload(ChangedPaths)
  /// These style sheets are not what they were. Pages exchange them in place.
  case style(ChangedPaths)
  /// The handbook has these problems now, instead of any it had before. Pages show them; an empty list removes them.
  case problems([PreviewProblem])
}

/// A set of paths in the built site.
public enum ChangedPaths: Sendable, Equatable {
  /// Any path may have changed.
  case everything
  /// These, relative to the root of the site with `/` between their parts, such as `personas/qa/index.html` or
  /// `personas/qa/`.
  case paths([String])
}

/// A problem as pages show it: plain text, in which nothing is taken for HTML.
public struct PreviewProblem: Sendable, Hashable {
  /// How much it matters.
  public var severity: Severity
  /// What is wrong and where, in one or several lines.
  public var text: String
  /// For how many problems it stands: a note may count those that are not listed.
  public var count: Int

  /// A problem to show.
  public init(severity: Severity, text: String, count: Int = 1) {
    self.severity = severity
    self.text = text
    self.count = count
  }
}

extension ChangedPaths {
  /// More than this many are sent as everything, so that no message and no memory of them grows large.
  static let mostPaths = 2_000

  /// As pages compare them: from the root on, with folders for their `index.html`.
  var normalized: ChangedPaths {
    guard case .paths(let paths) = self, paths.count <= Self.mostPaths else { return .everything }
    return .paths(
      paths.map { path in
        let path = path.hasPrefix("/") ? path : "/" + path
        return path.hasSuffix("/index.html") ? String(path.dropLast("index.html".count)) : path
      })
  }

  /// Both sets in one, in the order in which they came, each path once.
  func union(_ other: ChangedPaths) -> ChangedPaths {
    guard case .paths(let first) = self, case .paths(let second) = other else { return .everything }
    var seen: Set<String> = []
    let all = (first + second).filter { seen.insert($0).inserted }
    return all.count > Self.mostPaths ? .everything : .paths(all)
  }

  var isEmpty: Bool { self == .paths([]) }
}
