import Buffers

/// Appends JSON to a buffer: for data of many thousand entries, on which `JSONEncoder` takes many times longer than what makes
/// them.
public struct JSONWriter: ~Copyable {
  /// What was written so far, UTF-8.
  public var output: OutputBuffer

  /// A writer that has written nothing, with room for as many bytes; it grows as needed.
  public init(capacity: Int = 1 << 12) { output = OutputBuffer(capacity: capacity) }

  /// A copy of what was written so far.
  public var bytes: [UInt8] { output.array }

  /// Writes JSON as it is.
  public mutating func write(_ literal: StaticString) {
    output.append(literal)
  }

  /// Writes a number.
  public mutating func write(_ number: Int) { output.append(string: String(number)) }

  /// Writes a string, as RFC 8259, section 7, has it.
  public mutating func write(string: String) {
    write("\"")
    OutputBuffer.withBytes(of: string) { text in
      var start = 0
      for index in text.indices where Self.isEscaped(text[index]) {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
        write(escaped: text[index])
        start = index + 1
      }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
    write("\"")
  }

  @inline(__always)
  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func write(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      write("\\")
      output.append(byte)
    case 10: write("\\n")
    default:
      write("\\u00")
      for digit in [byte >> 4, byte & 15] { output.append(digit < 10 ? 48 + digit : 87 + digit) }
    }
  }

  /// Writes a string, or `null`.
  public mutating func write(string: String?) {
    if let string { write(string: string) } else { write("null") }
  }

  /// Writes a number, or `null`.
  public mutating func write(_ number: Int?) {
    if let number { write(number) } else { write("null") }
  }

  /// Writes a list, an entry a line.
  @inlinable
  public mutating func write<Entries: Collection>(
    lines entries: Entries, _ write: (inout JSONWriter, Entries.Element) -> Void
  ) {
    self.write(lines: entries, write) { _ in }
  }

  /// Writes a list, an entry a line.
  ///
  /// - Parameter next: called with what is written after each entry; may empty it, so that a long list is never held whole.
  @inlinable @inline(__always)
  public mutating func write<Entries: Collection, Failure: Error>(
    lines entries: Entries, _ write: (inout JSONWriter, Entries.Element) -> Void,
    next: (inout OutputBuffer) throws(Failure) -> Void
  ) throws(Failure) {
    self.write("[")
    var isFirst = true
    for entry in entries {
      self.write(isFirst ? "\n  " : ",\n  ")
      isFirst = false
      write(&self, entry)
      try next(&output)
    }
    self.write(isFirst ? "]" : "\n]")
  }
}
