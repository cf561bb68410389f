/// The catalogue of problems that Baton can report. A raw value is the stable name that `checks` in `baton.yml`,
/// the JSON and the guide use.
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

  // MARK: References
  case duplicateID = "duplicate-id"
  case unknownReference = "unknown-reference"
  case wrongKind = "wrong-kind"
  case unknownName = "unknown-name"
  case ambiguousName = "ambiguous-name"
  case brokenLink = "broken-link"
  case brokenAnchor = "broken-anchor"
  case missingImage = "missing-image"

  // MARK: Handoffs
  case oneSidedHandoff = "one-sided-handoff"
  case handoffToSelf = "handoff-to-self"

  // MARK: Text
  case htmlRemoved = "html-removed"
  case unsafeURL = "unsafe-url"
  case includeFailed = "include-failed"
  case diagramUnreadable = "diagram-unreadable"

  // MARK: Configuration and theme
  case invalidConfiguration = "invalid-configuration"
  case unknownConfigurationKey = "unknown-configuration-key"
  case invalidTheme = "invalid-theme"

  /// The severity where `checks` in `baton.yml` says nothing.
  public var defaultSeverity: Severity {
    switch self {
    case .unreadableFile, .duplicateID, .invalidFrontMatter, .unclosedFrontMatter, .invalidUTF8, .fileTooLarge,
      .invalidConfiguration, .unknownConfigurationKey, .invalidTheme:
      .error
    case .unknownKind, .duplicateField, .wrongType, .unknownReference, .wrongKind, .unknownName,
      .ambiguousName, .brokenLink, .brokenAnchor, .missingImage, .oneSidedHandoff, .handoffToSelf, .duplicateURL,
      .symbolicLink, .includeFailed, .emptyHandbook:
      .warning
    case .unknownField, .hiddenDocument, .emptyDocument, .htmlRemoved, .unsafeURL, .diagramUnreadable:
      .note
    }
  }
}
