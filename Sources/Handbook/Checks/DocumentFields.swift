import Diagnostics

extension Kind {
  /// The fields that readers of such a document look for first.
  fileprivate var expectedFields: [Field] {
    switch self {
    case .persona: [.tagline]
    case .template: [.produces]
    case .checklist: [.purpose]
    case .task, .page: []
    }
  }
}

/// `missing-field`: a document lacks what its page begins with, or a task the phase by which readers walk through the work.
@Sendable func missingFields(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  guard !document.isLandingPage else { return [] }
  let missing = document.kind.expectedFields.filter { document.fields[$0] == nil }.map { field in
    Diagnostic(
      .missingField, "the \(document.kind.rawValue) has no `\(field.rawValue)`", at: document.title.range,
      help: "add a line `\(field.rawValue): …` to the front matter")
  }
  // A team that lists its phases walks through its tasks by them.
  guard document.kind == .task, document.phases == nil, !handbook.configuration.phases.isEmpty else { return missing }
  return missing + [
    Diagnostic(
      .missingField, "the task has no `phase`, and \(configurationFile) lists phases", at: document.title.range,
      help: "name its phases, or write `phase: any`")
  ]
}

/// `phase-unknown`: a document names a phase that `phases` in `baton.yml` does not list.
@Sendable func unknownPhases(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let known = handbook.configuration.phases
  guard !known.isEmpty, let list = handbook.documents[index].phases else { return [] }
  var diagnostics: [Diagnostic] = []
  var told: Located<String>?
  for item in list.items {
    // The end of a range may be where the next begins.
    for phase in [item.first, item.last].compactMap(\.self)
    where phase != told && !known.contains(where: { $0.lowercased() == phase.value.lowercased() }) {
      told = phase
      let suggestion = nearest(to: phase.value, among: known)
      diagnostics.append(
        Diagnostic(
          .phaseUnknown, "`phases` in \(configurationFile) does not list `\(phase.value)`", at: phase.range,
          suggestion: suggestion,
          help: suggestion.map { "did you mean `\($0)`?" } ?? "use one of \(known.joined(separator: ", ")), or list it")
      )
    }
  }
  return diagnostics
}

/// `checklist-category-without-items` and `checklist-item-outside-categories`: the declared categories of a checklist are the
/// level-2 headings that hold its items.
@Sendable func checklistCategories(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  let categories = document.texts(.categories)
  guard document.kind == .checklist, !categories.isEmpty, !document.text.taskItems.isEmpty else { return [] }
  let outline = document.text.outline
  // For each heading the one of level 2 that it stands under, or is.
  var sections: [Int?] = []
  for (index, heading) in outline.enumerated() {
    sections.append(heading.level == 2 ? index : heading.level < 2 ? nil : sections.last ?? nil)
  }
  let declared = Set(categories.map { $0.value.lowercased() })
  var filled: Set<String> = []
  var outside: [(section: String?, item: MarkupItem, count: Int)] = []
  for item in document.text.taskItems {
    let section = item.heading.flatMap { sections[$0] }.map { outline[$0].text }
    if let section, declared.contains(section.lowercased()) {
      filled.insert(section.lowercased())
    } else if let last = outside.last, last.section == section {
      outside[outside.count - 1].count += 1
    } else {
      outside.append((section, item, 1))
    }
  }
  let empty = categories.filter { !filled.contains($0.value.lowercased()) }.map { category in
    Diagnostic(
      .checklistCategoryWithoutItems, "no items stand under a heading `## \(category.value)`", at: category.range,
      help: "add that heading with items, or remove the category")
  }
  return empty
    + outside.map { section, item, count in
      let what = count == 1 ? "this item stands" : "\(count) items from here on stand"
      let place = section.map { "under `\($0)`, which `categories` does not name" } ?? "under no category"
      return Diagnostic(
        .checklistItemOutsideCategories, "\(what) \(place)", at: item.range,
        help: section.map { "add `\($0)` to `categories`, or move what stands there" }
          ?? "move it below the heading of a category")
    }
}
