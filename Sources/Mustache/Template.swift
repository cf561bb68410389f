/// A template, compiled: instructions in one flat list, which rendering walks without asking what the text was.
public struct Template: Sendable {
  /// The text's bytes; literals are ranges of them.
  let text: [UInt8]
  /// The instructions.
  let code: [Instruction]
  /// The same with marks where lines begin, for the case that another template includes this one indented.
  let indentableCode: [Instruction]
  /// The names in the instructions' paths, one path after another.
  let names: [Name]
  /// The templates that it includes, in order.
  public let partials: [Partial]

  /// An inclusion of another template.
  public struct Partial: Sendable {
    /// The name of the other template.
    public var name: String
    /// The tag's place in the text, in bytes.
    public var place: Range<Int>
    /// The place of the blanks that the lines of the other template are indented by.
    var indentation: Range<Int>
    /// Whether the tag begins its line, blanks apart: then the indentation of this template holds for the other one too.
    var beginsLine: Bool
  }

  /// Compiles a text.
  ///
  /// - Throws: `TemplateError` for the first tag that is wrong.
  public init(_ text: [UInt8]) throws(TemplateError) {
    var assembler = Assembler(text: text)
    let tokens = try tokens(of: text)
    code = assembler.assemble(tokens, marksLines: false)
    (names, partials) = (assembler.names, assembler.partials)
    indentableCode = assembler.assemble(tokens, marksLines: true)
    self.text = text
  }
}

/// A step of rendering.
enum Instruction: Sendable {
  /// Copies a range of the text.
  case literal(start: Int32, end: Int32)
  /// Shows a value.
  case variable(Path, isEscaped: Bool)
  /// Renders the instructions up to `end` once for a value, for each of a list's values, or not at all.
  case section(Path, end: Int32)
  /// Renders the instructions up to `end` when there is no true value.
  case inverted(Path, end: Int32)
  /// Renders another template, by its index in ``Template/partials``.
  case partial(Int32)
  /// Writes the indentation.
  case lineStart

  /// A dotted name: where its parts stand in ``Template/names``. Without parts it means the value itself.
  struct Path: Sendable {
    var start: Int32
    var count: Int32
  }
}

/// Makes instructions of tokens.
private struct Assembler {
  let text: [UInt8]
  var names: [Name] = []
  var partials: [Template.Partial] = []
  private var code: [Instruction] = []
  private var marksLines = false
  private var isLineStart = true

  init(text: [UInt8]) { self.text = text }

  mutating func assemble(_ tokens: [Token], marksLines: Bool) -> [Instruction] {
    (names, partials, code, self.marksLines, isLineStart) = ([], [], [], marksLines, true)
    var sections: [(place: Int, path: Instruction.Path, isInverted: Bool)] = []
    for token in tokens {
      switch token {
      case .literal(let range): literal(range)
      case .variable(let name, let isEscaped):
        beginLine()
        code.append(.variable(path(name), isEscaped: isEscaped))
      case .open(let name, let isInverted):
        sections.append((code.count, path(name), isInverted))
        code.append(.lineStart)
      case .close:
        guard let section = sections.popLast() else { continue }
        let end = Int32(code.count)
        code[section.place] = section.isInverted ? .inverted(section.path, end: end) : .section(section.path, end: end)
      case .partial(let name, let indentation, let place):
        // One that begins its line is indented as a whole.
        let beginsLine = !indentation.isEmpty || isAtLineStart(place)
        if !beginsLine { beginLine() }
        code.append(.partial(Int32(partials.count)))
        partials.append(Template.Partial(name: name, place: place, indentation: indentation, beginsLine: beginsLine))
      }
    }
    return code
  }

  /// Whether nothing stands before a tag in its line.
  private func isAtLineStart(_ place: Range<Int>) -> Bool {
    place.lowerBound == 0 || text[place.lowerBound - 1] == UInt8(ascii: "\n")
  }

  private mutating func literal(_ range: Range<Int>) {
    guard marksLines else {
      code.append(.literal(start: Int32(range.lowerBound), end: Int32(range.upperBound)))
      return
    }
    var start = range.lowerBound
    while start < range.upperBound {
      let newline = text[start..<range.upperBound].firstIndex(of: UInt8(ascii: "\n"))
      let end = newline.map { $0 + 1 } ?? range.upperBound
      beginLine()
      code.append(.literal(start: Int32(start), end: Int32(end)))
      isLineStart = newline != nil
      start = end
    }
  }

  private mutating func beginLine() {
    if marksLines, isLineStart { code.append(.lineStart) }
    isLineStart = false
  }

  private mutating func path(_ parts: [Name]) -> Instruction.Path {
    defer { names += parts }
    return Instruction.Path(start: Int32(names.count), count: Int32(parts.count))
  }
}
