import TextFormats

/// An item that a list of front matter is to get.
struct ListItem {
  /// The id or name that it consists of.
  let key: String
  /// What it says of it, if anything.
  let text: String?

  /// An item, with U+FFFD for what can't be written in YAML.
  init(_ key: String, _ text: String? = nil) {
    self.key = key.withoutControls
    self.text = text?.withoutControls
  }

  /// The item as it stands behind a dash.
  var inBlock: String { plainScalar(key) + (text.map { ": " + plainScalar($0) } ?? "") }

  /// The item as it stands in a list on one line, where commas part the items.
  var inFlow: String {
    if let text { return "{\(quotedScalar(key)): \(quotedScalar(text))}" }
    return key.contains(",") ? quotedScalar(key) : plainScalar(key)
  }
}

/// A text as YAML has it in a block: as it is where that is safe, else in quotes.
public func plainScalar(_ text: String) -> String {
  let isPlain = { (byte: UInt8) in
    byte >= 128 || byte == 32 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.,/()'+;".utf8.contains(byte)
  }
  guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || ("0"..."9").contains(first),
    text.last != " ", text.utf8.allSatisfy(isPlain), !text.unicodeScalars.contains(where: needsEscape),
    !["null", "true", "false", "yes", "no"].contains(text.lowercased())
  else { return quotedScalar(text) }
  return text
}

/// A text as YAML has it in double quotes.
public func quotedScalar(_ text: String) -> String {
  let escaped = text.replacingScalars { scalar in
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: needsEscape(scalar) ? "\\u" + hexadecimal(scalar) : nil
    }
  }
  return "\"\(escaped)\""
}

/// Whether YAML takes a character for the end of a line, or refuses it.
private func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
  (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF
}

private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
}
