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

  /// The text on one line, in which nothing is Markdown.
  public var escapedForMarkdown: String {
    replacingScalars { scalar in
      if scalar.properties.isWhitespace && scalar != " " { return " " }
      return "\\`*_[]<>#|~&@".unicodeScalars.contains(scalar) ? "\\\(scalar)" : nil
    }
  }
}
