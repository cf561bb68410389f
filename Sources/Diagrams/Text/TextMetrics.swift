/// How wide text is in the font of the diagrams: Helvetica, Arial, or Liberation Sans, which are equally wide.
public struct TextMetrics: Sendable, Hashable {
  /// The size of the font in px.
  public var size: Double
  /// Whether the font is bold.
  public var isBold: Bool

  /// Metrics of the font at `size` px.
  public init(size: Double, isBold: Bool = false) {
    self.size = size
    self.isBold = isBold
  }

  /// The distance in px between two lines.
  public var lineHeight: Double { (size * 1.25).rounded() }

  /// The width of `text` in px. Scripts that the tables leave out are taken for as wide as they are at most.
  public func width(of text: some StringProtocol) -> Double {
    width(thousandths: thousandths(of: text))
  }

  /// The width in px of so many thousandths of an em.
  func width(thousandths: Int) -> Double { Double(thousandths) * size / 1000 }

  /// The width of `text` in thousandths of an em.
  func thousandths(of text: some StringProtocol) -> Int {
    let tables = isBold ? Self.boldWidths : Self.regularWidths
    let ascii = tables[0].widths
    var thousandths = 0
    for scalar in text.unicodeScalars {
      let value = scalar.value
      thousandths += (32..<127).contains(value) ? Int(ascii[Int(value) - 32]) : width(of: scalar, tables)
    }
    return thousandths
  }

  /// The widths of the characters from 32 to 126 in thousandths of an em.
  var asciiWidths: [UInt16] { isBold ? Self.boldWidths[0].widths : Self.regularWidths[0].widths }

  private func width(of scalar: Unicode.Scalar, _ tables: [(first: UInt32, widths: [UInt16])]) -> Int {
    let value = scalar.value
    for table in tables where value >= table.first {
      let index = Int(value - table.first)
      if index < table.widths.count, table.widths[index] > 0 { return Int(table.widths[index]) }
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch value {
    case 0x1100..<0x1200, 0x2E80..<0xA4D0, 0xAC00..<0xD7B0, 0xF900..<0xFB00, 0xFE30..<0xFE70, 0xFF00..<0xFFE7:
      return 1000
    case 0x1F000..<0x20000: return 1300
    case 0x20000..<0x40000: return 1000
    default: return 750
    }
  }
}
