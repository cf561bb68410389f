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

  /// Breaks `text` into at most `most` lines, between words where it can.
  ///
  /// The lines are `width` px wide or less if the text fits so; else they become wider, up to three times that, and what
  /// still does not fit is cut with an ellipsis. Lines are balanced: none is much longer than the others.
  ///
  /// - Parameter mayGrow: whether lines may become wider than `width`.
  init(_ text: String, metrics: TextMetrics, width: Double, most: Int = 3, mayGrow: Bool = true) {
    self.metrics = metrics
    let words = Self.words(of: text, metrics: metrics, width: width)
    let space = metrics.width(of: " ")
    var limit = width
    var count = Self.lineCount(words, space: space, width: limit)
    while mayGrow, count > most, limit < width * 3 {
      limit *= 1.15
      count = Self.lineCount(words, space: space, width: limit)
    }
    if count > 1, count <= most { limit = Self.balanced(words, count: count, space: space, width: limit) }
    var lines = Self.fill(words, space: space, width: limit)
    if lines.count > most {
      lines = Array(lines.prefix(most))
      // The ellipsis takes the place of what it does not leave room for.
      while !mayGrow, lines[most - 1].count > 1, metrics.width(of: lines[most - 1] + "…") > width {
        lines[most - 1].removeLast()
      }
      lines[most - 1] += "…"
    }
    self.lines = lines
    self.width = lines.map { metrics.width(of: $0) }.max() ?? 0
  }

  /// A word, and how wide it is.
  private struct Word {
    var text: String
    var width: Double
  }

  /// The words, without control characters; one that is wider than a line is cut into parts.
  private static func words(of text: String, metrics: TextMetrics, width: Double) -> [Word] {
    if text.utf8.count <= 2_000, text.utf8.allSatisfy({ (32..<127).contains($0) }) {
      return text.utf8.split(separator: UInt8(ascii: " ")).flatMap { word in
        parts(of: Substring(word), metrics: metrics, width: width)
      }
    }
    // More than this can never be shown, and would only cost time.
    let start = text.unicodeScalars.prefix(2_000).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    var shown = String(String.UnicodeScalarView(start))
    if text.unicodeScalars.count > start.count { shown += "…" }
    return shown.split(whereSeparator: \.isWhitespace).flatMap { parts(of: $0, metrics: metrics, width: width) }
  }

  private static func parts(of word: Substring, metrics: TextMetrics, width: Double) -> [Word] {
    let wordWidth = metrics.width(of: word)
    guard wordWidth > width else { return [Word(text: String(word), width: wordWidth)] }
    var parts: [Word] = []
    var part = Word(text: "", width: 0)
    for character in word {
      let characterWidth = metrics.width(of: String(character))
      if part.width + characterWidth > width, !part.text.isEmpty {
        parts.append(part)
        part = Word(text: "", width: 0)
      }
      part.text.append(character)
      part.width += characterWidth
    }
    return parts + [part]
  }

  /// How many lines the words take that are filled one after another.
  private static func lineCount(_ words: [Word], space: Double, width: Double) -> Int {
    var count = 0
    var lineWidth = 0.0
    for word in words {
      if count > 0, lineWidth + space + word.width <= width {
        lineWidth += space + word.width
      } else {
        count += 1
        lineWidth = word.width
      }
    }
    return count
  }

  private static func fill(_ words: [Word], space: Double, width: Double) -> [String] {
    var lines: [String] = []
    var lineWidth = 0.0
    for word in words {
      if !lines.isEmpty, lineWidth + space + word.width <= width {
        lines[lines.count - 1] += " " + word.text
        lineWidth += space + word.width
      } else {
        lines.append(word.text)
        lineWidth = word.width
      }
    }
    return lines
  }

  /// The width that as many lines need at least, to 2 px: a binary search.
  private static func balanced(_ words: [Word], count: Int, space: Double, width: Double) -> Double {
    var low = 0.0, high = width
    while high - low > 2 {
      let middle = (low + high) / 2
      if lineCount(words, space: space, width: middle) > count { low = middle } else { high = middle }
    }
    return high
  }
}
