import Diagnostics

/// How a Markdown text is to be read.
public struct MarkupOptions: Sendable {
  /// What happens to raw HTML.
  public enum RawHTML: Sendable {
    /// An allow-list of elements and attributes passes; the rest is removed and reported.
    case safe
    /// Everything passes: for content that is as trusted as the program.
    case trusted
  }

  /// The path of the file, relative to the content folder: for source ranges and relative links.
  public var file: String
  /// The number of the text's first line in that file: not 1 when front matter stands before it.
  public var firstLine: Int
  /// What happens to raw HTML.
  public var rawHTML: RawHTML
  /// Whether `[Text in brackets]` that is no link is a placeholder: so in templates.
  public var marksPlaceholders: Bool
  /// Whether a first level-1 heading and the paragraphs of bold labels under it are taken out of the text, as the page shows them elsewhere.
  public var takesTitle: Bool
  /// Given the labels of one paragraph that consists of nothing but `**Label**: value` lines directly under the title:
  /// whether it is metadata.
  public var isMetadata: @Sendable (_ labels: [String]) -> Bool
  /// The text of another file of the content folder, by its path relative to that folder; `nil` when there is none.
  /// Used for `{{include: …}}`.
  public var include: @Sendable (_ path: String) -> [UInt8]?

  /// Options for a text that stands alone.
  public init(
    file: String = "",
    firstLine: Int = 1,
    rawHTML: RawHTML = .safe,
    marksPlaceholders: Bool = false,
    takesTitle: Bool = false,
    isMetadata: @escaping @Sendable (_ labels: [String]) -> Bool = { _ in false },
    include: @escaping @Sendable (_ path: String) -> [UInt8]? = { _ in nil }
  ) {
    self.file = file
    self.firstLine = firstLine
    self.rawHTML = rawHTML
    self.marksPlaceholders = marksPlaceholders
    self.takesTitle = takesTitle
    self.isMetadata = isMetadata
    self.include = include
  }
}
