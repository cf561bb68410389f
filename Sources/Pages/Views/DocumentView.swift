import Buffers
import Diagnostics
import Diagrams
import Handbook
import Markup
import Mustache

/// Makes what the template of one document's page sees.
struct DocumentView {
  let links: Links
  let index: Int
  /// How many diagrams were drawn so far.
  private(set) var diagrams = 0

  let document: Document
  let node: Int
  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }
  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  init(links: Links, index: Int) {
    self.links = links
    self.index = index
    document = links.contents.handbook.documents[index]
    node = links.contents.handbook.graph.nodeOfDocument[index]
  }

  /// The view: what all kinds share, and what the document's kind adds.
  mutating func view() -> View {
    var view = View()
    view.reserveCapacity(20)
    view.add(.title, .text(document.title.value))
    view.add(.name, .text(document.name))
    view.add(.kind, .text(document.kind.rawValue))
    view.add(.id, .text(document.id.value))
    view.set(.role, GraphNode.subtitle(ofTitle: document.title.value, name: document.name))
    addHeading(to: &view, shown: document.title.value)
    view.set(.tags, document.texts(.tags).map(\.value))
    view.set(.aliases, document.aliases.map(\.value))
    view.set(.phases, document.phases?.description(in: links.contents.language))
    if [Name.tags, .aliases, .phases].contains(where: { view[$0] != nil }) { view[.hasLabels] = .flag }
    view.set(.more, document.unknownFields.map(field))
    view.set(.content, html: content())
    view.set(.backlinks, backlinks())
    switch document.kind {
    case .persona: addPersona(to: &view)
    case .task: addTask(to: &view)
    case .template: addTemplate(to: &view)
    case .checklist: addChecklist(to: &view)
    case .page: break
    }
    return view
  }

  private func field(_ field: UnknownField) -> View {
    var view = View(.name, .text(field.name.value.inWords))
    view.set(.values, field.values.map(marked))
    return view
  }

  /// A field's text, with the markup that its label gave it.
  private func marked(_ text: Located<String>) -> Value {
    guard !document.text.valuesWithMarkup.isEmpty, let html = document.text.html(ofValueAt: text.range.start) else {
      return .marked(text.value, nil)
    }
    let resolution = handbook.resolutions[index]
    let links = self.links
    var output = OutputBuffer(capacity: html.bytes.count + html.slots.count * 64)
    document.text.render(html, into: &output) { links.resolved(resolution.links[$0]) }
    return .marked(text.value, FinishedBytes(output))
  }

  /// The text of a field with its markup, `nil` when there is none.
  private func markedText(_ field: Field) -> Value? { document.text(field)?.nonEmpty.map(marked) }

  /// The document's text as HTML.
  mutating func content() -> FinishedBytes {
    let resolution = handbook.resolutions[index]
    var output = OutputBuffer(capacity: document.text.bytes.count + document.text.slots.count * 64)
    let links = self.links, text = document.text
    var drawn = 0
    var room = EmbeddedPicture.mostBytes
    text.render(
      into: &output, resolve: { links.resolved(resolution.links[$0]) },
      diagram: { number, output in
        drawn += renderTextDiagram(text.diagrams[number], number: number, links.contents, into: &output)
      },
      picture: { number, output in
        let picture = EmbeddedPicture(links: links, number: number)
        drawn += picture.render(text.references[number], resolution.links[number], room: &room, into: &output)
      })
    diagrams += drawn
    return FinishedBytes(output)
  }

  // MARK: - Kinds

  private mutating func addPersona(to view: inout View) {
    view[.tagline] = markedText(.tagline)
    view.set(
      .coreActions,
      document.namedTexts(.coreActions).map { action -> View in
        var view = View(.name, marked(action.name))
        view[.text] = action.text?.nonEmpty.map(marked)
        return view
      })
    view.set(.keyQuestions, document.texts(.keyQuestions).map(marked))
    view.set(.tasks, related(.primaryTasks, .performs, outgoing: true) + ofGroups([.performs], .task))
    view.set(
      .templates, related(.primaryTemplates, .uses, outgoing: true) + owned() + ofGroups([.uses, .owns], .template))
    view.set(.checklists, related(.primaryChecklists, .runs, outgoing: true) + ofGroups([.runs], .checklist))
    view.set(.receives, handoffs(.receivesFrom, outgoing: false))
    view.set(.handsOn, handoffs(.handsOffTo, outgoing: true))
    view.set(.chainsURL, links.plan.pathOfChains[node].map(links.url(ofPath:)))
    if [Name.receives, .handsOn, .chainsURL].contains(where: { view[$0] != nil }) { view[.hasHandoffs] = .flag }
    if let picture = Picture.handoffs(of: index, in: handbook) { draw(picture, into: &view) }
  }

  /// Templates that name the persona as their owner, and that it does not list itself.
  private func owned() -> [View] {
    let used = Set(graph.edges(from: node, .uses).map(\.to))
    return graph.edges(from: node, .owns).filter { !used.contains($0.to) }.map { reference($0.to) }
  }

  private mutating func addTask(to view: inout View) {
    let field = handbook.resolutions[index].fields[.persona] == nil ? Field.personas : .persona
    view.set(.personas, related(field, .performs, outgoing: false))
    view.set(.prerequisites, document.texts(.prerequisites).map(marked))
    view.set(.templates, related(.usesTemplates, .fillsIn, outgoing: true))
    view.set(.checklists, related(.validatedBy, .checkedBy, outgoing: true))
    if let picture = Picture.surroundings(ofTask: index, in: handbook) {
      draw(picture, into: &view)
    }
  }

  private func addTemplate(to view: inout View) {
    view[.produces] = markedText(.produces)
    view.set(.owners, related(.createdBy, .owns, outgoing: false))
    view.set(.tasks, related(.usedInTasks, .fillsIn, outgoing: false))
    view.set(.checklists, related(.validatesWith, .checkedBy, outgoing: true))
    view.set(.users, graph.edges(to: node, .uses).map { reference($0.from) })
    view.set(.placeholders, document.text.placeholders.isEmpty ? nil : String(document.text.placeholders.count))
  }

  private func addChecklist(to view: inout View) {
    view[.purpose] = markedText(.purpose)
    view[.validates] = markedText(.validates)
    view[.frequency] = markedText(.frequency)
    view.set(.executors, related(.executedBy, .runs, outgoing: false))
    let checked = graph.edges(to: node, .checkedBy)
    let listed = related(.usedDuring, .checkedBy, outgoing: false, of: .task)
    view.set(.tasks, listed)
    view.set(
      .templates, checked.filter { graph.nodes[$0.from].kind == .document(.template) }.map { reference($0.from) })
    view.set(.categories, categories())
    let items = document.text.taskItems.count
    if items > 0 { view[.items] = .text(items == 1 ? "1 item" : "\(items) items") }
  }

  /// The headings that hold a checklist's items, with their numbers: the declared ones first, then others that hold some.
  private func categories() -> [View] {
    var counts: [Int: Int] = [:]
    var last: (heading: Int, top: Int)?
    for item in document.text.taskItems {
      guard let heading = item.heading else { continue }
      // Many items may stand far below the heading of theirs.
      if last?.heading != heading { last = (heading, topHeading(heading)) }
      if let top = last?.top { counts[top, default: 0] += 1 }
    }
    let outline = document.text.outline
    let declared = document.texts(.categories).map(\.value)
    let headings = Dictionary(
      (declared.isEmpty ? 0..<0 : outline.indices).lazy.map { (outline[$0].text.lowercased(), $0) }
    ) { first, _ in first }
    var views: [View] = declared.map { name in
      let heading = headings[name.lowercased()]
      var view = View(.name, .text(name))
      if let heading {
        view[.anchor] = .text(outline[heading].anchor)
        if let count = counts.removeValue(forKey: heading) { view[.count] = .text(String(count)) }
      }
      return view
    }
    for heading in counts.keys.sorted() {
      views.append([
        .name: .text(outline[heading].text), .anchor: .text(outline[heading].anchor),
        .count: .text(String(counts[heading, default: 0])),
      ])
    }
    return views
  }

  /// The level-2 heading over the heading with this index in the outline, or that heading itself.
  private func topHeading(_ heading: Int) -> Int {
    let outline = document.text.outline
    return outline[...heading].lastIndex { $0.level <= 2 } ?? heading
  }

  // MARK: - Relations

  /// What a relation connects the document with: what its own field names, in its order, then what only the other ends say.
  private func related(_ field: Field, _ kind: EdgeKind, outgoing: Bool, of target: Kind? = nil) -> [View] {
    let own = handbook.resolutions[index].fields[field] ?? []
    var seen: Set<Int> = []
    var views: [View] = []
    for item in own where seen.insert(item.node).inserted { views.append(reference(item.node, remark: item.remark)) }
    for edge in outgoing ? graph.edges(from: node, kind) : graph.edges(to: node, kind) {
      let other = outgoing ? edge.to : edge.from
      if let target, graph.nodes[other].kind != .document(target) { continue }
      if seen.insert(other).inserted { views.append(reference(other)) }
    }
    return views
  }

  func reference(_ node: Int, remark: String? = nil) -> View {
    let blurb = graph.nodes[node].document.map { links.contents.blurbs[$0] }
    var view = links.reference(node, note: blurb)
    view.set(.remark, remark)
    return view
  }

  /// What refers to the document and is not shown elsewhere on its page, by how it does.
  private func backlinks() -> [View] {
    var referring = Array(repeating: [View](), count: EdgeKind.allCases.count)
    let graph = graph
    for edge in graph.incoming(node) where !document.kind.shows(graph.edges[edge].kind) {
      guard let place = EdgeKind.allCases.firstIndex(of: graph.edges[edge].kind) else { continue }
      referring[place].append(links.reference(graph.edges[edge].from))
    }
    return zip(EdgeKind.allCases, referring).compactMap { kind, references in
      guard !references.isEmpty else { return nil }
      let verb = kind.passiveVerb
      var view = View(.name, .text(verb.prefix(1).uppercased() + verb.dropFirst()))
      view.set(.references, references)
      return view
    }
  }

  // MARK: - Diagrams

  /// Adds a picture to the page, and the same in words.
  private mutating func draw(_ picture: Picture, into view: inout View) {
    guard let drawn = picture.drawn(width: 760) else { return }
    var output = OutputBuffer(capacity: 1 << 13)
    diagrams += 1
    let links = self.links
    drawn.renderSVG(id: ":diagram", url: { links.url(ofNode: $0) }, into: &output)
    view.set(.diagram, html: FinishedBytes(output))
    view.set(.diagramList, picture.sentences)
  }
}

extension Kind {
  /// Whether pages of the kind show elsewhere what refers to them in a way.
  fileprivate func shows(_ kind: EdgeKind) -> Bool {
    switch self {
    case .persona: kind == .handoff
    case .task: kind == .performs || kind == .fillsIn
    case .template: kind == .owns || kind == .fillsIn || kind == .uses
    case .checklist: kind == .runs || kind == .checkedBy
    case .page: false
    }
  }
}
