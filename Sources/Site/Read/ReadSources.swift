import Diagnostics
import Glibc
import Handbook
import Snapshot
import Threads

/// Everything that was found in the content folder.
struct Sources: Sendable {
  /// The documents' files, sorted by path.
  var documents: [SourceFile] = []
  /// The fingerprints of these files, by path.
  var fingerprints = FileTable<Fingerprint>()
  /// The paths of all other files, sorted, relative to the content folder.
  var assets: [String] = []
  /// The content folder's absolute path.
  var root: String
  /// What could not be read, and why.
  var diagnostics: [Diagnostic] = []

  /// The documents that could not be read.
  var unread: UnreadDocuments {
    UnreadDocuments(
      files: diagnostics.lazy.filter { $0.code == .unreadableFile }.compactMap(\.range?.file).filter { isDocument($0) })
  }
}

/// The largest document that is read whole, in bytes.
let largestDocument = 16 << 20

/// Reads `baton.yml`, if there is one; its bytes stand beside what it says.
///
/// - Parameter unsaved: bytes that count instead of the file's.
/// - Throws: `StopError` when there is no such content folder.
func readConfiguration(
  content: String, unsaved: [UInt8]? = nil
) throws(StopError) -> (Checked<Configuration>, bytes: [UInt8]) {
  switch Files.entry(at: content) {
  case .folder: break
  case nil:
    throw StopError(
      .usage, "there is no content folder \(content)",
      help: "make one with `baton init`, or name yours with --content")
  default:
    throw StopError(.usage, "\(content) is not a folder", help: "name the folder of your documents with --content")
  }
  if let unsaved { return (parseConfiguration(unsaved), unsaved) }
  do {
    guard let bytes = try configurationBytes(content: content) else { return (Checked(Configuration()), []) }
    return (parseConfiguration(bytes), bytes)
  } catch {
    throw error.stop
  }
}

/// The bytes of `baton.yml`, `nil` when there is none. One that is a link out of the content folder is none: it could lead to any
/// file of the machine.
func configurationBytes(content: String) throws(Files.Failure) -> [UInt8]? {
  let path = content + "/" + configurationFile
  guard let entry = Files.entry(at: path, follows: false) else { return nil }
  if entry == .symbolicLink {
    guard let target = Files.realPath(path), let root = Files.realPath(content), target.isPath(below: root),
      case .file = Files.entry(at: target)
    else { return nil }
  }
  return try Files.read(path, limit: largestDocument)
}

extension Configuration {
  /// Globs of files that are no content: what it excludes, and its theme.
  var excluded: [String] { exclude + [theme].compactMap { $0.map { "/" + $0.value } } }
}

/// Whether a file is a document by its name.
func isDocument(_ path: some StringProtocol) -> Bool { path.isMarkdown }

/// Finds and reads all files of the content folder: documents into memory, assets by name.
///
/// Names that begin with a dot are left out, and so are symbolic links to folders and links that lead out of the folder.
///
/// - Parameter unsaved: texts that count instead of what is on disk, of documents that are to be there too.
func readSources(
  content: String, exclude: [String], others: [String], unsaved: FileTable<[UInt8]> = FileTable(), jobs: Int
) throws(StopError) -> Sources {
  guard let root = Files.realPath(content) else { throw StopError(.usage, "there is no content folder \(content)") }
  var walk = Walk(root: root, exclude: exclude.map(Glob.init), others: others.compactMap(Files.realPath))
  do {
    try walk.visit(folder: "")
  } catch {
    throw error.stop
  }
  walk.documents += unsaved.all.lazy.map(\.path).filter { walk.wouldFind($0) }
  var sources = Sources(root: root)
  sources.assets = walk.assets
  sources.diagnostics = walk.diagnostics
  let read = walk.documents.concurrentMap(jobs: jobs) { path in
    let file = unsaved[path].map { Checked(SourceFile(path: path, bytes: $0)) } ?? readDocument(path, root: root)
    return (file, file.value.map { Fingerprint($0.bytes) })
  }
  sources.fingerprints = FileTable(room: read.count)
  for (result, fingerprint) in read {
    if let file = result.value {
      sources.documents.append(file)
      sources.fingerprints[file.path] = fingerprint
    }
    sources.diagnostics += result.diagnostics
  }
  return sources
}

private func readDocument(_ path: String, root: String) -> Checked<SourceFile?> {
  let start = SourceRange(file: path, line: 1, column: 1)
  do {
    var bytes = try Files.read(root + "/" + path, limit: largestDocument + 1)
    guard bytes.count > largestDocument else { return Checked(SourceFile(path: path, bytes: bytes)) }
    let end = bytes[..<largestDocument].lastIndex(of: UInt8(ascii: "\n")) ?? largestDocument
    bytes.removeSubrange(end...)
    let problem = Diagnostic(
      .fileTooLarge, "a document must not be larger than \(largestDocument >> 20) MB", at: start,
      help: "split it into several documents; the page shows what fits")
    return Checked(SourceFile(path: path, bytes: bytes), [problem])
  } catch  where error.number == ENOENT {
    // It was removed after its name was read: then it is not there.
    return Checked(nil)
  } catch {
    let problem = Diagnostic(
      .unreadableFile, "the file cannot be read: \(error.reason)", at: start,
      help: "check its permissions, or remove it")
    return Checked(nil, [problem])
  }
}

/// A walk through the content folder.
private struct Walk {
  let root: String
  let exclude: [Glob]
  /// Folders that are no content, even inside the content folder: those that Baton writes to, and the theme's.
  let others: [String]
  var documents: [String] = []
  var assets: [String] = []
  var diagnostics: [Diagnostic] = []

  mutating func visit(folder: String) throws(Files.Failure) {
    let names: [Files.Name]
    do {
      names = try Files.listing(of: folder.isEmpty ? root : root + "/" + folder)
    } catch {
      if folder.isEmpty { throw error }
      // It was removed after its name was read: then it is not there.
      if error.number == ENOENT { return }
      report(.unreadableFile, "the folder cannot be read: \(error.reason)", folder, help: "check its permissions")
      return
    }
    // A site that was built into the content folder is no content, whichever command reads it.
    if !folder.isEmpty, names.contains(where: { $0.text == Manifest.name }), isSite(folder) { return }
    for entry in names {
      let name = entry.text
      let path = folder.isEmpty ? name : folder + "/" + name
      if exclude.contains(where: { $0.matches(path) }) || isEditorsCopy(name) { continue }
      if isHidden(name) {
        if isDocument(name) {
          report(
            .hiddenDocument, "the file is left out: its name begins with a dot", path, help: "rename it to publish it")
        }
        continue
      }
      guard entry.isUTF8 else {
        report(.unreadableFile, "the name is not UTF-8, and the file is left out", path, help: "rename it")
        continue
      }
      switch entry.isFolder {
      case true?: try visitFolder(path)
      case false?: add(path)
      case nil: try visit(path)
      }
    }
  }

  /// Whether an earlier build wrote a site into a folder.
  private func isSite(_ folder: String) -> Bool {
    let path = root + "/" + folder + "/" + Manifest.name
    guard case .file = Files.entry(at: path, follows: false), let bytes = try? Files.read(path) else { return false }
    return Manifest(bytes) != nil
  }

  /// Whether a walk would find a document that is not on disk yet.
  func wouldFind(_ path: String) -> Bool {
    guard isDocument(path), Files.entry(at: root + "/" + path, follows: false) == nil else { return false }
    guard path.staysBelow else { return false }
    let names = path.pathParts
    for count in names.indices.map({ $0 + 1 }) {
      let part = names[..<count].joined(separator: "/")
      if isLeftOut(names[count - 1]) { return false }
      if exclude.contains(where: { $0.matches(part) }) { return false }
      guard count < names.count, let entry = Files.entry(at: root + "/" + part, follows: false) else { continue }
      if entry != .folder || others.contains(root + "/" + part) || isSite(part) { return false }
    }
    return true
  }

  private mutating func visitFolder(_ path: String) throws(Files.Failure) {
    if !others.contains(root + "/" + path) { try visit(folder: path) }
  }

  private mutating func visit(_ path: String) throws(Files.Failure) {
    switch Files.entry(at: root + "/" + path, follows: false) {
    case .folder: try visitFolder(path)
    case .symbolicLink: visitLink(path)
    case .file: add(path)
    case .other where isDocument(path):
      report(
        .unreadableFile, "the file cannot be read: it is not a regular file", path, help: "replace it by a text file")
    case .other, nil: break
    }
  }

  private mutating func visitLink(_ path: String) {
    let help = "copy the file, or leave the link out with `exclude` in \(configurationFile)"
    guard let target = Files.realPath(root + "/" + path) else {
      report(.symbolicLink, "the symbolic link leads nowhere, and is left out", path, help: help)
      return
    }
    switch Files.entry(at: target) {
    case .file where target.isPath(below: root): add(path)
    case .folder: report(.symbolicLink, "a symbolic link to a folder is not followed", path, help: help)
    default: report(.symbolicLink, "a symbolic link out of the content folder is not followed", path, help: help)
    }
  }

  private mutating func add(_ path: String) {
    guard path != configurationFile else { return }
    if isDocument(path) { documents.append(path) } else { assets.append(path) }
  }

  private mutating func report(_ code: DiagnosticCode, _ message: String, _ path: String, help: String) {
    diagnostics.append(Diagnostic(code, message, at: SourceRange(file: path, line: 1, column: 1), help: help))
  }
}
