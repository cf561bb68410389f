/// Finds documents and assets by path.
struct PathTable: Sendable {
  private var documents: [String: Int]
  /// Documents whose names end in another case than `.md`, without that end.
  private var documentsInCapitals: [String: Int] = [:]
  private var assets: Set<String>
  private var folders: Set<String> = [""]
  private var landingPages: [String: Int] = [:]

  /// What a path leads to.
  enum Target: Equatable {
    case document(Int)
    case asset(String)
    case index(Kind)
    case home
  }

  init(documents: [Document], assets: [String]) {
    self.documents = Dictionary(minimumCapacity: documents.count)
    self.assets = Set(assets)
    // Files of one folder stand together mostly: it is looked at once.
    var last = ""
    for index in documents.indices {
      self.documents[documents[index].file] = index
      if documents[index].file.utf8.suffix(2).contains(where: { $0 < 97 }) {
        documentsInCapitals[documents[index].file.withoutMarkdownExtension] = index
      }
      let folder = documents[index].folder
      if folder != last { add(folder: folder) }
      last = folder
    }
    landingPages = documents.landingPages
    for asset in assets { add(folder: asset.parentPath) }
  }

  private mutating func add(folder: String) {
    var folder = folder
    while folders.insert(folder).inserted { folder = folder.parentPath }
  }

  /// What stands at `path`. A document is also found without `.md`, and with `.html` in its stead.
  func target(at path: String) -> Target? {
    if let index = documents[path] { return .document(index) }
    if assets.contains(path) { return .asset(path) }
    if let index = document(called: path) { return .document(index) }
    if path.hasSuffix(".html"), let index = document(called: String(path.dropLast(5))) { return .document(index) }
    if let index = landingPages[path] { return .document(index) }
    if let page = page(of: path) { return page }
    let isMissing = Document.isLandingPage(path) && landingPages[path.parentPath] == nil
    return isMissing ? page(of: path.parentPath) : nil
  }

  /// The page that a folder has without a landing page of its own.
  private func page(of folder: String) -> Target? {
    guard folders.contains(folder) else { return nil }
    if folder.isEmpty { return .home }
    return Kind(name: folder.lastPathComponent).map(Target.index)
  }

  /// Whether there is a folder at `path`.
  func isFolder(_ path: String) -> Bool { folders.contains(path) }

  private func document(called path: String) -> Int? {
    documents[path + ".md"] ?? (documentsInCapitals.isEmpty ? nil : documentsInCapitals[path])
  }
}
