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
  /// What symbolic links in the folder lead to, whether they are followed or not, where that is in the folder too.
  var linkTargets: Set<FileName> = []
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
  try expectContentFolder(content)
  if let unsaved { return (parseConfiguration(unsaved), unsaved) }
  do {
    guard let bytes = try configurationBytes(content: content) else { return (Checked(Configuration()), []) }
    return (parseConfiguration(bytes), bytes)
  } catch {
    throw error.stop
  }
}

/// - Throws: `StopError` when there is no such content folder.
private func expectContentFolder(_ content: String) throws(StopError) {
  switch Files.entry(at: content) {
  case .folder: break
  case nil:
    throw StopError(
      .usage, "there is no content folder \(content)",
      help: "make one with `baton init`, or name yours with --content")
  default:
    throw StopError(.usage, "\(content) is not a folder", help: "name the folder of your documents with --content")
  }
}

/// - Throws: `StopError` when a folder is not there that the options name, so that nothing is made for a build that can't be.
func expectFolders(_ options: BuildOptions) throws(StopError) {
  try expectContentFolder(options.content)
  if let theme = options.theme { try expectThemeFolder(theme) }
}

/// The bytes of `baton.yml`, `nil` when there is none. One that is a link out of the content folder, or to a file whose path has a
/// hidden name, is none: it could lead to any file of the machine, or of the repository's own.
func configurationBytes(content: String) throws(Files.Failure) -> [UInt8]? {
  let path = content + "/" + configurationFile
  guard let entry = Files.entry(at: path, follows: false) else { return nil }
  if entry == .symbolicLink {
    guard let target = Files.realPath(path), let root = Files.realPath(content), target.isPath(below: root),
      !relativePath(to: target, from: root).hasLeftOutName, case .file = Files.entry(at: target)
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
/// Names that begin with a dot are left out, and so are symbolic links to folders and links that lead out of the folder, or to
/// what is left out in it.
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
  sources.linkTargets = walk.linkTargets
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
  var linkTargets: Set<FileName> = []
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
    if !folder.isEmpty, names.contains(where: { $0.text == Manifest.name }), let site = site(in: folder) {
      reportStranger(among: names, folder, site)
      return
    }
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

  /// The files of the site that an earlier build wrote into a folder; `nil` when there is none.
  private func site(in folder: String) -> Manifest? {
    let path = root + "/" + folder + "/" + Manifest.name
    guard case .file = Files.entry(at: path, follows: false), let bytes = try? Files.read(path) else { return nil }
    return Manifest(bytes)
  }

  /// Tells of a document in a folder that is left out for the site in it, when the document is none of the site's own files.
  private mutating func reportStranger(among names: [Files.Name], _ folder: String, _ site: Manifest) {
    let stranger = names.first { isDocument($0.text) && $0.isUTF8 && !isLeftOut($0.text) && !site.lists($0.text) }
    guard let stranger else { return }
    report(
      .hiddenDocument, "the file is left out with its folder, which `\(Manifest.name)` says Baton built a site in",
      folder + "/" + stranger.text, help: "move the file, or remove `\(folder)/\(Manifest.name)`")
  }

  /// Whether a walk would find a document that is not on disk yet.
  func wouldFind(_ path: String) -> Bool {
    guard isDocument(path), Files.entry(at: root + "/" + path, follows: false) == nil else { return false }
    guard path.staysBelow, !leavesOut(path) else { return false }
    return path.pathsOnTheWay.dropLast().allSatisfy { folder in
      Files.entry(at: root + "/" + folder, follows: false).map { $0 == .folder } ?? true
    }
  }

  /// Whether a walk passes over a path without links in it, or over a folder above it.
  private func leavesOut(_ path: String) -> Bool {
    path.hasLeftOutName
      || path.pathsOnTheWay.contains { part in
        exclude.contains { $0.matches(part) } || others.contains(root + "/" + part) || site(in: part) != nil
      }
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
    let isBelow = target.isPath(below: root)
    let place = relativePath(to: target, from: root)
    if isBelow { linkTargets.insert(FileName(place)) }
    switch Files.entry(at: target) {
    case .file where isBelow && path == configurationFile && !place.hasLeftOutName: break
    // A link to a file with a hidden name is made by anybody; the file itself may stand only where the site is built.
    case .file where isBelow && (place == configurationFile || leavesOut(place)):
      report(.symbolicLink, "a symbolic link to a file that is left out is not followed", path, help: help)
    case .file where isBelow: add(path)
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

extension String {
  /// Whether a file or folder on the way of this path is left out because of its name.
  var hasLeftOutName: Bool { pathParts.contains { isLeftOut($0) && $0 != "." && $0 != ".." } }

  /// The folders on the way of this path, outer ones first, and the path itself.
  fileprivate var pathsOnTheWay: [String] {
    let names = pathParts
    return names.indices.map { names[...$0].joined(separator: "/") }
  }
}
