import Diagnostics
import Handbook

/// A place where a word is being written: what could stand there, and the bytes in whose place it would come.
struct CompletionPlace {
  /// What could stand at a place.
  enum Candidates: Equatable {
    /// The names of fields of a kind.
    case fields(Kind)
    case kinds
    case phases
    /// The ids of documents of a kind, or of all.
    case documents(Kind?)
  }

  /// How a word is written there.
  enum Spelling {
    case plain
    case yaml
    /// In YAML's square brackets or braces, where commas part what stands there.
    case yamlFlow
    case doubleQuoted
    case singleQuoted

    /// A word as it is written.
    ///
    /// - Parameter isWhole: whether it is the whole of a scalar, not one name of several.
    func write(_ word: String, isWhole: Bool) -> String {
      switch self {
      case .plain: word
      case .yaml: isWhole ? plainScalar(word) : word
      case .yamlFlow: !isWhole ? word : word.contains(",") ? quotedScalar(word) : plainScalar(word)
      case .doubleQuoted: String(quotedScalar(word).dropFirst().dropLast())
      case .singleQuoted: word.replacing("'", with: "''")
      }
    }
  }

  var candidates: Candidates
  /// Where the word may begin, as a name may hold what else parts names; ascending, one at least.
  var starts: [Int]
  /// The cursor.
  var offset: Int
  /// Where the word ends that the cursor stands in.
  var end: Int
  var spelling = Spelling.plain
  /// What a choice needs in front of it, and behind it.
  var before = ""
  var after = ""

  /// Where the word in front of the cursor begins, and the word in lower case: the longest that something begins with, else the
  /// shortest.
  func word(in text: OpenText, isBegun: (String) -> Bool) -> (start: Int, word: String) {
    let typed = { (start: Int) in String(decoding: text.bytes[start..<offset], as: UTF8.self).lowercased() }
    // Nobody writes more words than these into one name.
    let longer = starts.dropLast().suffix(4).first { isBegun(typed($0)) }
    let start = longer ?? starts[starts.count - 1]
    return (start, typed(start))
  }

  /// The place at an offset of a document of some kind; `nil` where nothing is known that could stand there.
  static func find(in text: OpenText, at offset: Int, of kind: Kind) -> CompletionPlace? {
    let line = text.lines.place(of: offset).line
    let start = text.lines.starts[line - 1]
    let offset = max(offset, start)
    if let typed = wikiLink(text.bytes[start..<offset]) { return inWikiLink(from: typed, text, at: offset) }
    if let frontMatter = text.frontMatter, offset <= frontMatter.upperBound {
      return offset < frontMatter.lowerBound ? nil : inFrontMatter(frontMatter, text, at: offset, line: start, kind)
    }
    return inLabel(text, at: offset, line: line, kind)
  }

  /// What could stand in a field of a document of some kind.
  static func candidates(for field: Field, in kind: Kind) -> Candidates? {
    switch field {
    case .phase: .phases
    case .type: .kinds
    default: field.belongs(to: kind) ? field.relation.map { .documents($0.target) } : nil
    }
  }

  // MARK: - Words

  /// Where names may begin in a text of several, behind what parts them; `nil` where the text ends in a remark.
  static func starts(in value: ArraySlice<UInt8>, of shape: FieldShape) -> [Int]? {
    let starts: [Int]? = value.withUnsafeBufferPointer { bytes in
      var (starts, depth, index) = ([0], 0, 0)
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "(") { depth += 1 }
        if bytes[index] == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
        let length = depth > 0 ? nil : separator(bytes, at: index, of: shape)
        index += length ?? 1
        if length != nil { starts.append(index) }
      }
      // Who has opened a bracket most likely writes what stands in it, though one that stays open is a character like any other.
      return depth == 0 ? starts : nil
    }
    return starts?.map { start in value[(value.startIndex + start)...].firstIndex { $0 > 32 } ?? value.endIndex }
  }

  /// How many bytes of a text at an index part two names; `nil` where none do.
  private static func separator(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, of shape: FieldShape) -> Int? {
    switch shape {
    case .text: nil
    case .names: Separators.names.length(in: bytes, at: index)
    case .phases: Separators.names.length(in: bytes, at: index) ?? Separators.arrows.length(in: bytes, at: index)
    case .texts, .namedTexts, .ids, .idsWithText: Separators.commas.length(in: bytes, at: index)
    }
  }

  /// Where the word ends that the cursor stands in or behind.
  static func end(of offset: Int, _ text: OpenText, of shape: FieldShape) -> Int {
    let bytes = text.bytes[offset...]
    guard shape == .phases else { return bytes.firstIndex { !isOfID($0) } ?? bytes.endIndex }
    // Phases are words as people write them.
    let stop = bytes.firstIndex { $0 < 32 || "[]{}()\"'#:`".utf8.contains($0) } ?? bytes.endIndex
    let length = bytes[..<stop].withUnsafeBufferPointer { bytes in
      bytes.indices.first { separator(bytes, at: $0, of: shape) != nil } ?? bytes.count
    }
    return bytes[..<(offset + length)].lastIndex { $0 > 32 }.map { $0 + 1 } ?? offset
  }

  /// Whether a line ends at an offset, or goes on with one of some characters, so that no word is run into.
  static func isFree(_ text: OpenText, at offset: Int, before stops: String) -> Bool {
    guard let next = text.bytes[offset...].first(where: { $0 != 32 && $0 != 9 }) else { return true }
    return next == 10 || next == 13 || stops.utf8.contains(next)
  }

  static func isOfID(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (97...122).contains(byte | 0x20) || (48...57).contains(byte) || "-_.".utf8.contains(byte)
  }
}
