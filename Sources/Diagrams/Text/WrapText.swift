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
    var limit = width
    var lines = Self.fill(words, metrics: metrics, width: limit)
    while mayGrow, lines.count > most, limit < width * 3 {
      limit *= 1.15
      lines = Self.fill(words, metrics: metrics, width: limit)
    }
    if lines.count > most {
      lines = Array(lines.prefix(most))
      // The ellipsis takes the place of what it does not leave room for.
      while !mayGrow, lines[most - 1].count > 1, metrics.width(of: lines[most - 1] + "…") > width {
        lines[most - 1].removeLast()
      }
      lines[most - 1] += "…"
    } else if lines.count > 1 {
      lines = Self.balanced(words, count: lines.count, metrics: metrics, width: limit)
    }
    self.lines = lines
    self.width = lines.map { metrics.width(of: $0) }.max() ?? 0
  }

  /// The words, without control characters; one that is wider than a line is cut into parts.
  private static func words(of text: String, metrics: TextMetrics, width: Double) -> [String] {
    // More than this can never be shown, and would only cost time.
    let start = text.unicodeScalars.prefix(2_000).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    var shown = String(String.UnicodeScalarView(start))
    if text.unicodeScalars.count > start.count { shown += "…" }
    return shown.split(whereSeparator: \.isWhitespace).flatMap { word -> [String] in
      guard metrics.width(of: word) > width else { return [String(word)] }
      var parts: [String] = []
      var part = ""
      var partWidth = 0.0
      for character in word {
        let characterWidth = metrics.width(of: String(character))
        if partWidth + characterWidth > width, !part.isEmpty {
          parts.append(part)
          (part, partWidth) = ("", 0)
        }
        part.append(character)
        partWidth += characterWidth
      }
      return parts + [part]
    }
  }

  private static func fill(_ words: [String], metrics: TextMetrics, width: Double) -> [String] {
    var lines: [String] = []
    var lineWidth = 0.0
    let space = metrics.width(of: " ")
    for word in words {
      let wordWidth = metrics.width(of: word)
      if !lines.isEmpty, lineWidth + space + wordWidth <= width {
        lines[lines.count - 1] += " " + word
        lineWidth += space + wordWidth
      } else {
        lines.append(word)
        lineWidth = wordWidth
      }
    }
    return lines
  }

  /// As many lines, as narrow as they can be: a binary search over the width.
  private static func balanced(_ words: [String], count: Int, metrics: TextMetrics, width: Double) -> [String] {
    var low = 0.0, high = width
    while high - low > 2 {
      let middle = (low + high) / 2
      if fill(words, metrics: metrics, width: middle).count > count { low = middle } else { high = middle }
    }
    return fill(words, metrics: metrics, width: high)
  }
}
