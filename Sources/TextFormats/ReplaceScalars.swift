extension String {
  /// The text with some of its scalars written otherwise: what a format escapes.
  ///
  /// - Parameter replacement: what to write for a scalar; `nil` leaves it as it is.
  public func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let text = replacement(scalar) {
        result.append(contentsOf: text.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text on one line, in which nothing is Markdown, and nothing steers a terminal.
  public var escapedForMarkdown: String {
    replacingScalars { scalar in
      if scalar.properties.isWhitespace && scalar != " " { return " " }
      if scalar.isControl || scalar.turnsText { return "\u{FFFD}" }
      return "\\`*_[]<>#|~&@".unicodeScalars.contains(scalar) ? "\\\(scalar)" : nil
    }
  }

  /// The text on one line as code in Markdown; one that holds a backtick is text in which nothing is Markdown.
  public var codeForMarkdown: String {
    // A backtick with a mark above it is no character of its own, but one that ends code.
    utf8.contains(UInt8(ascii: "`")) ? escapedForMarkdown : "`\(onOneLine)`"
  }

  /// The text on one line, without what steers a terminal.
  public var onOneLine: String {
    replacingScalars { scalar in
      if scalar.properties.isWhitespace && scalar != " " { return " " }
      return scalar.isControl || scalar.turnsText ? "\u{FFFD}" : nil
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character of ASCII or of Latin-1, tabs and ends of lines among them: most steer a terminal.
  @inlinable public var isControl: Bool { value < 32 || (127..<160).contains(value) }

  /// Whether it turns the direction of the text behind it, so that readers see another order than there is.
  @inlinable public var turnsText: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}
