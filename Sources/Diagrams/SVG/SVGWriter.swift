import Buffers
import GraphLayout
import Markup
import TextFormats

/// Appends SVG to a buffer. Lengths are written with at most one decimal.
struct SVGWriter: ~Copyable {
  var output: OutputBuffer

  /// A writer that goes on behind what a buffer holds.
  init(_ output: consuming OutputBuffer) { self.output = output }

  /// Ends the writing, and gives all that was written.
  consuming func finish() -> OutputBuffer { output }

  /// Appends the bytes of a literal.
  mutating func write(_ literal: StaticString) {
    output.append(literal)
  }

  /// Appends a text as it is.
  mutating func write(text: String) {
    output.append(string: text)
  }

  /// Appends a text with what SVG gives a meaning escaped. What XML does not allow, not even escaped, becomes U+FFFD: a picture that
  /// stands alone is refused for one such character.
  mutating func write(escaping text: String) {
    output.append(escapingAll: text.isXML ? text : text.replacingScalars { $0.isXML ? nil : "\u{FFFD}" })
  }

  /// Appends the digits of a number of 0 or more.
  mutating func write(index: Int) {
    write(Double(index))
  }

  mutating func write(_ number: Double) {
    SVGPiece.append(to: &output, capacity: SVGPiece.numberLength) { $0.put(number) }
  }

  mutating func write(_ number: Double, _ text: StaticString) {
    SVGPiece.append(to: &output, capacity: SVGPiece.numberLength + text.utf8CodeUnitCount) { piece in
      piece.put(number)
      piece.put(text)
    }
  }

  mutating func write(_ a: Double, _ text: StaticString, _ b: Double) {
    write("", a, text, b, "")
  }

  mutating func write(_ a: Double, _ text: StaticString, _ b: Double, _ end: StaticString) {
    write("", a, text, b, end)
  }

  mutating func write(
    _ start: StaticString, _ a: Double, _ text: StaticString, _ b: Double, _ end: StaticString
  ) {
    let literals = start.utf8CodeUnitCount + text.utf8CodeUnitCount + end.utf8CodeUnitCount
    SVGPiece.append(to: &output, capacity: SVGPiece.numberLength * 2 + literals) { piece in
      piece.put(start)
      piece.put(a)
      piece.put(text)
      piece.put(b)
      piece.put(end)
    }
  }

  mutating func element(_ name: StaticString, id: String, _ suffix: StaticString, marksEnglish: Bool, _ text: String) {
    write("<")
    write(name)
    write(" id=\"")
    write(text: id)
    write(suffix)
    write(marksEnglish ? "\" lang=\"en\">" : "\">")
    write(escaping: text)
    write("</")
    write(name)
    write(">\n")
  }

  /// Lines of text, centred; each line is placed by its baseline, as browsers agree on nothing else.
  mutating func text(
    _ block: TextBlock, class name: StaticString?, centre: Double, top: Double, marksEnglish: Bool = false
  ) {
    guard !block.lines.isEmpty else { return }
    write(marksEnglish ? "<text lang=\"en\"" : "<text")
    if let name {
      write(" class=\"")
      write(name)
      write("\"")
    }
    write(" text-anchor=\"middle\" font-size=\"")
    write(block.metrics.size, block.metrics.isBold ? "\" font-weight=\"700\"" : "\"")
    let first = top + (block.metrics.lineHeight + block.metrics.size * 0.72) / 2
    if block.lines.count == 1 {
      write(" x=\"", centre, "\" y=\"", first, "\">")
      write(escaping: block.lines[0])
    } else {
      write(">")
      for (index, line) in block.lines.enumerated() {
        write("<tspan x=\"", centre, "\" y=\"", first + Double(index) * block.metrics.lineHeight, "\">")
        // The space keeps words apart for those who hear or copy the text.
        write(escaping: line)
        write(index + 1 < block.lines.count ? " </tspan>" : "</tspan>")
      }
    }
    write("</text>")
  }

  // MARK: - Paths

  mutating func path(_ path: Drawing.Path) {
    // A curve has a letter and three points, each with a space before it or in it.
    let segmentLength = 1 + 6 * (SVGPiece.numberLength + 1)
    SVGPiece.append(to: &output, capacity: (path.segments.count + 1) * segmentLength) { piece in
      piece.put(UInt8(ascii: "M"))
      piece.put(path.start)
      for segment in path.segments {
        switch segment {
        case .line(let end):
          piece.put(UInt8(ascii: "L"))
          piece.put(end)
        case .curve(let first, let second, let end):
          piece.put(UInt8(ascii: "C"))
          piece.put(first)
          piece.put(UInt8(ascii: " "))
          piece.put(second)
          piece.put(UInt8(ascii: " "))
          piece.put(end)
        }
      }
    }
  }

  /// The head of an arrow: a triangle whose tip is the path's end.
  mutating func arrow(_ path: Drawing.Path) {
    guard let (before, tip) = path.lastDirection else { return }
    let length = ((tip.x - before.x) * (tip.x - before.x) + (tip.y - before.y) * (tip.y - before.y)).squareRoot()
    guard length > 0 else { return }
    let (dx, dy) = ((tip.x - before.x) / length, (tip.y - before.y) / length)
    let base = Point(x: tip.x - dx * 8, y: tip.y - dy * 8)
    SVGPiece.append(to: &output, capacity: 4 + 6 * (SVGPiece.numberLength + 1)) { piece in
      piece.put(UInt8(ascii: "M"))
      piece.put(tip)
      piece.put(UInt8(ascii: "L"))
      piece.put(Point(x: base.x - dy * 3.6, y: base.y + dx * 3.6))
      piece.put(UInt8(ascii: "L"))
      piece.put(Point(x: base.x + dy * 3.6, y: base.y - dx * 3.6))
      piece.put(UInt8(ascii: "Z"))
    }
  }
}

extension String {
  /// Whether XML allows all of the text, which it nearly always does. Among the characters beyond ASCII, only U+FFFE and U+FFFF are
  /// forbidden, which begin with `EF BF`.
  fileprivate var isXML: Bool {
    var isPlain = true
    OutputBuffer.withBytes(of: self) { bytes in
      isPlain = !bytes.contains { $0 < 32 || $0 == 0xEF }
    }
    return isPlain || unicodeScalars.allSatisfy(\.isXML)
  }
}

extension Unicode.Scalar {
  fileprivate var isXML: Bool {
    value >= 32 ? value != 0xFFFE && value != 0xFFFF : value == 9 || value == 10 || value == 13
  }
}

extension Drawing.Path {
  /// The end of the path, and the point from which it comes there.
  fileprivate var lastDirection: (before: Point, tip: Point)? {
    guard let last = segments.last else { return nil }
    var start = self.start
    if segments.count > 1 {
      switch segments[segments.count - 2] {
      case .line(let end), .curve(_, _, let end): start = end
      }
    }
    switch last {
    case .line(let end): return (start, end)
    case .curve(let first, let second, let end):
      return second != end ? (second, end) : first != end ? (first, end) : (start, end)
    }
  }
}
