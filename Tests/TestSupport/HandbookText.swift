import Diagnostics
import Handbook

/// The files of a handbook written as text: each begins with a line `-- path --`.
public func files(_ text: String) -> [(path: String, text: String)] {
  var files: [(path: String, text: String)] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("-- "), line.hasSuffix(" --") {
      files.append((String(line.dropFirst(3).dropLast(3)), ""))
    } else if !files.isEmpty {
      files[files.count - 1].text += line + "\n"
    }
  }
  return files.map { file in (file.path, file.text.hasSuffix("\n\n") ? String(file.text.dropLast()) : file.text) }
}

/// Connects documents, and checks the whole.
public func resolveHandbook(
  documents: [Document], assets: [String], configuration: Configuration, jobs: Int = 1
) -> Checked<Handbook> {
  let connected = connectHandbook(documents: documents, assets: assets, configuration: configuration, jobs: jobs)
  return Checked(connected.value, connected.diagnostics + checks(of: connected.value, jobs: jobs))
}

/// A handbook written as text, parsed and resolved, with every problem in order.
public func handbook(_ text: String) -> Checked<Handbook> {
  var configuration = Checked(Configuration())
  var documents: [Checked<Document>] = []
  var assets: [String] = []
  let all = files(text)
  if let file = all.first(where: { $0.path == configurationFile }) {
    configuration = parseConfiguration(Array(file.text.utf8))
  }
  for file in all where file.path != configurationFile {
    guard file.path.isMarkdown else {
      assets.append(file.path)
      continue
    }
    documents.append(
      parseDocument(SourceFile(path: file.path, bytes: Array(file.text.utf8)), configuration: configuration.value))
  }
  let resolved = resolveHandbook(
    documents: documents.map(\.value), assets: assets, configuration: configuration.value)
  let diagnostics = configuration.diagnostics + documents.flatMap(\.diagnostics) + resolved.diagnostics
  return Checked(resolved.value, configuration.value.applied(to: diagnostics).sorted())
}

extension Diagnostic {
  /// The problem in one line: `personas/qa.md:3:5: warning: unknown-reference`.
  public var short: String {
    let place = range.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? ""
    return "\(place)\(severity.rawValue): \(code.rawValue)"
  }
}

extension Checked<Handbook> {
  /// The problems, each in one line; what the small handbooks of tests lack by nature is left out.
  public var problems: [String] { diagnostics.filter { !$0.code.isAboutCoverage }.map(\.short) }

  /// The document in `file`.
  public func document(_ file: String) -> Document? { value.documents.first { $0.file == file } }

  /// The edges of some kinds, each as `a -> b: label`.
  public func edges(_ kinds: EdgeKind...) -> [String] {
    value.graph.edges.filter { kinds.contains($0.kind) }.map { edge in
      "\(value.graph.nodes[edge.from].id) -> \(value.graph.nodes[edge.to].id)" + (edge.label.map { ": \($0)" } ?? "")
    }
  }
}
