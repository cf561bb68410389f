/// A word or a sign of a text in which names are looked for.
struct NameWord: Sendable {
  /// What it is.
  enum Kind: Sendable {
    case word, sign
    /// The end of a paragraph, a cell, an item: no name goes on behind it.
    case end
  }

  /// What it is.
  var kind: Kind
  /// Its bytes in the text.
  var range: Range<Int>
  /// A hash of it in lower case.
  var folded: UInt64
  /// A hash of it as it is written.
  var exact: UInt64
  /// Whether it is a word that begins with a capital letter.
  var isCapitalized = false

  /// The end of a stretch of text.
  static func end(at offset: Int) -> NameWord {
    NameWord(kind: .end, range: offset..<offset, folded: 0, exact: 0)
  }

  private init(kind: Kind, range: Range<Int>, folded: UInt64, exact: UInt64) {
    (self.kind, self.range, self.folded, self.exact) = (kind, range, folded, exact)
  }

  /// A sign of one byte.
  init(sign: UInt8, at range: Range<Int>) {
    let hash = Self.join(Self.basis, UInt64(sign) << 8)
    self.init(kind: .sign, range: range, folded: hash, exact: hash)
  }

  /// The word that begins at `start`, `nil` when none does: letters, marks and digits of any script.
  init?(in bytes: Bytes, at start: Int) {
    var end = start
    var isASCII = true
    while end < bytes.count, let length = Self.letterLength(in: bytes, at: end) {
      if length > 1 { isASCII = false }
      end += length
    }
    guard end > start else { return nil }
    let word = bytes[start..<end]
    let exact = word.reduce(Self.basis) { Self.join($0, UInt64($1)) }
    var folded = exact
    if isASCII {
      isCapitalized = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[start])
      folded = word.reduce(Self.basis) { Self.join($0, UInt64((65...90).contains($1) ? $1 | 0x20 : $1)) }
    } else {
      let text = String(decoding: word, as: UTF8.self)
      isCapitalized = text.first?.isUppercase ?? false
      folded = text.lowercased().utf8.reduce(Self.basis) { Self.join($0, UInt64($1)) }
    }
    (kind, range, self.folded, self.exact) = (.word, start..<end, folded, exact)
  }

  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// How many bytes of a word's character begin at `index`; `nil` for what parts words.
  private static func letterLength(in bytes: Bytes, at index: Int) -> Int? {
    let byte = bytes[index]
    if byte < 0x80 {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      return isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) ? 1 : nil
    }
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    // U+0080–U+00BF, U+2000–U+207F and U+3000–U+303F are spaces, quotation marks, dashes and other signs.
    if byte == 0xC2 || byte == 0xE2 && (second == 0x80 || second == 0x81) || byte == 0xE3 && second == 0x80 { return nil }
    return 1
  }

  /// How many bytes the sign at `index` takes.
  static func signLength(in bytes: Bytes, at index: Int) -> Int {
    var end = index + 1
    while end < bytes.count, bytes[index] >= 0x80, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end - index
  }

  // The numbers of the FNV-1a hash.
  static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

  /// A hash with one more number; the order of numbers counts.
  static func join(_ hash: UInt64, _ number: UInt64) -> UInt64 { (hash ^ number) &* 0x100_0000_01b3 &+ (hash >> 29) }
}

extension [NameWord] {
  /// The words of a plain text.
  init(plain text: String) {
    self = []
    var text = text
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count { index = append(from: bytes, at: index) }
    }
  }

  /// Appends the word or the sign at an offset, unless that is a space, and gives the offset behind it.
  mutating func append(from bytes: NameWord.Bytes, at index: Int) -> Int {
    if let word = NameWord(in: bytes, at: index) {
      append(word)
      return word.range.upperBound
    }
    let length = NameWord.signLength(in: bytes, at: index)
    let isSpace = bytes[index] <= 32 || bytes[index] == 0xC2 && length == 2 && bytes[index + 1] == 0xA0
    if !isSpace { append(NameWord(sign: bytes[index], at: index..<index + length)) }
    return index + length
  }
}
