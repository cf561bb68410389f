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
  /// A hash of it in lower case; 0 for a word that was not ``hashed(in:)``.
  var folded: UInt64
  /// A hash of it as it is written; 0 likewise.
  var exact: UInt64
  /// What tells most words apart at a glance; see ``outline(of:in:isASCII:)``.
  var outline: UInt64 = 0
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

  /// The word that begins at `start`, `nil` when none does: letters, marks and digits of any script. Its hashes are left for when
  /// somebody asks for them, as few do.
  init?(in bytes: Bytes, at start: Int) {
    var end = start
    var isASCII = true
    while end < bytes.count {
      let byte = bytes[end]
      if byte >= 0x80 {
        if Self.isSign(in: bytes, at: end) { break }
        isASCII = false
      } else if !Self.isLetterOrDigit(byte) {
        break
      }
      end += 1
    }
    guard end > start else { return nil }
    self.init(kind: .word, range: start..<end, folded: 0, exact: 0)
    outline = Self.outline(of: range, in: bytes, isASCII: isASCII)
    isCapitalized =
      isASCII
      ? Self.lowercased(bytes[start]) != bytes[start]
      : String(decoding: bytes[start..<end], as: UTF8.self).first?.isUppercase ?? false
  }

  /// The same with its hashes; `bytes` are those that it stands in.
  func hashed(in bytes: Bytes) -> NameWord {
    guard kind == .word, exact == 0 else { return self }
    var word = self
    (word.exact, word.folded) = (Self.basis, Self.basis)
    let letters = UnsafeBufferPointer(rebasing: bytes[range])
    for byte in letters { word.exact = Self.join(word.exact, UInt64(byte)) }
    if outline == Self.outlineBeyondASCII {
      let text = String(decoding: letters, as: UTF8.self)
      for byte in text.lowercased().utf8 { word.folded = Self.join(word.folded, UInt64(byte)) }
    } else {
      for byte in letters { word.folded = Self.join(word.folded, UInt64(Self.lowercased(byte))) }
    }
    return word
  }

  /// The outline of all words beyond ASCII.
  private static let outlineBeyondASCII = UInt64.max

  /// A word's first and last letter and its length, whatever the case; all words beyond ASCII have one outline.
  private static func outline(of word: Range<Int>, in bytes: Bytes, isASCII: Bool) -> UInt64 {
    guard isASCII else { return outlineBeyondASCII }
    let (first, last) = (lowercased(bytes[word.lowerBound]), lowercased(bytes[word.upperBound - 1]))
    return UInt64(first) | UInt64(last) << 8 | UInt64(word.count) << 16
  }

  /// The word at or behind an offset, by its bytes and its outline alone; tags and entities of HTML are passed over.
  static func outline(in html: Bytes, from start: Int) -> (word: Range<Int>, outline: UInt64)? {
    var index = start
    while index < html.count {
      let first = index
      var isASCII = true
      while index < html.count {
        let byte = html[index]
        if byte >= 0x80 {
          if isSign(in: html, at: index) { break }
          isASCII = false
        } else if !isLetterOrDigit(byte) {
          break
        }
        index += 1
      }
      if index > first { return (first..<index, outline(of: first..<index, in: html, isASCII: isASCII)) }
      if html[index] == UInt8(ascii: "<") {
        while index < html.count, html[index] != UInt8(ascii: ">") { index += 1 }
      } else if html[index] == UInt8(ascii: "&") {
        index = html[index...].prefix(7).firstIndex(of: UInt8(ascii: ";")) ?? index
      }
      index += index < html.count ? signLength(in: html, at: index) : 1
    }
    return nil
  }

  typealias Bytes = UnsafeBufferPointer<UInt8>

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    // A bit for each ASCII byte: most letters of a text pass here.
    byte < 0x80 && (byte < 64 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_07FF_FFFE as UInt64) >> UInt64(byte & 63) & 1 != 0
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }

  /// Whether the character beyond ASCII at `index` is a space, a quotation mark, a dash or another sign: one of U+0080–U+00BF,
  /// U+2000–U+207F and U+3000–U+303F.
  private static func isSign(in bytes: Bytes, at index: Int) -> Bool {
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch bytes[index] {
    case 0xC2: return true
    case 0xE2: return second == 0x80 || second == 0x81
    case 0xE3: return second == 0x80
    default: return false
    }
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
  /// The words of a plain text, with their hashes.
  init(plain text: String) {
    self = []
    var text = text
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count { index = append(from: bytes, at: index) }
      self = map { $0.hashed(in: bytes) }
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
