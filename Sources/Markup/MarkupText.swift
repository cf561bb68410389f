import Diagnostics

/// One Markdown text, read and turned into HTML once, with everything that the handbook wants to know of it.
///
/// It is a plain value: libcmark's tree lives only while the text is being read. What depends on other documents (where a
/// link leads, what a diagram links to) is left open as a ``Slot`` between runs of finished HTML, and is filled in by
/// ``render(into:resolve:diagram:picture:)`` when the page is rendered. So a document is parsed once, and no tree waits in memory.
public struct MarkupText: Sendable {
  /// Finished HTML, UTF-8, with the slots cut out of it.
  public var bytes: [UInt8] = []
  /// Where in `bytes` something is still to be inserted, in ascending order of offset.
  public var slots: [PlacedSlot] = []

  /// The first level-1 heading, when the text begins with it; it is not part of `bytes`.
  public var title: Heading?
  /// The words of that heading as finished HTML with slots cut out of it, where they are more than plain text; else empty.
  public var titleBytes: [UInt8] = []
  /// Where in `titleBytes` something is still to be inserted.
  public var titleSlots: [PlacedSlot] = []
  /// The metadata of the paragraphs of bold labels under the title; what is listed here is not part of `bytes`. No snapshot keeps
  /// it: documents hold fields instead.
  public var labels: [Label] = []
  /// The values of labels that have markup, where they are shown as text; in order. They are no part of `bytes`.
  public var valuesWithMarkup: [ValueWithMarkup] = []
  /// The lines of the text that hold the labels.
  public var labelLines: ClosedRange<Int>?
  /// All other headings in order.
  public var outline: [Heading] = []
  /// Everything in the text that points elsewhere, in order. A slot refers to these by index.
  public var references: [Reference] = []
  /// The addresses of the web (`http`, `https`) that links and images lead to, in order, when the options ask for them. No
  /// snapshot keeps them.
  public var addresses: [Located<String>] = []
  /// The texts of other files that were included, each before those that it includes.
  public var inclusions: [Inclusion] = []
  /// The items of task lists, in order.
  public var taskItems: [TaskItem] = []
  /// `[Placeholders in brackets]`, in order: those of a template, or what looks like one that was left over in another text.
  public var placeholders: [Located<String>] = []
  /// The tables, in order.
  public var tables: [Table] = []
  /// Diagrams written as text in code blocks, in order. A slot refers to these by index.
  public var diagrams: [TextDiagram] = []
  /// Ids that an anchor (`#id`) can point at, besides those of the headings (footnotes, ids in raw HTML).
  public var otherAnchors: [String] = []
  /// What stands for something else in a source that holds other texts too, for bundles; few texts have any.
  public var marks: [SourceMark] = []
  /// The first paragraph as plain text, for descriptions and cards; empty when there is none.
  public var summary: String = ""
  /// Whether there is any text besides title and labels.
  public var isEmpty: Bool { bytes.isEmpty && slots.isEmpty }
  /// Whether the words of the title are more than plain text.
  public var hasTitleMarkup: Bool { !titleBytes.isEmpty || !titleSlots.isEmpty }

  /// An empty text.
  public init() {}

  /// Something that only the stage of rendering knows.
  public enum Slot: Sendable, Hashable {
    /// The start tag of the reference with this index, or nothing.
    case open(Int)
    /// The end tag of the reference with this index, or nothing.
    case close(Int)
    /// The text of a `[[id]]`: the title of what it refers to.
    case text(Int)
    /// The URL of an image, or of a link in raw HTML that is trusted, escaped for a double-quoted attribute.
    case source(Int)
    /// The picture of the diagram with this index.
    case diagram(Int)
    /// The picture that the reference with this index asks for.
    case picture(Int)
    /// The link to the heading with this index in ``MarkupText/outline``, beside it.
    case anchor(Int)
    /// The box of a task, ticked or not.
    case box(isTicked: Bool)

    /// The slot as two numbers.
    var parts: (kind: Int, index: Int) {
      switch self {
      case .open(let index): (0, index)
      case .close(let index): (1, index)
      case .text(let index): (2, index)
      case .source(let index): (3, index)
      case .diagram(let index): (4, index)
      case .picture(let index): (5, index)
      case .anchor(let index): (6, index)
      case .box(let isTicked): (7, isTicked ? 1 : 0)
      }
    }

    /// The slot of these numbers, `nil` for none.
    init?(kind: Int, index: Int) {
      switch kind {
      case 0: self = .open(index)
      case 1: self = .close(index)
      case 2: self = .text(index)
      case 3: self = .source(index)
      case 4: self = .diagram(index)
      case 5: self = .picture(index)
      case 6: self = .anchor(index)
      case 7: self = .box(isTicked: index == 1)
      default: return nil
      }
    }
  }

  /// A slot and its place; a handbook holds some ten thousand of them, so both take eight bytes.
  public struct PlacedSlot: Sendable, Hashable {
    private let place: UInt32
    private let code: UInt32

    /// A slot before the byte at `offset`.
    public init(offset: Int, slot: Slot) {
      place = UInt32(clamping: offset)
      let (kind, index) = slot.parts
      code = UInt32(clamping: index << 3 | kind)
    }

    /// The byte that it stands before.
    public var offset: Int { Int(place) }

    /// The slot.
    public var slot: Slot { Slot(kind: Int(code & 7), index: Int(code >> 3)) ?? .text(Int(code >> 3)) }
  }

  /// A heading of the text.
  public struct Heading: Sendable, Hashable {
    /// 1 to 6.
    public var level: Int
    /// The heading's text without markup.
    public var text: String
    /// The anchor, unique in its document, without `#`.
    public var anchor: String
    /// Where the heading stands.
    public var range: SourceRange

    /// A heading; see the properties.
    public init(level: Int, text: String, anchor: String, range: SourceRange) {
      self.level = level
      self.text = text
      self.anchor = anchor
      self.range = range
    }
  }

  /// One line `**Label**: value` of the metadata paragraph.
  public struct Label: Sendable, Hashable {
    /// The label as it was written, without colon.
    public var name: Located<String>
    /// The value as plain text: `.md` of code spans is kept; links give their text.
    public var value: Located<String>
    /// Where each byte of the value stands; empty where it is written as it reads, on one line and without links.
    public var places: [SourcePosition]
    /// The links by path that are no part of other markup, in order.
    public var links: [Link]
    /// The value as HTML, where its markup is kept and there is any.
    public var html: InlineHTML?
    /// The bytes of the value in which nothing separates, where there is HTML: those of links, emphasis and the like.
    public var wholes: [Range<Int>]
    /// The items of the list below the label, which are its value then; each has the label's name.
    public var items: [Label]

    /// A link in a value.
    public struct Link: Sendable, Hashable {
      /// The bytes of the value that it gives.
      public var bytes: Range<Int>
      /// The path (percent-decoded), where that stands.
      public var target: Located<String>
    }

    /// A label and its value; see the properties.
    public init(
      name: Located<String>, value: Located<String>, places: [SourcePosition] = [], links: [Link] = [],
      html: InlineHTML? = nil, wholes: [Range<Int>] = [], items: [Label] = []
    ) {
      self.name = name
      self.value = value
      self.places = places
      self.links = links
      self.html = html
      self.wholes = wholes
      self.items = items
    }
  }

  /// A stretch of finished HTML within a line, with slots cut out of it.
  public struct InlineHTML: Sendable, Hashable {
    /// The HTML, UTF-8.
    public var bytes: [UInt8]
    /// Where in `bytes` something is to be inserted; references are those of the text.
    public var slots: [PlacedSlot]

    /// A stretch; see the properties.
    public init(bytes: [UInt8], slots: [PlacedSlot]) {
      self.bytes = bytes
      self.slots = slots
    }
  }

  /// A value of a label, or a part of one, with its markup.
  public struct ValueWithMarkup: Sendable, Hashable {
    /// Where its text begins.
    public var start: SourcePosition
    /// The value.
    public var html: InlineHTML

    /// A value; see the properties.
    public init(start: SourcePosition, html: InlineHTML) {
      self.start = start
      self.html = html
    }
  }

  /// Something that points at another document, a heading or a file.
  public struct Reference: Sendable, Hashable {
    /// How it was written.
    public enum Form: Sendable, Hashable {
      /// `[text](path)` or a reference link: by path, relative to `base`.
      case link
      /// `![text](path)` (or `<img src>`): by path, relative to `base`.
      case image
      /// `[[id]]`, `[[id#heading]]`, `[[id|text]]`: by id.
      case wiki
      /// A code span whose content could be an id, or an id with `.md`: by id, and plain text when there is no such id.
      case code
      /// `{{diagram: id}}`, alone in its paragraph: the picture of a document, by its id, or one of the whole handbook, by its name.
      case diagram
    }

    /// How it was written.
    public var form: Form
    /// The path (percent-decoded) or the id; empty for a mere `#heading`.
    public var target: String
    /// The part after `#`, percent-decoded.
    public var fragment: String?
    /// The title of a link, as plain text.
    public var title: String?
    /// Where it stands.
    public var range: SourceRange
    /// The file that a relative path is relative to: the document, or the included file it stands in.
    public var base: String { range.file }

    /// A reference; see the properties.
    public init(
      form: Form, target: String, fragment: String? = nil, title: String? = nil, range: SourceRange
    ) {
      self.form = form
      self.target = target
      self.fragment = fragment
      self.title = title
      self.range = range
    }
  }

  /// The text of another file in the place of `{{include: …}}`.
  public struct Inclusion: Sendable, Hashable {
    /// Where that mark stands.
    public var place: SourceRange
    /// The file that the text stands in.
    public var file: String
    /// The text's lines in that file, from 1.
    public var lines: Range<Int>

    /// An included text; see the properties.
    public init(place: SourceRange, file: String, lines: Range<Int>) {
      self.place = place
      self.file = file
      self.lines = lines
    }
  }

  /// An item of a task list.
  public struct TaskItem: Sendable, Hashable {
    /// The index in `outline` of the heading it stands under, if any.
    public var heading: Int?
    /// Where it stands.
    public var range: SourceRange

    /// An item; see the properties.
    public init(heading: Int?, range: SourceRange) {
      self.heading = heading
      self.range = range
    }
  }

  /// A plain directed graph that was written in a code block (`mermaid` or `dot`).
  public struct TextDiagram: Sendable, Hashable {
    /// A node: its name in the source, and what to write on it.
    public struct Node: Sendable, Hashable {
      /// The name by which edges refer to it.
      public var name: String
      /// The text on it.
      public var label: String

      /// A node; see the properties.
      public init(name: String, label: String) {
        self.name = name
        self.label = label
      }
    }
    /// An edge between two nodes, by their indices in `nodes`.
    public struct Edge: Sendable, Hashable {
      /// The index of the node it leaves.
      public var from: Int
      /// The index of the node it enters.
      public var to: Int
      /// What is written on it, if anything.
      public var label: String?

      /// An edge; see the properties.
      public init(from: Int, to: Int, label: String?) {
        self.from = from
        self.to = to
        self.label = label
      }
    }
    /// The nodes in order of first mention.
    public var nodes: [Node]
    /// The edges in order.
    public var edges: [Edge]
    /// Whether it is to be drawn from left to right instead of downward.
    public var isHorizontal: Bool
    /// Where the block stands.
    public var range: SourceRange

    /// A diagram; see the properties.
    public init(nodes: [Node], edges: [Edge], isHorizontal: Bool, range: SourceRange) {
      self.nodes = nodes
      self.edges = edges
      self.isHorizontal = isHorizontal
      self.range = range
    }
  }
}

extension MarkupText {
  /// Lets go of the room that lists have for more entries: texts are kept as long as the program runs.
  mutating func giveBackRoom() {
    func fit<Element>(_ list: inout [Element]) {
      if list.capacity > list.count { list = list.withUnsafeBufferPointer { Array($0) } }
    }
    fit(&slots)
    fit(&titleSlots)
    fit(&outline)
    fit(&references)
    fit(&taskItems)
    fit(&placeholders)
    fit(&tables)
  }
}

extension MarkupText {
  /// The HTML of the value whose text begins at a place; `nil` where it has no markup.
  public func html(ofValueAt start: SourcePosition) -> InlineHTML? {
    var places = valuesWithMarkup.startIndex..<valuesWithMarkup.endIndex
    while let middle = places.isEmpty ? nil : places.lowerBound + places.count / 2 {
      let value = valuesWithMarkup[middle]
      if value.start == start { return value.html }
      places = value.start < start ? middle + 1..<places.upperBound : places.lowerBound..<middle
    }
    return nil
  }
}
