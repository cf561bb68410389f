/// Finds places in a text of JSON, which Foundation's decoder does not tell: that of a value, or that of the first mistake. It is asked
/// only where a text could not be read.
struct JSONPlaces {
  /// A step from a value to one in it.
  enum Step: Equatable {
    case name(String)
    case index(Int)
  }

  /// Where a text stops being JSON, and what must be there.
  struct Mistake: Error {
    var offset: Int
    var expected: String
  }

  /// What may come next.
  private enum State {
    case value, valueOrEnd, nameOrEnd, commaOrEnd
  }

  /// The decoder follows lists and objects no deeper.
  private static let deepest = 512

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int
  /// The way to the value that is being read.
  private var path: [Step] = []

  /// Where the value at the end of a way begins, and the first mistake; each `nil` where there is none.
  static func look(for path: [Step]? = nil, in text: [UInt8]) -> (value: Int?, mistake: Mistake?) {
    text.withUnsafeBufferPointer { bytes in
      var places = JSONPlaces(bytes: bytes, index: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
      var value: Int?
      do throws(Mistake) { try places.read { if $0 == path { value = $1 } } } catch { return (value, error) }
      return (value, nil)
    }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Reads the text, and tells of each value its way and its offset.
  private mutating func read(_ visit: ([Step], Int) -> Void) throws(Mistake) {
    var state = State.value
    while true {
      skipSpace()
      switch state {
      case .valueOrEnd where next == UInt8(ascii: "]"), .nameOrEnd where next == UInt8(ascii: "}"): state = end()
      case .value, .valueOrEnd:
        visit(path, index)
        state = try value()
      case .nameOrEnd:
        guard next == UInt8(ascii: "\"") else { throw mistake("a name in double quotes, or `}`") }
        path[path.count - 1] = .name(String(decoding: bytes[try string()], as: UTF8.self))
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw mistake("a `:` behind the name") }
        index += 1
        state = .value
      case .commaOrEnd:
        if path.isEmpty, next != nil { throw mistake("nothing more") }
        if path.isEmpty { return }
        state = try behindValue()
      }
    }
  }

  private mutating func skipSpace() { while let byte = next, " \n\r\t".utf8.contains(byte) { index += 1 } }

  /// Goes on behind a value of a list or an object. That the decoder lets a comma stand before the end is no mistake here either.
  private mutating func behindValue() throws(Mistake) -> State {
    var number: Int?
    if case .index(let last)? = path.last { number = last }
    if next == UInt8(ascii: number == nil ? "}" : "]") { return end() }
    guard next == UInt8(ascii: ",") else { throw mistake("`,` or `\(number == nil ? "}" : "]")`") }
    index += 1
    guard let number else { return .nameOrEnd }
    path[path.count - 1] = .index(number + 1)
    return .valueOrEnd
  }

  /// Goes behind the end of a list or an object.
  private mutating func end() -> State {
    path.removeLast()
    index += 1
    return .commaOrEnd
  }

  private mutating func value() throws(Mistake) -> State {
    if next == UInt8(ascii: "[") || next == UInt8(ascii: "{") {
      guard path.count < Self.deepest else { throw mistake("no more than \(Self.deepest) levels") }
      path.append(next == UInt8(ascii: "[") ? .index(0) : .name(""))
      index += 1
      return path.last == .index(0) ? .valueOrEnd : .nameOrEnd
    }
    if next == UInt8(ascii: "\"") {
      _ = try string()
      return .commaOrEnd
    }
    let word = bytes[index...].prefix { !" \n\r\t,:[]{}\"".utf8.contains($0) }
    let text = String(decoding: word, as: UTF8.self)
    let isNumber = word.allSatisfy { "0123456789+-.eE".utf8.contains($0) } && Double(text)?.isFinite == true
    guard isNumber && text.first != "+" || ["true", "false", "null"].contains(text) else { throw mistake("a value") }
    index = word.endIndex
    return .commaOrEnd
  }

  /// Goes behind a string; gives what stands between its quotes.
  private mutating func string() throws(Mistake) -> Range<Int> {
    let start = index
    index += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 32 else { throw mistake("no control character in a string: an escape such as `\\n`") }
      let escaped = byte == UInt8(ascii: "\\") && index + 1 < bytes.count ? bytes[index + 1] : nil
      if let escaped, !"\"\\/bfnrtu".utf8.contains(escaped) { throw mistake("an escape such as `\\n` or `\\u00e9`") }
      index += escaped == nil ? 1 : 2
    }
    guard next != nil else { throw Mistake(offset: start, expected: "quotes at the end of this string too") }
    index += 1
    return start + 1..<index - 1
  }

  private func mistake(_ expected: String) -> Mistake { Mistake(offset: index, expected: expected) }
}
