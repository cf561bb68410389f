import Handbook
import Mustache

/// Makes the tables of the page of health: who performs what, what tasks fill in and are checked by, what each phase has and
/// lacks.
///
/// Each is a list, which reads well on a narrow screen, and a matrix besides where it is small enough to be read.
struct HealthTables {
  let links: Links

  /// The most columns and rows that a matrix is legible with.
  private static let mostColumns = 40
  private static let mostRows = 200
  /// The most entries of a list.
  private static let mostListed = 500

  private var handbook: Handbook {
    _read { yield links.contents.handbook }
  }
  private var graph: HandbookGraph {
    _read { yield links.contents.handbook.graph }
  }

  private func documents(of kind: Kind) -> [Int] {
    handbook.documents.indices.filter { handbook.documents[$0].kind == kind && !handbook.documents[$0].isLandingPage }
  }

  // MARK: - Phases

  /// How many documents of each kind belong to each phase. A persona belongs to its own phases, and to those of its tasks.
  func phases() -> [View] {
    let kinds = [(Name.personas, Kind.persona), (.tasks, .task), (.templates, .template), (.checklists, .checklist)]
    var counts = Array(repeating: [Kind: Int](), count: handbook.phases.count)
    for (index, document) in handbook.documents.enumerated() {
      var phases = handbook.resolutions[index].phases
      if document.kind == .persona {
        for task in tasksPerformed(by: index) {
          if let task = graph.nodes[task].document { phases += handbook.resolutions[task].phases }
        }
      }
      for phase in Set(phases) { counts[phase][document.kind, default: 0] += 1 }
    }
    return handbook.phases.indices.map { phase in
      var view = View(.name, .text(handbook.phases[phase]))
      for (name, kind) in kinds { view.set(name, counts[phase][kind].map(String.init)) }
      let lacking = kinds.filter { counts[phase][$0.1] == nil }.map(\.1.plural)
      view.set(.lacks, lacking.count == kinds.count ? "everything" : lacking.joined(separator: ", "))
      return view
    }
  }

  // MARK: - Personas and tasks

  /// The nodes of the tasks that a persona performs, then of those that only its groups do.
  private func tasksPerformed(by persona: Int) -> [Int] {
    let node = graph.nodeOfDocument[persona]
    let own = graph.edges(from: node, .performs).map(\.to)
    let groups = graph.groups(ofNode: node)
    guard !groups.isEmpty else { return own }
    var seen = Set(own)
    return own
      + groups.flatMap { graph.edges(from: $0, .performs).map(\.to) }.filter { seen.insert($0).inserted }
  }

  /// Personas × tasks.
  func personas() -> View? {
    let (personas, tasks) = (documents(of: .persona), documents(of: .task))
    guard !personas.isEmpty || !tasks.isEmpty else { return nil }
    var view: View = [:]
    let entries = personas.map { persona in
      let own = tasksPerformed(by: persona)
      return (persona, own, own.isEmpty ? 1 : 0)
    }
    let chosen = lackingFirst(entries) { $0.2 }
    view.set(
      .list,
      chosen.map { persona, own, _ -> View in
        var entry = View(.document, .view(links.reference(ofDocument: persona)))
        entry.set(.tasks, own.map { links.reference($0) })
        return entry
      })
    view.set(.rest, rest(personas.count, "personas", "have tasks", lacking: entries.count { $0.2 > 0 }))
    view[.matrix] = matrix("Who performs which task", tasks, [(Kind.persona, personas)]) { task, persona in
      let document = graph.nodes[persona].document ?? -1
      let performs = graph.edges(to: task, .performs).contains {
        $0.from == persona || graph.nodes[$0.from].members.contains(document)
      }
      return performs ? "performs" : nil
    }
    return view
  }

  // MARK: - Tasks

  /// Tasks × templates and checklists.
  func tasks() -> View? {
    let tasks = documents(of: .task)
    guard !tasks.isEmpty else { return nil }
    var view: View = [:]
    let entries = tasks.map { task in
      let node = graph.nodeOfDocument[task]
      let parts = [
        graph.edges(to: node, .performs).map(\.from), graph.edges(from: node, .fillsIn).map(\.to),
        graph.edges(from: node, .checkedBy).map(\.to),
      ]
      return (task, parts, parts.count(where: \.isEmpty))
    }
    let chosen = lackingFirst(entries) { $0.2 }
    view.set(
      .list,
      chosen.map { task, parts, _ -> View in
        var entry = View(.document, .view(links.reference(ofDocument: task)))
        for (name, nodes) in zip([Name.personas, .templates, .checklists], parts) {
          entry.set(name, nodes.map { links.reference($0) })
        }
        return entry
      })
    view.set(.rest, rest(tasks.count, "tasks", "have all three", lacking: entries.count { $0.2 > 0 }))
    view[.matrix] = matrix(
      "What tasks fill in, and what they are checked by", tasks,
      [(.template, documents(of: .template)), (.checklist, documents(of: .checklist))]
    ) { task, other in
      if graph.edges(from: task, .fillsIn).contains(where: { $0.to == other }) { return "fills in" }
      return graph.edges(from: task, .checkedBy).contains { $0.to == other } ? "is checked by" : nil
    }
    return view
  }

  // MARK: - Parts

  /// The entries that a list holds: those that lack most first when there are too many, else all in their order.
  private func lackingFirst<Entry>(_ entries: [Entry], _ lacks: (Entry) -> Int) -> [Entry] {
    guard entries.count > Self.mostListed else { return entries }
    let order = entries.indices.sorted { a, b in
      let (x, y) = (lacks(entries[a]), lacks(entries[b]))
      return x == y ? a < b : x > y
    }
    return order.prefix(Self.mostListed).map { entries[$0] }
  }

  /// What is left out of a list, in words.
  private func rest(_ count: Int, _ noun: String, _ whole: String, lacking: Int) -> String? {
    let left = count - Self.mostListed
    guard left > 0 else { return nil }
    let hidden = lacking - Self.mostListed
    return "\(left) more \(noun) are left out; those that lack something stand first. "
      + (hidden > 0 ? "\(hidden) of those left out lack something." : "All that are left out \(whole).")
  }

  /// A matrix of documents; `nil` where it is too large to be read, or has no cell.
  ///
  /// - Parameter mark: what stands in the cell of two nodes, in words.
  private func matrix(
    _ title: String, _ rows: [Int], _ groups: [(kind: Kind, columns: [Int])],
    mark: (_ row: Int, _ column: Int) -> String?
  ) -> Value? {
    let columns = groups.flatMap(\.columns)
    guard !rows.isEmpty, !columns.isEmpty, rows.count <= Self.mostRows, columns.count <= Self.mostColumns else {
      return nil
    }
    var view = View(.title, .text(title))
    view.set(
      .groups,
      groups.filter { !$0.columns.isEmpty }.map { group -> View in
        [
          .title: .text(group.kind.heading), .number: .text(String(group.columns.count)),
          .kind: .text(group.kind.rawValue),
        ]
      })
    view.set(.columns, columns.map { links.reference(ofDocument: $0) })
    view.set(
      .rows,
      rows.map { row -> View in
        var entry = View(.document, .view(links.reference(ofDocument: row)))
        entry.set(
          .cells,
          columns.map { column -> View in
            var cell: View = [:]
            cell.set(.text, mark(graph.nodeOfDocument[row], graph.nodeOfDocument[column]))
            return cell
          })
        return entry
      })
    return .view(view)
  }
}
