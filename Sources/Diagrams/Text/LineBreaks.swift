extension Substring {
  /// The word in parts between which a line may end: Chinese and Japanese set no spaces between words.
  var unbroken: [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    var index = startIndex
    while index < endIndex {
      let next = self.index(after: index)
      if next < endIndex, self[index].isSetWithoutSpaces || self[next].isSetWithoutSpaces, !self[next].endsPhrase,
        !self[index].beginsPhrase
      {
        parts.append(self[start..<next])
        start = next
      }
      index = next
    }
    parts.append(self[start...])
    return parts
  }
}

extension Character {
  /// Whether it is of a script that sets no spaces between words: kana, Chinese characters, and their signs.
  fileprivate var isSetWithoutSpaces: Bool {
    switch unicodeScalars.first?.value ?? 0 {
    case 0x2E80..<0x3130, 0x31A0..<0x3200, 0x3400..<0xA000, 0xF900..<0xFB00, 0xFF01..<0xFF61, 0x20000..<0x40000: true
    default: false
    }
  }

  /// Whether no line begins with it.
  fileprivate var endsPhrase: Bool { "、。，．・：；？！」』）］｝】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.:;?!)]}".contains(self) }

  /// Whether no line ends with it.
  fileprivate var beginsPhrase: Bool { "「『（［｛【〔〈《([{".contains(self) }
}
