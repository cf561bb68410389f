import Buffers
import Markup

/// A text of Baton's as HTML: what stands between backticks, as in messages of problems, is code.
func codeSpans(_ text: String) -> FinishedBytes {
  var output = OutputBuffer(capacity: text.utf8.count + 64)
  var parts = text.utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false)[...]
  // A backtick that nothing closes is one.
  let open = parts.count.isMultiple(of: 2) ? parts.popLast() : nil
  for (number, part) in parts.enumerated() {
    if number.isMultiple(of: 2) {
      output.append(escapingAll: String(Substring(part)))
    } else {
      output.append("<code>")
      output.append(escapingAll: String(Substring(part)))
      output.append("</code>")
    }
  }
  if let open {
    output.append("`")
    output.append(escapingAll: String(Substring(open)))
  }
  return FinishedBytes(output)
}
