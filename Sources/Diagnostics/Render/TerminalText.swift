import TextFormats

/// How diagnostics are shown to people: in a terminal, or in a file that one reads.
public struct TerminalText: Sendable {
  /// Whether to colour.
  public var usesColor: Bool
  /// What to put before a diagnostic's file, so that a terminal can open it: the content folder.
  public var folder: String
  /// Whether the severity stands before the message; not where it is shown beside the text.
  public var namesSeverity = true

  /// The look of diagnostics; see the properties.
  public init(usesColor: Bool, folder: String) {
    self.usesColor = usesColor
    self.folder = folder
  }

  /// One diagnostic with its source line: several lines, the last one ends with a line end.
  ///
  /// - Parameter reason: why such a problem matters, where that is to be said.
  public func text(of diagnostic: Diagnostic, reason: String? = nil) -> String {
    var text = ""
    if let range = diagnostic.range {
      text += bold("\(path(range.file)):\(range.start.line):\(diagnostic.characterColumn ?? range.start.column):") + " "
    }
    if namesSeverity { text += colored(diagnostic.severity.rawValue + ":", diagnostic.severity) + " " }
    text += bold(Self.printable(diagnostic.message)) + " [\(diagnostic.code.rawValue)]\n"
    if let line = diagnostic.sourceLine, let range = diagnostic.range {
      text += excerpt(of: line, diagnostic, range)
    }
    if let reason { text += "  why: \(Self.printable(reason))\n" }
    if let help = diagnostic.help { text += "  help: \(Self.printable(help))\n" }
    for related in diagnostic.related {
      text += "  note: \(Self.printable(related.message)): \(path(related.range.file)):\(related.range.start.line)\n"
    }
    return text
  }

  func path(_ file: String) -> String {
    Self.printable(folder.isEmpty || folder == "." ? file : folder.hasSuffix("/") ? folder + file : folder + "/" + file)
  }

  // MARK: - The source line

  private func excerpt(of line: String, _ diagnostic: Diagnostic, _ range: SourceRange) -> String {
    if let excerpt = plainExcerpt(of: line, diagnostic, range) { return excerpt }
    let characters = Array(line)
    let cut = diagnostic.lineCut ?? Diagnostic.LineCut()
    let start = min((diagnostic.characterColumn ?? 1) - 1 - cut.characters, characters.count)
    let last = (diagnostic.characterEndColumn ?? start + 2) - 1 - cut.characters
    let end = min(max(last, start + 1), max(characters.count, start + 1))
    // A long line is shown around the place only.
    let from = start > 100 ? start - 40 : 0
    let until = min(characters.count, from + 140)
    let before = characters[from..<start].map(Self.cell).joined()
    let marked = characters[start..<max(start, min(end, until))].map(Self.cell).joined()
    let after = characters[max(start, min(end, until))..<until].map(Self.cell).joined()
    let number = String(range.start.line)
    let margin = String(repeating: " ", count: number.count)
    let underline = String(repeating: "^", count: max(Self.width(marked), 1))
    let (isCutBefore, isCutBehind) = (from > 0 || cut.bytes > 0, until < characters.count || cut.isCutBehind)
    return " \(number) | \(isCutBefore ? "…" : "")\(before)\(marked)\(after)\(isCutBehind ? "…" : "")\n"
      + " \(margin) | \(isCutBefore ? " " : "")\(String(repeating: " ", count: Self.width(before)))"
      + colored(underline, diagnostic.severity) + "\n"
  }

  /// The same for a short line of letters, digits and signs of ASCII, which most are: each is one byte, and one column.
  private func plainExcerpt(of line: String, _ diagnostic: Diagnostic, _ range: SourceRange) -> String? {
    let count = line.utf8.count
    guard count <= 100, diagnostic.lineCut == nil, line.utf8.allSatisfy({ (32..<127).contains($0) }) else { return nil }
    let start = min(range.start.column - 1, count)
    let end = range.end.line == range.start.line ? range.end.column - 1 : count
    let number = String(range.start.line)
    let margin = String(repeating: " ", count: number.utf8.count)
    let underline = String(repeating: "^", count: max(min(end, count) - start, 1))
    return " \(number) | \(line)\n \(margin) | \(String(repeating: " ", count: start))"
      + colored(underline, diagnostic.severity) + "\n"
  }

  /// A character as the terminal shall show it.
  private static func cell(_ character: Character) -> String {
    character == "\t" ? "    " : printable(String(character))
  }

  /// How many columns of a terminal a text takes.
  private static func width(_ text: String) -> Int {
    text.reduce(0) { width, character in
      let value = character.unicodeScalars.first?.value ?? 0
      let isWide =
        (0x1100..<0x1160).contains(value) || (0x2E80..<0xA4D0).contains(value) || (0xAC00..<0xD7A4).contains(value)
        || (0xF900..<0xFB00).contains(value) || (0xFE30..<0xFE70).contains(value) || (0xFF00..<0xFF61).contains(value)
        || (0x1F300..<0x1FB00).contains(value) || (0x20000..<0x40000).contains(value)
      return width + (isWide ? 2 : 1)
    }
  }

  /// A text without control characters: what an author wrote must not steer the terminal of the one who reads it.
  public static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isControl(scalar) ? "�" : scalar) }
    return String(scalars)
  }

  /// The same for a text in UTF-8 of many lines: tabs and ends of lines stay, and so does what turns the direction of a text, as authors
  /// of some languages need it.
  public static func printable(text bytes: [UInt8]) -> [UInt8] {
    func isControl(_ index: Int) -> Bool {
      switch bytes[index] {
      case 9, 10, 13: false
      case ..<32, 127: true
      case 0xC2: index + 1 < bytes.count && bytes[index + 1] < 0xA0
      default: false
      }
    }
    guard bytes.indices.contains(where: isControl) else { return bytes }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 64)
    var index = 0
    while index < bytes.count {
      if isControl(index) {
        text += "\u{FFFD}".utf8
        index += bytes[index] == 0xC2 ? 2 : 1
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    return text
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.isControl || scalar.turnsText }

  // MARK: - Colours

  private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func colored(_ text: String, _ severity: Severity) -> String {
    guard usesColor else { return text }
    let color =
      switch severity {
      case .error: 31
      case .warning: 33
      case .note: 36
      }
    return "\u{1B}[1;\(color)m\(text)\u{1B}[0m"
  }
}

/// How many problems there are of each severity.
public struct ProblemCount: Sendable, Equatable {
  /// Errors.
  public var errors = 0
  /// Warnings.
  public var warnings = 0
  /// Notes.
  public var notes = 0

  /// Counts `diagnostics`.
  public init(_ diagnostics: some Sequence<Diagnostic>) {
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }

  /// The counts as people say them: `1 error, 3 warnings`, or `no problems`.
  public var description: String {
    let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")]
      .filter { $0.0 > 0 }
      .map { $0.0 == 1 ? "1 \($0.1)" : "\($0.0) \($0.1)s" }
    return parts.isEmpty ? "no problems" : parts.joined(separator: ", ")
  }
}
