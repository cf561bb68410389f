/// What a new document holds for its author to go on from. Prompts are comments: readers see what is written, never what is missing,
/// and checks go on telling that it is.
extension Kind {
  /// The fields of a new document, a line or a list each, with a prompt where nothing is known.
  func newFrontMatter(_ values: [Field: NewValue], phases: [String]) -> String {
    let own = Field.allCases.filter { $0.belongs(to: self) && !$0.belongs(to: .page) && $0 != .personas }
    // What it is stands before how it is connected.
    let texts = own.filter { $0.shape == .text }
    let heads: [Field] = [.type, .title].filter { values[$0] != nil }
    return (heads + texts + own.filter { $0.shape != .text } + [.phase, .tags]).map { field in
      let prompt = field.prompt(phases: phases)
      let comment = prompt.isEmpty ? "" : " # \(prompt)"
      return switch values[field] {
      case .text(let text)?: "\(field.rawValue): \(plainScalar(text))\(comment)\n"
      case .list(let items)?: "\(field.rawValue):\n" + items.map { "  - \($0.inBlock)\n" }.joined()
      case nil: "\(field.rawValue):" + (field.hasLinePerItem ? "\n  # - \(prompt)\n" : "\(comment)\n")
      }
    }.joined()
  }

  /// The categories of a new checklist, with an item for each.
  static let newCategories = [
    (heading: "Complete", item: "Nothing is missing that others rely on."),
    (heading: "Correct", item: "Somebody who did not make it has looked at it."),
  ]

  /// What stands below the heading of a new document.
  var newText: String {
    switch self {
    case .persona:
      """
      ## What I am here for

      <!-- What the team would miss without this role. -->

      ## How I work

      <!-- What I do when work reaches me, and what I do before I hand it on. -->

      ## What I leave to others

      <!-- What people may expect of this role, and better ask somebody else for. -->

      """
    case .task:
      """
      ## Purpose

      <!-- Why the work is done, and what goes wrong without it. -->

      ## Steps

      1. Say here what to do first, in a sentence that begins with a verb.

      ## Done when

      - [ ] Whoever asked for it can see the result.

      """
    case .template:
      """
      <!-- Who fills this in, when, and how long it takes. What stands in brackets below is to be replaced. -->

      ## Summary

      [What this is about, in two sentences]

      ## Details

      - **Owner**: [Name]
      - **Date**: [Date]
      - **Needed by**: [Who relies on it, and when]

      ## Open questions

      - [ ] [Question, and who answers it]

      """
    case .checklist:
      """
      <!-- Who runs this, on what, and when. Each item is a sentence that is true or not. -->


      """
        + Self.newCategories.map { "## \($0.heading)\n\n- [ ] \($0.item)\n\n" }.joined()
          + """
          ## When an item fails

          <!-- What happens then, and who decides. -->

          """
    case .page:
      """
      <!-- What readers look for here, and what they know when they have read it. -->

      """
    }
  }
}

extension Field {
  /// Whether a list of the field has a line for each item, rather than commas.
  fileprivate var hasLinePerItem: Bool {
    switch shape {
    case .namedTexts, .ids, .idsWithText: true
    case .texts: self != .tags && self != .aliases
    case .text, .phases, .names: false
    }
  }

  /// What its author is to write in a new document.
  fileprivate func prompt(phases: [String]) -> String {
    switch self {
    case .tagline: "what the team gets from this role, in one sentence"
    case .coreActions: "Action: what it means"
    case .primaryTasks: "the id of a task that this role performs"
    case .primaryTemplates: "the id of a template that it uses"
    case .primaryChecklists: "the id of a checklist that it runs"
    case .handsOffTo: "the id of a persona: what it gets from this role"
    case .receivesFrom: "the id of a persona: what this role gets from it"
    case .keyQuestions: "A question that this role asks again and again?"
    case .persona, .personas: "who performs it, by ids or names of personas"
    case .prerequisites: "what must be there before the work begins"
    case .usesTemplates: "the id of a template that is filled in"
    case .validatedBy: "the id of a checklist that the result must pass"
    case .createdBy: "who owns it, by ids or names of personas"
    case .usedInTasks: "the id of a task in which it is filled in"
    case .validatesWith: "the id of a checklist that it must pass when it is filled in"
    case .produces: "what it is when it is filled in, in a few words"
    case .purpose: "what it makes sure of, in one sentence"
    case .validates: "what it is applied to"
    case .frequency: "when, or how often"
    case .categories: "a level-2 heading that holds items"
    case .executedBy: "who runs it, by ids or names of personas"
    case .usedDuring: "the id of a task whose result it checks"
    case .phase:
      phases.isEmpty
        ? "one or more phases of the work; or any"
        : "one or more of \(phases.map { ListItem($0).inBlock }.joined(separator: ", ")); or any"
    case .tags: "words, with commas between them"
    case .type, .id, .title, .aliases: ""
    }
  }
}
