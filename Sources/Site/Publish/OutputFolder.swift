import Diagnostics
import Glibc

/// The folder that a site is published in, and what stands in it before a build.
struct OutputFolder {
  /// Its absolute path, without symbolic links and without a slash at its end.
  let path: String
  /// Whether it exists.
  let exists: Bool
  /// What an earlier build wrote into it.
  let manifest: Manifest
  /// The folder itself, opened: what is looked at by thousands need not be found from the root each time.
  private let handle: OpenFolder?

  /// Looks at the folder at the absolute path `path`.
  ///
  /// - Throws: `StopError` when it is no folder, or holds files and none of them is Baton's: those could be anyone's.
  init(at path: String, content: String) throws(StopError) {
    self.path = path
    switch Files.entry(at: self.path) {
    case nil:
      exists = false
      manifest = Manifest(paths: [])
      handle = nil
      return
    case .folder: exists = true
    default: throw StopError(.usage, "\(path) is not a folder", help: "name another folder with --output")
    }
    if let content = Files.realPath(content),
      self.path == "/" || content.isSameInUTF8(as: self.path) || content.isPath(below: self.path)
    {
      throw StopError(
        .usage, "the output folder \(path) holds the content folder",
        help: "name a folder beside the content with --output")
    }
    let found = (try? Files.read(self.path + "/" + Manifest.name)).flatMap(Manifest.init)
    manifest = found ?? Manifest(paths: [])
    handle = OpenFolder(self.path)
    // Files such as .gitignore keep a folder in a repository; they belong to nobody's site.
    if found == nil, let stranger = try others().files.first(where: { !$0.hasPrefix(".") }) {
      throw StopError(
        .usage, "\(path) holds files that Baton did not write, such as \(stranger)",
        help: "empty the folder, or name another one with --output; nothing was changed")
    }
  }

  /// The stamp of a file that an earlier build wrote; `nil` when there is none.
  func stamp(of path: String) -> Files.Stamp? {
    guard let handle, manifest.lists(path) else { return nil }
    return Files.stamp(at: path, in: handle.descriptor)
  }

  /// The files in it that Baton did not write (links and special files too), and the empty folders, outer ones first; both
  /// relative to it.
  func others() throws(StopError) -> (files: [String], folders: [String]) {
    guard exists else { return ([], []) }
    do {
      return try others(in: path)
    } catch {
      throw error.stop
    }
  }

  /// The same of the folder when it has another path.
  func others(in path: String) throws(Files.Failure) -> (files: [String], folders: [String]) {
    var listing = Listing()
    try listing.visit(path, folder: "")
    return (listing.files.filter { !manifest.lists($0) && $0 != Manifest.name }, listing.emptyFolders)
  }

  /// The folder in it that is written first when it can't be swapped.
  static let stagingName = ".baton-new"

  /// Whether the folder is the root of a file system, or its parent can't be written: then it can't be swapped.
  var isFixed: Bool {
    let parent = self.parent
    if access(parent, W_OK) != 0 { return true }
    guard exists else { return false }
    var own = stat(), above = stat()
    return stat(path, &own) == 0 && stat(parent, &above) == 0 && own.st_dev != above.st_dev
  }

  /// The folder that this one stands in.
  var parent: String {
    let parent = path.parentPath
    return parent.isEmpty ? "/" : parent
  }

  /// The absolute path of an output folder that need not exist; the folders above it are made.
  static func absolutePath(_ path: String) throws(StopError) -> String {
    if let resolved = Files.realPath(path) { return resolved }
    var trimmed = path
    while trimmed.utf8.count > 1, trimmed.utf8.last == UInt8(ascii: "/") { trimmed.removeLast() }
    let (above, name) = (trimmed.parentPath, trimmed.lastPathComponent)
    let parent = above.isEmpty ? trimmed.isAbsolutePath ? "/" : "." : above
    guard !name.isEmpty, name != "..", name != "." else {
      throw StopError(.usage, "\(path) cannot be an output folder")
    }
    do {
      try Files.makeFolder(parent)
    } catch {
      throw error.stop
    }
    guard let resolved = Files.realPath(parent) else {
      throw StopError(.machine, "cannot find the folder \(parent)")
    }
    return (resolved == "/" ? "" : resolved) + "/" + name
  }

  /// Everything below a folder.
  private struct Listing {
    var files: [String] = []
    var emptyFolders: [String] = []

    mutating func visit(_ root: String, folder: String) throws(Files.Failure) {
      let names = try Files.listing(of: folder.isEmpty ? root : root + "/" + folder)
      if names.isEmpty, !folder.isEmpty { emptyFolders.append(folder) }
      // What a killed build left behind is no one's.
      for name in names where !(folder.isEmpty && name.text == OutputFolder.stagingName) {
        let path = folder.isEmpty ? name.text : folder + "/" + name.text
        if name.isFolder ?? (Files.entry(at: root + "/" + path, follows: false) == .folder) {
          try visit(root, folder: path)
        } else {
          files.append(path)
        }
      }
    }
  }
}
