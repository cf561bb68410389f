/// A text broken into lines.
struct TextBlock: Sendable, Hashable {
  /// The lines; empty for an empty text.
  var lines: [String]
  /// The font.
  var metrics: TextMetrics
  /// The width of the widest line in px.
  var width: Double
  /// The height of all lines in px.
  var height: Double { Double(lines.count) * metrics.lineHeight }

  /// Breaks `text` into at most `most` lines, between words where it can, and between the characters of scripts that write none.
  ///
  /// The lines are `width` px wide or less if the text fits so; else they become wider, up to three times that, and what
  /// still does not fit is cut with an ellipsis. Lines are balanced: none is much longer than the others.
  ///
  /// - Parameter mayGrow: whether lines may become wider than `width`.
  init(_ text: String, metrics: TextMetrics, width: Double, most: Int = 3, mayGrow: Bool = true) {
    self.metrics = metrics
    let (shown, words) = Words.of(text, metrics: metrics, width: mayGrow ? width * 3 : width)
    let space = Int(metrics.asciiWidths[0])
    let spaceWidth = metrics.width(thousandths: space)
    // A word is rather given room than cut.
    var limit = words.reduce(width) { max($0, $1.width) }
    var count = words.lineCount(space: spaceWidth, width: limit)
    while mayGrow, count > most, limit < width * 3 {
      limit *= 1.15
      count = words.lineCount(space: spaceWidth, width: limit)
    }
    if count > 1, count <= most { limit = words.balanced(count: count, space: spaceWidth, width: limit) }
    lines = []
    lines.reserveCapacity(min(count, most))
    self.width = 0
    var next = 0
    while next < words.count, lines.count < most {
      let end = words.endOfLine(from: next, space: spaceWidth, width: limit)
      var line = words.text(next..<end, of: shown)
      if end < words.count, lines.count + 1 == most {
        // The ellipsis takes the place of what it does not leave room for.
        while !mayGrow, line.count > 1, metrics.width(of: line + "…") > width { line.removeLast() }
        line += "…"
        self.width = max(self.width, metrics.width(of: line))
      } else {
        let spaces = words[next..<end].dropFirst().count { !$0.continues }
        let thousandths = words[next..<end].reduce(space * spaces) { $0 + $1.thousandths }
        self.width = max(self.width, metrics.width(thousandths: thousandths))
      }
      lines.append(line)
      next = end
    }
  }
}

/// A word of a text.
private struct Word {
  /// Where it stands in the text's UTF-8.
  var bytes: Range<Int>
  /// How wide it is in thousandths of an em.
  var thousandths: Int
  /// How wide it is in px; of a part of a longer one, the widths of its characters in sum.
  var width: Double
  /// Whether it goes on with the one before, without a space.
  var continues = false
}

private typealias Words = [Word]

extension Words {
  /// The words, without control characters; one that is wider than a line is cut into parts. They stand in `shown`.
  fileprivate static func of(_ text: String, metrics: TextMetrics, width: Double) -> (shown: String, words: Words) {
    let ascii = text.utf8.withContiguousStorageIfAvailable { ofASCII($0, metrics, width) }
    if let words = ascii ?? nil { return (text, words) }
    // More than this can never be shown, and would only cost time.
    let start = text.unicodeScalars.prefix(2_000).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    var shown = String(String.UnicodeScalarView(start))
    if text.unicodeScalars.count > start.count { shown += "…" }
    var words: Words = []
    var end = 0
    for word in shown.split(whereSeparator: \.isWhitespace) {
      var start = shown.utf8.distance(from: shown.startIndex, to: word.startIndex)
      for part in word.unbroken {
        let whole = Word(
          start..<(start + part.utf8.count), thousandths: metrics.thousandths(of: part), metrics,
          continues: start == end && start > 0)
        if whole.width <= width {
          words.append(whole)
        } else {
          words.append(
            whole, width, metrics, characters: part.map { ($0.utf8.count, metrics.thousandths(of: String($0))) })
        }
        start += part.utf8.count
        end = start
      }
    }
    return (shown, words)
  }

  /// The words of a text of ASCII; `nil` for any other, and for one too long to be shown.
  private static func ofASCII(_ text: UnsafeBufferPointer<UInt8>, _ metrics: TextMetrics, _ width: Double) -> Words? {
    guard text.count <= 2_000 else { return nil }
    let widths = metrics.asciiWidths
    var words: Words = []
    words.reserveCapacity(8)
    var index = 0
    while index < text.count {
      let first = index
      var thousandths = 0
      while index < text.count, text[index] != UInt8(ascii: " ") {
        guard (32..<127).contains(text[index]) else { return nil }
        thousandths += Int(widths[Int(text[index]) - 32])
        index += 1
      }
      if index > first {
        let whole = Word(first..<index, thousandths: thousandths, metrics)
        if whole.width <= width {
          words.append(whole)
        } else {
          words.append(
            whole, width, metrics, characters: text[first..<index].map { (1, Int(widths[Int($0) - 32])) })
        }
      }
      index += 1
    }
    return words
  }

  /// Appends a word wider than a line in parts that fit.
  private mutating func append(
    _ whole: Word, _ width: Double, _ metrics: TextMetrics, characters: [(bytes: Int, thousandths: Int)]
  ) {
    let first = whole.bytes.lowerBound
    var part = Word(first..<first, thousandths: 0, metrics, continues: whole.continues)
    for character in characters {
      let characterWidth = metrics.width(thousandths: character.thousandths)
      if part.width + characterWidth > width, !part.bytes.isEmpty {
        append(part)
        part = Word(part.bytes.upperBound..<part.bytes.upperBound, thousandths: 0, metrics, continues: true)
      }
      part.bytes = part.bytes.lowerBound..<(part.bytes.upperBound + character.bytes)
      part.thousandths += character.thousandths
      part.width += characterWidth
    }
    append(part)
  }

  /// The index of the word that begins the next line after one that begins with the word at `index`.
  fileprivate func endOfLine(from index: Int, space: Double, width: Double) -> Int {
    var lineWidth = self[index].width
    var index = index + 1
    while index < count {
      let wider = lineWidth + (self[index].continues ? 0 : space) + self[index].width
      guard wider <= width else { break }
      lineWidth = wider
      index += 1
    }
    return index
  }

  /// How many lines the words take that are filled one after another.
  fileprivate func lineCount(space: Double, width: Double) -> Int {
    var lines = 0
    var index = 0
    while index < count {
      index = endOfLine(from: index, space: space, width: width)
      lines += 1
    }
    return lines
  }

  /// The width that as many lines need at least, to 2 px: a binary search.
  fileprivate func balanced(count: Int, space: Double, width: Double) -> Double {
    var low = 0.0, high = width
    while high - low > 2 {
      let middle = (low + high) / 2
      if lineCount(space: space, width: middle) > count { low = middle } else { high = middle }
    }
    return high
  }

  /// The words of a line with a space between every two.
  fileprivate func text(_ range: Range<Int>, of text: String) -> String {
    let utf8 = text.utf8
    func part(_ bytes: Range<Int>) -> String {
      if bytes == 0..<utf8.count { return text }
      let start = utf8.index(utf8.startIndex, offsetBy: bytes.lowerBound)
      return String(Substring(utf8[start..<utf8.index(start, offsetBy: bytes.count)]))
    }
    // One byte between two words is a space.
    let isAsWritten = range.dropFirst().allSatisfy {
      self[$0 - 1].bytes.upperBound + (self[$0].continues ? 0 : 1) == self[$0].bytes.lowerBound
    }
    if isAsWritten {
      return part(self[range.lowerBound].bytes.lowerBound..<self[range.upperBound - 1].bytes.upperBound)
    }
    return range.reduce(into: "") { line, index in
      if index > range.lowerBound, !self[index].continues { line += " " }
      line += part(self[index].bytes)
    }
  }
}

extension Word {
  fileprivate init(_ bytes: Range<Int>, thousandths: Int, _ metrics: TextMetrics, continues: Bool = false) {
    self.init(
      bytes: bytes, thousandths: thousandths, width: metrics.width(thousandths: thousandths), continues: continues)
  }
}
