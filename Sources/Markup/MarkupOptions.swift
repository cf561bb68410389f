import Diagnostics

/// How a Markdown text is to be read.
public struct MarkupOptions: Sendable {
  /// What happens to raw HTML.
  public enum RawHTML: Sendable {
    /// An allow-list of elements and attributes passes; the rest is removed and reported.
    case safe
    /// Everything passes but the nine elements that GitHub Flavored Markdown's tag filter shows as text.
    case filtered
    /// Everything passes: for content that is as trusted as the program.
    case trusted
  }

  /// What a text may use besides CommonMark and GitHub's tables, task lists, strikethrough, footnotes and bare URLs.
  public struct Features: OptionSet, Sendable {
    /// One bit a feature.
    public var rawValue: Int
    /// A set of features.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Headings get an anchor and a visible link to it; `{#id}` fixes one.
    public static let headingAnchors = Features(rawValue: 1 << 0)
    /// Relative links, images, `[[id]]` and code spans become references with open slots. Without it links are finished
    /// HTML with the URL as it was written.
    public static let references = Features(rawValue: 1 << 1)
    /// Quotes that begin with `[!NOTE]` and its like are alerts.
    public static let alerts = Features(rawValue: 1 << 2)
    /// Code blocks get a figure, a caption and colours.
    public static let codeFigures = Features(rawValue: 1 << 3)
    /// Code blocks in `mermaid` and `dot` that hold a plain graph become diagrams.
    public static let diagrams = Features(rawValue: 1 << 4)
    /// `{{include: path}}` brings in another file.
    public static let includes = Features(rawValue: 1 << 5)
    /// Raw HTML elements are closed where the block they stand in ends, so that no author can break a page.
    public static let balancedHTML = Features(rawValue: 1 << 6)

    /// Nothing but what cmark-gfm does, byte for byte.
    public static let gitHub: Features = []
    /// What a text has that stands alone: no other document can be referred to.
    public static let standalone: Features = [.headingAnchors, .alerts, .codeFigures]
    /// All that a page of a handbook has.
    public static let handbook: Features = [
      .headingAnchors, .references, .alerts, .codeFigures, .diagrams, .includes, .balancedHTML,
    ]
  }

  /// What the text may use.
  public var features: Features
  /// The path of the file, relative to the content folder: for source ranges and relative links.
  public var file: String
  /// The number of the text's first line in that file: not 1 when front matter stands before it.
  public var firstLine: Int
  /// What happens to raw HTML.
  public var rawHTML: RawHTML
  /// Whether `[Text in brackets]` that is no link is a placeholder: so in templates.
  public var marksPlaceholders: Bool
  /// Whether the text gets what a page needs besides GitHub's HTML: names for screen readers and for links without words, focus for
  /// what scrolls, classes in the place of obsolete attributes, no second heading of level 1.
  public var isForPages: Bool
  /// Whether a first level-1 heading and the paragraphs of bold labels under it are taken out of the text, as the page shows them elsewhere.
  public var takesTitle: Bool
  /// Whether the words that Baton adds are marked as English: so in a text of another language.
  public var marksEnglish: Bool
  /// Whether the web addresses that links and images lead to are noted down.
  public var notesAddresses: Bool
  /// Whether the places of tables' cells are noted down.
  public var notesCells: Bool
  /// Given the labels of one paragraph that consists of nothing but `**Label**: value` lines directly under the title:
  /// whether it is metadata.
  public var isMetadata: @Sendable (_ labels: [String]) -> Bool
  /// Whether the value of a label is a text, whose links and other markup are kept; no list of names or ids.
  public var isText: @Sendable (_ label: String) -> Bool
  /// The text of another file of the content folder, by its path relative to that folder; `nil` when there is none.
  /// Used for `{{include: …}}`.
  public var include: @Sendable (_ path: String) -> IncludedText?

  /// Options for a text that stands alone.
  public init(
    features: Features = .handbook,
    file: String = "",
    firstLine: Int = 1,
    rawHTML: RawHTML = .safe,
    marksPlaceholders: Bool = false,
    isForPages: Bool = false,
    takesTitle: Bool = false,
    marksEnglish: Bool = false,
    notesAddresses: Bool = false,
    notesCells: Bool = true,
    isMetadata: @escaping @Sendable (_ labels: [String]) -> Bool = { _ in false },
    isText: @escaping @Sendable (_ label: String) -> Bool = { _ in false },
    include: @escaping @Sendable (_ path: String) -> IncludedText? = { _ in nil }
  ) {
    self.features = features
    self.file = file
    self.firstLine = firstLine
    self.rawHTML = rawHTML
    self.marksPlaceholders = marksPlaceholders
    self.isForPages = isForPages
    self.takesTitle = takesTitle
    self.marksEnglish = marksEnglish
    self.notesAddresses = notesAddresses
    self.notesCells = notesCells
    self.isMetadata = isMetadata
    self.isText = isText
    self.include = include
  }
}
