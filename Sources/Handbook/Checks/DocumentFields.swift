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
  let missing = document.kind.expectedFields.filter {
    document.fields[$0] == nil && !document.unreadFields.contains($0)
  }.map { field in
    Diagnostic(
      .missingField, "the \(document.kind.rawValue) has no `\(field.rawValue)`", at: document.title.range,
      help: "add a line `\(field.rawValue): …` to the front matter")
  }
  // A team that lists its phases walks through its tasks by them.
  guard document.kind == .task, document.phases == nil, !document.unreadFields.contains(.phase),
    !handbook.configuration.phases.isEmpty
  else { return missing }
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
  let isListed = membership(of: known, asks: list.items.count)
  var diagnostics: [Diagnostic] = []
  var told: Located<String>?
  for item in list.items {
    // The end of a range may be where the next begins.
    for phase in [item.first, item.last].compactMap(\.self)
    where phase != told && !isListed(phase.value) {
      told = phase
      // A document with more mistakes than that has another mistake.
      let suggestion = diagnostics.count < mostSuggestions ? nearest(to: phase.value, among: known) : nil
      diagnostics.append(
        Diagnostic(
          .phaseUnknown, "`phases` in \(configurationFile) does not list `\(phase.value)`", at: phase.range,
          suggestion: suggestion,
          help: didYouMean(suggestion, or: "use \(naming(known)), or list it"))
      )
    }
  }
  return diagnostics
}

/// For how many words of a document others that may be meant are looked for.
private let mostSuggestions = 50

/// Names that may be used, in a sentence: all of a few, else the first ones of usual length.
private func naming(_ names: [String]) -> String {
  let shown = names.lazy.filter { $0.utf8.count <= 80 }.prefix(10)
  let list = shown.joined(separator: ", ")
  if shown.count == names.count { return "one of \(list)" }
  return list.isEmpty
    ? "one of the \(names.count) phases there" : "one of the \(names.count) phases there, such as \(list)"
}

/// Whether a word is one of some, whatever the case. Few are looked through; many get a table when that many words are asked for.
private func membership(of words: [String], asks: Int) -> (String) -> Bool {
  guard words.count > 16, asks > 4 else {
    return { word in
      let word = word.lowercased()
      return words.contains { $0.lowercased() == word }
    }
  }
  let table = Set(words.map { $0.lowercased() })
  return { table.contains($0.lowercased()) }
}

/// `checklist-category-without-items` and `checklist-item-outside-categories`: the declared categories of a checklist are the
/// level-2 headings that hold its items.
@Sendable func checklistCategories(_ handbook: Handbook, _ index: Int) -> [Diagnostic] {
  let document = handbook.documents[index]
  let categories = document.texts(.categories)
  guard document.kind == .checklist, !categories.isEmpty else { return [] }
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
  let open = categories.filter { !filled.contains($0.value.lowercased()) }
  return withoutItems(open, in: document)
    + outside.map { section, item, count in
      let what = count == 1 ? "this item stands" : "\(count) items from here on stand"
      let place = section.map { "under `\($0)`, which `categories` does not name" } ?? "under no category"
      return Diagnostic(
        .checklistItemOutsideCategories, "\(what) \(place)", at: item.range,
        help: section.map { "add `\($0)` to `categories`, or move what stands there" }
          ?? "move it below the heading of a category")
    }
}

/// The categories among those without tasks that hold no list at all, or have no heading.
private func withoutItems(_ categories: [Located<String>], in document: Document) -> [Diagnostic] {
  guard !categories.isEmpty else { return [] }
  let headings = document.text.outline.filter { $0.level <= 2 }
  // What an included text holds is not looked at.
  let includes = !document.text.inclusions.isEmpty
  let lines = LineTable(document.source)
  var holdsList: [String: Bool] = [:]
  for (number, heading) in headings.enumerated() where heading.level == 2 {
    let start = lines.bytes(ofLine: heading.range.start.line).upperBound
    let end =
      number + 1 < headings.count
      ? lines.bytes(ofLine: headings[number + 1].range.start.line).lowerBound : document.source.count
    let holds = includes || start < end && document.source[start..<end].holdsListItem
    holdsList[heading.text.lowercased(), default: false] = holds || holdsList[heading.text.lowercased()] == true
  }
  let titles = WordList(headings.lazy.filter { $0.level == 2 }.map(\.text))
  return categories.filter { holdsList[$0.value.lowercased()] != true }.enumerated().map { number, category in
    let isHeading = holdsList[category.value.lowercased()] != nil
    let suggestion = isHeading || number >= mostSuggestions ? nil : titles.nearest(to: category.value)
    return Diagnostic(
      .checklistCategoryWithoutItems, "no items stand under a heading `## \(category.value)`", at: category.range,
      suggestion: suggestion,
      help: didYouMean(suggestion, or: "add that heading with items, or remove the category"))
  }
}

extension ArraySlice<UInt8> {
  /// Whether a line begins like an item of a list: with a dash, an asterisk, a plus sign, or a number, and a space behind it. Quotes and
  /// spaces may stand before.
  fileprivate var holdsListItem: Bool {
    var start = startIndex
    while start < endIndex {
      let (end, next) = lineEnd(from: start)
      var rest = self[start..<end].drop { $0 == 32 || $0 == 9 || $0 == UInt8(ascii: ">") }
      let digits = rest.prefix { (48...57).contains($0) }
      rest = rest.dropFirst(digits.count)
      let marks = (digits.isEmpty ? "-*+" : ".)").utf8
      if let mark = rest.first, marks.contains(mark), digits.count < 10, let space = rest.dropFirst().first,
        space == 32 || space == 9, rest.dropFirst(2).contains(where: { $0 > 32 && $0 != mark })
      {
        return true
      }
      start = next
    }
    return false
  }
}
