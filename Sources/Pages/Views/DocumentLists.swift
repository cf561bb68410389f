import Diagnostics
import Handbook

/// Which documents belong together in lists; worked out once for the whole site.
struct DocumentLists: Sendable {
  private var byKind: [Kind: [Int]] = [:]
  private var byKindAndFolder: [Kind: [String: [Int]]] = [:]
  private var byFolder: [String: [Int]] = [:]
  /// Landing pages of the top folders, and pages at the top, but for the home page's introduction.
  private(set) var topPages: [Int] = []
  /// The folders, one below the top, whose landing page is a page: sections of the navigation.
  private(set) var pageFolders: [String] = []
  /// How many pages stand in none of these folders.
  private(set) var loosePages = 0

  init(handbook: Handbook, plan: SitePlan) {
    let introductions = Set(plan.indexDocuments.values)
    let landingPages = handbook.documents.landingPages
    for (index, document) in handbook.documents.enumerated() {
      if plan.homeDocument == index || introductions.contains(index) { continue }
      byKind[document.kind, default: []].append(index)
      let folder = document.folder
      byKindAndFolder[document.kind, default: [:]][folder, default: []].append(index)
      byFolder[folder, default: []].append(index)
      guard document.isLandingPage, landingPages[folder] == index, !folder.isEmpty else {
        if document.kind == .page, folder.isEmpty { topPages.append(index) }
        continue
      }
      if folder.parentPath != folder { byFolder[folder.parentPath, default: []].append(index) }
      if document.kind == .page, folder.parentPath.isEmpty {
        topPages.append(index)
        pageFolders.append(folder)
      }
    }
    let sections = Set(pageFolders)
    loosePages = documents(of: .page).count { index in
      let document = handbook.documents[index]
      let top = document.file.pathParts.first.map(String.init) ?? ""
      return !sections.contains(top)
    }
  }

  /// The documents of a kind that have a page of their own, in the order of their files.
  func documents(of kind: Kind) -> [Int] { byKind[kind] ?? [] }

  /// Those of them in one folder.
  func documents(of kind: Kind, in folder: String) -> [Int] { byKindAndFolder[kind]?[folder] ?? [] }

  /// The documents in a folder, and the landing pages one folder below.
  func children(of folder: String) -> [Int] { byFolder[folder] ?? [] }
}
