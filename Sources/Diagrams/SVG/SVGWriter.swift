import GraphLayout
import Markup

/// Appends SVG to a buffer. Lengths are written with at most one decimal.
struct SVGWriter {
  var bytes: [UInt8]

  /// Appends the bytes of a literal.
  mutating func write(_ literal: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends a text as it is.
  mutating func write(text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ number: Double) {
    let tenths = Int((number.isFinite ? max(-1e9, min(1e9, number)) : 0) * 10 + (number < 0 ? -0.5 : 0.5))
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    if tenths < 0 { bytes.append(UInt8(ascii: "-")) }
    write(whole: whole)
    if tenth != 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(ascii: "0") + UInt8(tenth))
    }
  }

  /// The digits of a number.
  mutating func write(whole number: UInt) {
    if number < 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(number))
      return
    }
    // No number of 64 bits has more than 20 digits.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var (rest, first) = (number, digits.count)
      repeat {
        first -= 1
        digits.initializeElement(at: first, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0
      bytes.append(contentsOf: digits[first...])
    }
  }

  mutating func write(_ number: Double, _ text: StaticString) {
    write(number)
    write(text)
  }

  mutating func write(_ a: Double, _ text: StaticString, _ b: Double) {
    write(a, text)
    write(b)
  }

  mutating func write(_ a: Double, _ text: StaticString, _ b: Double, _ end: StaticString) {
    write(a, text, b)
    write(end)
  }

  mutating func element(_ name: StaticString, id: String, _ suffix: StaticString, _ text: String) {
    write("<")
    write(name)
    write(" id=\"")
    write(text: id)
    write(suffix)
    write("\">")
    bytes.appendEscaped(text)
    write("</")
    write(name)
    write(">\n")
  }

  /// Lines of text, centred; each line is placed by its baseline, as browsers agree on nothing else.
  mutating func text(_ block: TextBlock, class name: StaticString?, centre: Double, top: Double) {
    guard !block.lines.isEmpty else { return }
    write("<text")
    if let name {
      write(" class=\"")
      write(name)
      write("\"")
    }
    write(" text-anchor=\"middle\" font-size=\"")
    write(block.metrics.size, block.metrics.isBold ? "\" font-weight=\"700\"" : "\"")
    let first = top + (block.metrics.lineHeight + block.metrics.size * 0.72) / 2
    if block.lines.count == 1 {
      write(" x=\"")
      write(centre, "\" y=\"", first, "\">")
      bytes.appendEscaped(block.lines[0])
    } else {
      write(">")
      for (index, line) in block.lines.enumerated() {
        write("<tspan x=\"")
        write(centre, "\" y=\"", first + Double(index) * block.metrics.lineHeight, "\">")
        // The space keeps words apart for those who hear or copy the text.
        bytes.appendEscaped(line)
        write(index + 1 < block.lines.count ? " </tspan>" : "</tspan>")
      }
    }
    write("</text>")
  }

  // MARK: - Paths

  mutating func path(_ path: Drawing.Path) {
    write("M")
    point(path.start)
    for segment in path.segments {
      switch segment {
      case .line(let end):
        write("L")
        point(end)
      case .curve(let first, let second, let end):
        write("C")
        point(first)
        write(" ")
        point(second)
        write(" ")
        point(end)
      }
    }
  }

  private mutating func point(_ point: Point) {
    write(point.x, " ", point.y)
  }

  /// The head of an arrow: a triangle whose tip is the path's end.
  mutating func arrow(_ path: Drawing.Path) {
    guard let (before, tip) = path.lastDirection else { return }
    let length = ((tip.x - before.x) * (tip.x - before.x) + (tip.y - before.y) * (tip.y - before.y)).squareRoot()
    guard length > 0 else { return }
    let (dx, dy) = ((tip.x - before.x) / length, (tip.y - before.y) / length)
    let base = Point(x: tip.x - dx * 8, y: tip.y - dy * 8)
    write("M")
    point(tip)
    write("L")
    point(Point(x: base.x - dy * 3.6, y: base.y + dx * 3.6))
    write("L")
    point(Point(x: base.x + dy * 3.6, y: base.y - dx * 3.6))
    write("Z")
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
