import Handbook

/// Which documents belong together in lists; worked out once for the whole site.
struct DocumentLists: Sendable {
  private var byKind: [Kind: [Int]] = [:]
  private var byFolder: [String: [Int]] = [:]
  /// Landing pages of the top folders, and pages at the top, but for the home page's introduction.
  private(set) var topPages: [Int] = []

  init(handbook: Handbook, plan: SitePlan) {
    let introductions = Set(plan.indexDocuments.values)
    for (index, document) in handbook.documents.enumerated() {
      if plan.homeDocument == index || introductions.contains(index) { continue }
      byKind[document.kind, default: []].append(index)
      let folder = document.folder
      byFolder[folder, default: []].append(index)
      guard document.isLandingPage, !folder.isEmpty else {
        if document.kind == .page, folder.isEmpty { topPages.append(index) }
        continue
      }
      if folder.parentPath != folder { byFolder[folder.parentPath, default: []].append(index) }
      if document.kind == .page, folder.parentPath.isEmpty { topPages.append(index) }
    }
  }

  /// The documents of a kind that have a page of their own, in the order of their files.
  func documents(of kind: Kind) -> [Int] { byKind[kind] ?? [] }

  /// The documents in a folder, and the landing pages one folder below.
  func children(of folder: String) -> [Int] { byFolder[folder] ?? [] }
}
