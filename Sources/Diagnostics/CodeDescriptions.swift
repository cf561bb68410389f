extension DiagnosticCode {
  /// What is wrong, in a few words: `a link leads nowhere`.
  public var summary: String { description.summary }

  /// Why that matters, in a few words: `the reader can't follow it`.
  public var reason: String { description.reason }

  private var description: (summary: String, reason: String) {
    switch self {
    // MARK: Files
    case .invalidUTF8: ("a file is not UTF-8", "what can't be read is shown as � to every reader")
    case .unreadableFile: ("a file or folder can't be read", "what stands in it is missing from the site")
    case .fileTooLarge: ("a document is larger than 16 MB", "the end of the document is missing from the site")
    case .symbolicLink: ("a link is not followed", "a link could lead to any file of the machine that builds")
    case .hiddenDocument: ("a document is hidden", "it is left out, and nobody may notice")
    case .emptyDocument: ("there is nothing in a document", "readers who follow a link find an empty page")
    case .duplicateURL: ("two files want one address", "one of them is found at an address that nobody expects")
    case .emptyHandbook: ("there is no document at all", "most often the wrong folder was built")
    // MARK: Front matter
    case .invalidFrontMatter:
      ("front matter is not YAML, or not a mapping", "what can't be read is missing from the page and from the graph")
    case .unclosedFrontMatter: ("the second `---` is missing", "all fields are taken as text")
    case .unknownKind: ("`type` names no kind", "the document is listed among others, and its fields may be unknown")
    case .unknownField: ("a field that the kind does not have", "it draws no edge and is shown under \"More\" only")
    case .duplicateField: ("a field is given twice", "only the first is read")
    case .wrongType: ("a list instead of a text, or the reverse", "the value may be read otherwise than it was meant")
    case .missingField: ("a field that readers look for is not given", "the page leaves a reader's first question open")
    case .phaseUnknown:
      ("a phase that `baton.yml` does not list", "the document is left out of the phases that readers walk through")
    // MARK: References
    case .duplicateID: ("two documents have one id", "references to it reach the first one only")
    case .unknownReference:
      ("a field names an id that no document has", "the reader meets something that does not exist")
    case .wrongKind: ("a field names a document of another kind", "no edge is drawn, so diagrams and lists lack it")
    case .unknownName: ("a field names nobody", "the work has nobody who can be asked")
    case .ambiguousName: ("two personas have one name", "the work may be shown at the wrong persona")
    case .brokenLink: ("a link leads nowhere", "the reader can't follow it")
    case .brokenAnchor: ("a link's heading does not exist", "the reader lands at the top of the page and has to search")
    case .missingImage: ("an image's file does not exist", "the reader sees an empty frame")
    case .externalLink: ("an address of the web does not answer", "the reader can't follow it")
    case .mentionedNotDeclared:
      ("a persona's text speaks of what its fields leave out", "diagrams and lists lack what the text says")
    // MARK: Handoffs
    case .oneSidedHandoff: ("only one end declares a handoff", "work gets lost where one end does not know of it")
    case .handoffToSelf: ("a persona hands work to itself", "a handoff has two ends, so one of them is wrong")
    case .handoffCycle: ("work can go round in a circle", "work may go round and never be finished")
    case .personaWithoutHandoffs:
      ("a persona neither gives nor receives work", "nobody can see how its work reaches others")
    case .deadEnd: ("a persona receives work and hands none on", "work may stop there and be forgotten")
    case .unreachable: ("a persona hands work on and receives none", "nobody can see what starts its work")
    // MARK: Coverage
    case .orphan: ("nothing refers to a document", "readers meet it in lists only")
    case .taskWithoutPersona: ("nobody performs a task", "work that is nobody's is not done")
    case .templateUnused:
      ("no task fills in a template, and no persona uses it", "it is kept up for nobody, or a task forgot it")
    case .checklistUnused:
      ("nothing is checked by a checklist, and nobody runs it", "it is kept up for nobody, or a task forgot it")
    case .checklistCategoryWithoutItems:
      ("a category of a checklist has no items", "what it promises to check is not checked")
    case .checklistItemOutsideCategories:
      ("an item stands under none of the declared categories", "who works through the categories misses it")
    case .artifactWithoutProducer:
      ("a task needs something that nothing produces", "whoever does the task waits for something that nobody makes")
    case .artifactNeverUsed:
      ("a template produces something that nobody needs", "it is made for nobody, or a task forgot to ask for it")
    case .ruleBroken: ("a document lacks what a rule of `baton.yml` asks for", "the team agreed on this rule")
    // MARK: Text
    case .htmlRemoved: ("raw HTML was removed", "documents may come from anybody, and HTML can run scripts")
    case .unsafeURL: ("an address was removed", "it could run a script or read the reader's files")
    case .unusedDefinition: ("a line defines a link that no text uses", "the page shows nothing of what the line says")
    case .controlCharacter: ("a text holds a control character", "the page shows � where nobody sees one in an editor")
    case .includeFailed: ("a file could not be included", "the text lacks what should stand there")
    case .diagramUnreadable: ("a block could not be drawn", "the reader sees its source instead")
    case .placeholderLeftOver: ("a placeholder stands outside a template", "somebody meant to fill it in")
    case .duplicateTitle: ("two documents of one kind have one title", "readers can't tell them apart in lists")
    case .headingSkipped:
      (
        "a heading is more than one level below the one before",
        "outlines and screen readers announce a section that is missing"
      )
    case .imageWithoutAlt: ("an image has no text for those who can't see it", "a screen reader has nothing to say")
    // MARK: Configuration and theme
    case .invalidConfiguration: ("a value in `baton.yml` can't be used", "the setting counts as not given")
    case .unknownConfigurationKey: ("a key in `baton.yml` is not known", "the setting counts as not given")
    case .unknownCheck:
      ("a comment silences a check that does not exist", "the problem that it should silence is still reported")
    case .invalidTheme: ("a template has a mistake", "pages do not look as the theme means them to")
    }
  }
}
