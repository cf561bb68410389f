extension DiagnosticCode {
  /// What is wrong, in a few words: `a link leads nowhere`.
  public var summary: String { Self.descriptions[self]?.summary ?? "" }

  /// Why that matters, in a few words: `the reader can't follow it`.
  public var reason: String { Self.descriptions[self]?.reason ?? "" }

  private static let descriptions: [DiagnosticCode: (summary: String, reason: String)] = [
    // MARK: Files
    .invalidUTF8: ("a file is not UTF-8", "what can't be read is shown as � to every reader"),
    .unreadableFile: ("a file or folder can't be read", "what stands in it is missing from the site"),
    .fileTooLarge: ("a document is larger than 16 MB", "the end of the document is missing from the site"),
    .symbolicLink: ("a link is not followed", "a link could lead to any file of the machine that builds"),
    .hiddenDocument: ("a document's name begins with a dot", "it is left out, and nobody may notice"),
    .emptyDocument: ("there is nothing in a document", "readers who follow a link find an empty page"),
    .duplicateURL: ("two files want one address", "one of them is found at an address that nobody expects"),
    .emptyHandbook: ("there is no document at all", "most often the wrong folder was built"),
    // MARK: Front matter
    .invalidFrontMatter: (
      "front matter is not YAML, or not a mapping", "what can't be read is missing from the page and from the graph"
    ),
    .unclosedFrontMatter: ("the second `---` is missing", "all fields are taken as text"),
    .unknownKind: ("`type` names no kind", "the document is listed among others, and its fields may be unknown"),
    .unknownField: ("a field that the kind does not have", "it draws no edge and is shown under \"More\" only"),
    .duplicateField: ("a field is given twice", "only the first is read"),
    .wrongType: ("a list instead of a text, or the reverse", "the value may be read otherwise than it was meant"),
    .missingField: ("a field that readers look for is not given", "the page leaves a reader's first question open"),
    .phaseUnknown: (
      "a phase that `baton.yml` does not list", "the document is left out of the phases that readers walk through"
    ),
    // MARK: References
    .duplicateID: ("two documents have one id", "references to it reach the first one only"),
    .unknownReference: ("a field names an id that no document has", "the reader meets something that does not exist"),
    .wrongKind: ("a field names a document of another kind", "no edge is drawn, so diagrams and lists lack it"),
    .unknownName: ("a field names nobody", "the work has nobody who can be asked"),
    .ambiguousName: ("two personas have one name", "the work may be shown at the wrong persona"),
    .brokenLink: ("a link leads nowhere", "the reader can't follow it"),
    .brokenAnchor: ("a link's heading does not exist", "the reader lands at the top of the page and has to search"),
    .missingImage: ("an image's file does not exist", "the reader sees an empty frame"),
    .externalLink: ("an address of the web does not answer", "the reader can't follow it"),
    .mentionedNotDeclared: (
      "a persona's text speaks of what its fields leave out", "diagrams and lists lack what the text says"
    ),
    // MARK: Handoffs
    .oneSidedHandoff: ("only one end declares a handoff", "work gets lost where one end does not know of it"),
    .handoffToSelf: ("a persona hands work to itself", "a handoff has two ends, so one of them is wrong"),
    .handoffCycle: ("work can go round in a circle", "work may go round and never be finished"),
    .personaWithoutHandoffs: (
      "a persona neither gives nor receives work", "nobody can see how its work reaches others"
    ),
    .deadEnd: ("a persona receives work and hands none on", "work may stop there and be forgotten"),
    .unreachable: ("a persona hands work on and receives none", "nobody can see what starts its work"),
    // MARK: Coverage
    .orphan: ("nothing refers to a document", "readers meet it in lists only"),
    .taskWithoutPersona: ("nobody performs a task", "work that is nobody's is not done"),
    .templateUnused: (
      "no task fills in a template, and no persona uses it", "it is kept up for nobody, or a task forgot it"
    ),
    .checklistUnused: (
      "nothing is checked by a checklist, and nobody runs it", "it is kept up for nobody, or a task forgot it"
    ),
    .checklistCategoryWithoutItems: (
      "a category of a checklist has no items", "what it promises to check is not checked"
    ),
    .checklistItemOutsideCategories: (
      "an item stands under none of the declared categories", "who works through the categories misses it"
    ),
    .artifactWithoutProducer: (
      "a task needs something that nothing produces", "whoever does the task waits for something that nobody makes"
    ),
    .artifactNeverUsed: (
      "a template produces something that nobody needs", "it is made for nobody, or a task forgot to ask for it"
    ),
    .ruleBroken: ("a document lacks what a rule of `baton.yml` asks for", "the team agreed on this rule"),
    // MARK: Text
    .htmlRemoved: ("raw HTML was removed", "documents may come from anybody, and HTML can run scripts"),
    .unsafeURL: ("an address was removed", "it could run a script or read the reader's files"),
    .unusedDefinition: ("a line defines a link that no text uses", "the page shows nothing of what the line says"),
    .controlCharacter: ("a text holds a control character", "the page shows � where nobody sees one in an editor"),
    .includeFailed: ("a file could not be included", "the text lacks what should stand there"),
    .diagramUnreadable: ("a block could not be drawn", "the reader sees its source instead"),
    .placeholderLeftOver: ("a placeholder stands outside a template", "somebody meant to fill it in"),
    .duplicateTitle: ("two documents of one kind have one title", "readers can't tell them apart in lists"),
    .headingSkipped: (
      "a heading is more than one level below the one before",
      "outlines and screen readers announce a section that is missing"
    ),
    .imageWithoutAlt: ("an image has no text for those who can't see it", "a screen reader has nothing to say"),
    // MARK: Configuration and theme
    .invalidConfiguration: ("a value in `baton.yml` can't be used", "the setting counts as not given"),
    .unknownConfigurationKey: ("a key in `baton.yml` is not known", "the setting counts as not given"),
    .unknownCheck: (
      "a comment silences a check that does not exist", "the problem that it should silence is still reported"
    ),
    .invalidTheme: ("a template has a mistake", "pages do not look as the theme means them to"),
  ]
}
