import Diagrams
import Handbook
import Mustache

/// Makes what the templates of the pages that list documents see: home, the indexes of kinds, landing pages of folders.
struct ListViews {
  let links: Links
  let lists: DocumentLists

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }

  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  // MARK: - Home

  /// The home page without its diagram and its text.
  func home() -> View {
    var view = View(.title, .text(links.plan.siteTitle))
    view.set(.description, handbook.configuration.description)
    if handbook.documents.isEmpty { view[.isEmpty] = .flag }
    view.set(.personas, lists.documents(of: .persona).map(personaCard))
    view.set(.phases, phases())
    view.set(
      .kinds,
      links.plan.indexedKinds.filter { $0 != .page }.map { kind -> View in
        var view = links.reference(ofIndex: kind)
        view.set(.count, String(lists.documents(of: kind).count))
        return view
      })
    view.set(.handoffsURL, links.plan.pathOfHandoffs.map(links.url(ofPath:)))
    view.set(.pages, lists.topPages.map(links.reference(ofDocument:)))
    return view
  }

  private func personaCard(_ index: Int) -> View {
    links.reference(ofDocument: index)
  }

  /// The phases, each with the tasks that begin in it.
  private func phases() -> [View] {
    var tasks: [Int: [Int]] = [:]
    for index in lists.documents(of: .task) {
      let list = handbook.documents[index].phases
      guard let first = handbook.resolutions[index].phases.first, list?.coversAll != true else { continue }
      tasks[first, default: []].append(index)
    }
    return handbook.phases.indices.map { phase in
      var view = View(.name, .text(handbook.phases[phase]))
      view.set(.tasks, tasks[phase, default: []].prefix(24).map { links.reference(graph.nodeOfDocument[$0]) })
      return view
    }
  }

  // MARK: - Indexes

  /// The list of all documents of a kind: tasks by phase, others by folder where there are several.
  func index(of kind: Kind) -> View {
    let all = lists.documents(of: kind)
    var view: View = [.title: .text(kind.heading), .kind: .text(kind.rawValue)]
    view.set(.count, all.count == 1 ? "1 \(kind.rawValue)" : "\(all.count) \(kind.plural)")
    view.set(.groups, groups(of: all, kind: kind))
    return view
  }

  private func groups(of all: [Int], kind: Kind) -> [View] {
    var groups: [(name: String, isOwn: Bool, documents: [Int])] = []
    var place: [String: Int] = [:]
    if kind == .task, !handbook.phases.isEmpty {
      groups = handbook.phases.map { ($0, true, []) }
      for (number, phase) in handbook.phases.enumerated() { place[phase] = number }
    }
    for index in all {
      let (name, isOwn) = groupName(of: index, kind: kind)
      if let number = place[name] {
        groups[number].documents.append(index)
      } else {
        place[name] = groups.count
        groups.append((name, isOwn, [index]))
      }
    }
    groups.removeAll(where: \.documents.isEmpty)
    return groups.enumerated().map { number, group in
      var view = View(.number, .text(String(number + 1)))
      view.set(.references, group.documents.map(links.reference(ofDocument:)))
      if groups.count > 1 { view.set(.name, group.name) }
      if !group.isOwn { view.add(.titleWords, links.contents.words.english) }
      return view
    }
  }

  /// What the group of a document is called, and whether the author calls it so.
  private func groupName(of index: Int, kind: Kind) -> (String, isOwn: Bool) {
    let document = handbook.documents[index]
    if kind == .task {
      if document.phases?.coversAll == true { return ("Every phase", false) }
      return handbook.resolutions[index].phases.first.map { (handbook.phases[$0], true) } ?? ("No phase", false)
    }
    let folder = document.folder.utf8.split(separator: UInt8(ascii: "/")).last { Kind(name: Substring($0)) == nil }
    return folder.map { (String(Substring($0)).inWords, true) } ?? (kind.heading, false)
  }

  // MARK: - Folders

  /// The documents beside a landing page, and the landing pages one folder below.
  func children(ofLandingPage index: Int) -> [View] {
    lists.children(of: handbook.documents[index].folder).filter { $0 != index }.map(links.reference(ofDocument:))
  }
}
