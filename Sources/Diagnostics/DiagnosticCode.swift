/// The catalogue of problems that Baton can report. A raw value is the stable name that `checks` in `baton.yml`,
/// the reports and the guide use.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  // MARK: Files
  case invalidUTF8 = "invalid-utf8"
  case unreadableFile = "unreadable-file"
  case fileTooLarge = "file-too-large"
  case symbolicLink = "symbolic-link"
  case hiddenDocument = "hidden-document"
  case emptyDocument = "empty-document"
  case duplicateURL = "duplicate-url"
  case emptyHandbook = "empty-handbook"

  // MARK: Front matter
  case invalidFrontMatter = "invalid-front-matter"
  case unclosedFrontMatter = "unclosed-front-matter"
  case unknownKind = "unknown-kind"
  case unknownField = "unknown-field"
  case duplicateField = "duplicate-field"
  case wrongType = "wrong-type"
  case missingField = "missing-field"
  case phaseUnknown = "phase-unknown"

  // MARK: References
  case duplicateID = "duplicate-id"
  case unknownReference = "unknown-reference"
  case wrongKind = "wrong-kind"
  case unknownName = "unknown-name"
  case ambiguousName = "ambiguous-name"
  case brokenLink = "broken-link"
  case brokenAnchor = "broken-anchor"
  case missingImage = "missing-image"
  case externalLink = "external-link"
  case mentionedNotDeclared = "mentioned-not-declared"

  // MARK: Handoffs
  case oneSidedHandoff = "one-sided-handoff"
  case handoffToSelf = "handoff-to-self"
  case handoffCycle = "handoff-cycle"
  case personaWithoutHandoffs = "persona-without-handoffs"
  case deadEnd = "dead-end"
  case unreachable

  // MARK: Coverage
  case orphan
  case taskWithoutPersona = "task-without-persona"
  case templateUnused = "template-unused"
  case checklistUnused = "checklist-unused"
  case checklistCategoryWithoutItems = "checklist-category-without-items"
  case checklistItemOutsideCategories = "checklist-item-outside-categories"
  case artifactWithoutProducer = "artifact-without-producer"
  case artifactNeverUsed = "artifact-never-used"
  case ruleBroken = "rule-broken"

  // MARK: Text
  case htmlRemoved = "html-removed"
  case unsafeURL = "unsafe-url"
  case unusedDefinition = "unused-definition"
  case controlCharacter = "control-character"
  case includeFailed = "include-failed"
  case diagramUnreadable = "diagram-unreadable"
  case placeholderLeftOver = "placeholder-left-over"
  case duplicateTitle = "duplicate-title"
  case headingSkipped = "heading-skipped"
  case imageWithoutAlt = "image-without-alt"

  // MARK: Configuration and theme
  case invalidConfiguration = "invalid-configuration"
  case unknownConfigurationKey = "unknown-configuration-key"
  case unknownCheck = "unknown-check"
  case invalidTheme = "invalid-theme"

  /// Whether it is about how well a handbook is connected, not about something that an author wrote wrongly.
  public var isAboutCoverage: Bool {
    switch self {
    case .missingField, .mentionedNotDeclared, .handoffCycle, .personaWithoutHandoffs, .deadEnd, .unreachable, .orphan,
      .taskWithoutPersona, .templateUnused, .checklistUnused, .artifactWithoutProducer, .artifactNeverUsed,
      .duplicateTitle:
      true
    default: false
    }
  }

  /// The severity where `checks` in `baton.yml` says nothing.
  public var defaultSeverity: Severity {
    switch self {
    case .invalidUTF8, .unreadableFile, .fileTooLarge, .invalidFrontMatter, .unclosedFrontMatter, .duplicateID,
      .invalidConfiguration, .unknownConfigurationKey, .invalidTheme:
      .error
    case .symbolicLink, .duplicateURL, .emptyHandbook, .unknownKind, .duplicateField, .wrongType, .phaseUnknown,
      .unknownReference, .wrongKind, .unknownName, .ambiguousName, .brokenLink, .brokenAnchor, .missingImage,
      .externalLink,
      .oneSidedHandoff, .handoffToSelf, .taskWithoutPersona, .checklistCategoryWithoutItems,
      .ruleBroken, .includeFailed, .placeholderLeftOver, .unknownCheck:
      .warning
    case .hiddenDocument, .emptyDocument, .unknownField, .missingField, .mentionedNotDeclared, .handoffCycle,
      .personaWithoutHandoffs, .deadEnd, .unreachable, .orphan, .templateUnused, .checklistUnused,
      .checklistItemOutsideCategories, .artifactWithoutProducer, .artifactNeverUsed, .htmlRemoved, .unsafeURL,
      .unusedDefinition, .controlCharacter, .diagramUnreadable, .duplicateTitle, .headingSkipped, .imageWithoutAlt:
      .note
    }
  }
}
